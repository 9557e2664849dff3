import fc from 'fast-check'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Message, ModelReply, ModelRequest } from '../model.ts'
import { openTranscript, type Transcript } from './transcript.ts'

const root = mkdtempSync(join(tmpdir(), 'transcript-'))
afterAll(() => rmSync(root, { recursive: true }))
const path = join(root, 'transcripts', 'aia', 'numeric-f00000.md')
const open = (title = 'aia on numeric/f00000', secrets: string[] = []) =>
  openTranscript(path, title, secrets)
const written = () => readFileSync(path, 'utf8')

const reply = (parts: Partial<ModelReply>): ModelReply => ({
  text: '',
  calls: [],
  refusal: null,
  truncated: false,
  raw: null,
  tokens: { input: 1834, cachedInput: 1024, output: 56 },
  ...parts,
})
const user = (text: string): Message => ({ role: 'user', text })
const request = (messages: Message[], parts: Partial<ModelRequest> = {}): ModelRequest => ({
  prompt: 'aia/numeric@1',
  instructions: 'Find out what the box does.',
  messages,
  ...parts,
})
const say = (transcript: Transcript, messages: Message[], answer: ModelReply) =>
  transcript.turn({
    request: request(messages),
    reply: answer,
    cached: false,
    ms: 2345,
    usd: 0.00123,
  })

test('a dialogue as people read it', () => {
  const transcript = open()
  const tools = [{ name: 'query', description: 'Asks the box.', parameters: z.object({}) }]
  const first = reply({
    text: 'I begin with a coarse grid.',
    calls: [{ id: 'c1', name: 'query', arguments: '{"inputs":[-128,0,128]}' }],
  })
  const messages = [user('The box takes numbers.')]
  transcript.turn({
    request: request(messages, { tools }),
    reply: first,
    cached: false,
    ms: 2345,
    usd: 0.00123,
  })
  transcript.experiment([-128, 0, 128], ['1.5', 'NaN', '-Infinity'])
  transcript.turn({
    request: request(
      [
        ...messages,
        { role: 'assistant', reply: structuredClone({ ...first, raw: 'from the cache' }) },
        { role: 'tool', callId: 'c1', output: 'three outputs' },
      ],
      { tools, format: { name: 'interpretation', schema: z.object({}) } },
    ),
    reply: reply({ text: '{"description":"A parabola","domain":null}', truncated: true }),
    cached: true,
    ms: 3.4,
    usd: null,
  })
  transcript.note('Scores', 'solved 0')
  expect(transcript.path).toBe(path)
  expect(written()).toMatchInlineSnapshot(`
    "# aia on numeric/f00000

    ## Turn 1

    Paid $0.00123 · 1,834 tokens in (1,024 cached by the server), 56 out · 2.3 s · \`aia/numeric@1\`

    **Instructions**

    \`\`\`text
    Find out what the box does.
    \`\`\`

    **Tools**

    \`\`\`text
    query: Asks the box.
    \`\`\`

    **User**

    \`\`\`text
    The box takes numbers.
    \`\`\`

    **Model**

    \`\`\`text
    I begin with a coarse grid.
    \`\`\`

    **Model calls** \`query\`

    \`\`\`js
    { inputs: [ -128, 0, 128 ] }
    \`\`\`

    ### Experiment 1: 3 inputs

    \`\`\`text
    -128 -> 1.5             0 -> NaN           128 -> -Infinity
    \`\`\`

    ## Turn 2

    From the cache · 1,834 tokens in (1,024 cached by the server), 56 out · 3 ms · \`aia/numeric@1\`

    **Answers as** \`interpretation\`

    **Result of** \`query\`

    \`\`\`text
    three outputs
    \`\`\`

    **Model**

    \`\`\`js
    { description: 'A parabola', domain: null }
    \`\`\`

    **Cut off** at the limit of output tokens.

    ## Scores

    \`\`\`text
    solved 0
    \`\`\`
    "
  `)
})

test('shows each message once, and says where a turn does not go on from the one before', () => {
  const transcript = open()
  const answers = ['first answer', 'second answer', 'third answer'].map((text) => reply({ text }))
  const messages = [user('question one')]
  say(transcript, messages, answers[0]!)
  messages.push({ role: 'assistant', reply: answers[0]! }, user('question two'))
  say(transcript, messages, answers[1]!)
  say(transcript, [...messages, user('again, without the answer')], answers[2]!)
  say(transcript, [user('another matter')], reply({}))
  const text = written()
  for (const once of ['Find out what', 'question one', 'first answer', 'question two', 'another'])
    expect(text.split(once), once).toHaveLength(2)
  expect(text).not.toContain('earlier')
  const [, , two, three, four] = text.split('## Turn')
  expect(two).not.toContain('*Goes on')
  expect(three).toContain('*Goes on without the last message.*')
  expect(four).toContain('*A new conversation.*')
  expect(four).toContain('**Model** says nothing.')
})

test('a reply that no turn of the transcript gave is shown as part of the history', () => {
  const example = reply({ text: 'an example of an answer' })
  say(open(), [user('a'), { role: 'assistant', reply: example }, user('b')], reply({ text: 'c' }))
  expect(written()).toContain('**Model, earlier**\n\n```text\nan example of an answer\n```')
})

test('refusals stand out', () => {
  say(open(), [user('a')], reply({ refusal: 'No.' }))
  expect(written()).toContain('**Model refuses**\n\n```text\nNo.\n```')
})

test('arguments are laid out; what is no JSON, or too deep, stays as it came', () => {
  const deep = '['.repeat(50_000) + ']'.repeat(50_000)
  const source = 'function f(x) {\\n  if (x > 0) return Math.sin(x)\\n  return Math.cos(x) * 2\\n}'
  const calls = [`{"source":"${source}"}`, '{"inputs": [1, ', deep, '"\\u001b"'].map((text, i) => ({
    id: `c${i}`,
    name: 'query',
    arguments: text,
  }))
  say(open(), [], reply({ calls }))
  expect(written()).toContain("'function f(x) {\\n' +\n    '  if (x > 0) return Math.sin(x)\\n' +")
  expect(written()).toContain('```text\n{"inputs": [1, \n```')
  expect(written().includes(deep)).toBe(true)
  expect(written()).toContain('```text\n"\\u001b"\n```')
})

test('experiments: 40 pairs, then how many more; every number by its name', () => {
  const transcript = open()
  const inputs = Array.from({ length: 1050 }, (_, i) => i)
  transcript.experiment(inputs, inputs.map(String))
  expect(written()).toContain('### Experiment 1: 1,050 inputs')
  expect(written().match(/->/g)).toHaveLength(40)
  expect(written()).toContain('… and 1,010 more.')
  transcript.experiment([-0], ['Infinity'])
  expect(written()).toContain('### Experiment 2: 1 input\n\n```text\n-0 -> Infinity\n```')
  transcript.experiment(['a\n"|`', 'x'.repeat(500)], ['""', '"y"'])
  expect(written()).toContain('"a\\n\\"|`" -> ""\n')
  expect(written()).toContain('xxx… (502 characters) -> "y"\n')
  transcript.experiment([], [])
  expect(written()).toContain('### Experiment 4: 0 inputs')
})

test('control and format characters are made visible', () => {
  say(
    open(),
    [user('a\tb\r\n\u001b[31mred\u0007 \u009b \u202e \u2028 \ud800 \u{1f600}')],
    reply({}),
  )
  expect(written()).toContain('\na\tb␍\n␛[31mred␇ ‹U+009B› ‹U+202E› ‹U+2028› ‹U+D800› \u{1f600}\n')
})

test('secrets are redacted wherever they are, before anything is cut', () => {
  const secret = 'my-key/"0123456789"'
  const transcript = open(`about ${secret}`, [secret])
  const calls = [{ id: secret, name: secret, arguments: JSON.stringify({ [secret]: [secret] }) }]
  say(
    transcript,
    [
      user(`my ${secret} and sk-abcdefghijklmnop0123`),
      { role: 'tool', callId: secret, output: JSON.stringify([secret]) },
    ],
    reply({ text: secret, calls, refusal: encodeURIComponent(secret) }),
  )
  transcript.experiment(['x'.repeat(190) + secret, secret], [JSON.stringify(secret), '1'])
  transcript.note(secret, secret)
  expect(written()).not.toMatch(/my-key|0123456789|nop0123/)
  expect(written().split('[redacted]').length).toBe(15)
})

test('each piece is on disk at once, and an earlier transcript is replaced', () => {
  const transcript = open()
  transcript.note('Error', 'first')
  expect(written()).toBe('# aia on numeric/f00000\n\n## Error\n\n```text\nfirst\n```\n')
  open('another')
  expect(written()).toBe('# another\n')
  expect(existsSync(path)).toBe(true)
})

/** What is left for Markdown to read: by CommonMark's rules of fences (4.5) and code spans (6.1). */
function outsideCode(markdown: string): string {
  let mark: string | null = null
  const lines = markdown.split(/\r\n|\n|\r/).filter((line) => {
    const opening = /^ {0,3}(`{3,})[^`]*$/.exec(line)?.[1] ?? /^ {0,3}(~{3,})/.exec(line)?.[1]
    const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1]
    if (mark === null) {
      mark = opening ?? null
      return opening === undefined
    }
    if (closing?.startsWith(mark)) mark = null
    return false
  })
  expect(mark).toBe(null)
  return lines.join('\n').replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, 'CODE')
}

test('no text of a model is read as Markdown', () => {
  const marks =
    '` ``` ```` ~~~ # <b> </code> | [a](http://a.test) ![a](b) \\ " \' &lt; - > *** --- { } [ ] , 1 www.a.test'
  const spaces = [' ', '\n', '\r', '\n\n', '\t', '\u000b', '\u001b[31m', '\u0085', '\u2028']
  const nasty = fc
    .array(fc.constantFrom(...marks.split(' '), ...spaces), { minLength: 1, maxLength: 12 })
    .map((parts) => parts.join(''))
  const write = (text: string, json: string) => {
    const transcript = open(`${text} \`\`\``)
    const calls = [{ id: 'c', name: text, arguments: json }]
    const answer = reply({ text, calls, refusal: text })
    const tools = [{ name: text, description: text, parameters: z.object({}) }]
    transcript.turn({
      request: {
        prompt: text,
        instructions: text,
        tools,
        messages: [
          user(text),
          { role: 'assistant', reply: answer },
          { role: 'tool', callId: 'c', output: json },
          { role: 'tool', callId: text, output: text },
        ],
        format: { name: text, schema: z.object({}) },
      },
      reply: answer,
      cached: false,
      ms: 1,
      usd: null,
    })
    const again = { prompt: text, instructions: text, messages: [user(text)] }
    transcript.failed(again, text)
    transcript.experiment([text, { [text]: [text] }], [text, text])
    transcript.note(`${text} \`\`\``, text)
    return outsideCode(written())
  }
  const plain = write('`a', '{"a":"b"}')
  expect(plain).toContain('**Model calls** CODE')
  fc.assert(
    fc.property(nasty, (text) => {
      expect(write(text, JSON.stringify({ [text]: [text] }))).toBe(plain)
      expect(write(text, text)).toBe(plain)
    }),
    { numRuns: 300 },
  )
})
