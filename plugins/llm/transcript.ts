import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { inspect, isDeepStrictEqual } from 'node:util'
import type { Json } from '../contracts.ts'
import type { Message, ModelReply, ModelRequest, ToolCall } from '../model.ts'
import { nameOf, visible } from '../utils/visible.ts'
import { redact } from './redact.ts'

/** What was said between an interpreter and its model, in Markdown for people. */
export interface Transcript {
  readonly path: string
  /** Writes what is new in a request and its reply, which is worth `usd`. */
  turn(about: {
    readonly request: ModelRequest
    readonly reply: ModelReply
    readonly cached: boolean
    readonly ms: number
    readonly usd: number | null
  }): void
  /** Writes a request that got no reply, and why. */
  failed(request: ModelRequest, reason: string): void
  /** Writes inputs that the box was asked at once, and its outputs as people read them. */
  experiment(inputs: readonly Json[], outputs: readonly string[]): void
  /** Writes whatever else belongs to the case: interpretation, scores, errors. */
  note(title: string, text: string): void
}

/** Experiments longer than this are cut short. */
const MOST_PAIRS = 40
const LONGEST_VALUE = 200
const LINE = 100

/**
 * Begins a transcript in place of any earlier one at `path`. Every piece is on disk on return, so
 * that a killed run keeps it.
 *
 * What the texts hold can be no Markdown: they stand in fences or code spans that nothing in
 * them closes, with control and format characters made visible. Secrets are redacted.
 */
export function openTranscript(
  path: string,
  title: string,
  secrets: readonly string[],
): Transcript {
  // Once as they come, before they are cut or escaped, and once as they stand in the file.
  const clean = (text: string) => redact(text, secrets)
  const text = (label: string, body: string) => [label, fence('text', clean(body))]
  const json = (label: string, body: string) => [label, prettyFence(clean(body))]
  const append = (blocks: readonly string[]) =>
    appendFileSync(path, clean(`\n${blocks.join('\n\n')}\n`))

  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, clean(`# ${heading(clean(title))}\n`))
  let turns = 0
  let experiments = 0
  let setUp: SetUp = {}
  let heard: readonly Message[] = []

  const said = (reply: ModelReply, who: string, structured: boolean): string[] => [
    ...(reply.text ? (structured ? json : text)(`**${who}**`, reply.text) : []),
    ...reply.calls.flatMap((call) =>
      json(`**${who} calls** ${codeSpan(clean(call.name))}`, call.arguments),
    ),
    ...(reply.refusal === null ? [] : text(`**${who} refuses**`, reply.refusal)),
    ...(reply.text || reply.calls.length > 0 || reply.refusal !== null
      ? []
      : [`**${who}** says nothing.`]),
    ...(reply.truncated ? ['**Cut off** at the limit of output tokens.'] : []),
  ]

  /** Gives what of a request was not there in the turn before. */
  function asked(request: ModelRequest): string[] {
    const { messages } = request
    const common = sharedLength(heard, messages)
    const calls = callsOf(messages)
    const before = setUp
    setUp = setUpOf(request)
    const isNew = (part: keyof SetUp) => setUp[part] && setUp[part] !== before[part]
    return [
      ...remarkOn(heard.length, common),
      ...(isNew('instructions') ? text('**Instructions**', setUp.instructions ?? '') : []),
      ...(isNew('tools') ? text('**Tools**', setUp.tools ?? '') : []),
      ...(isNew('format') ? [`**Answers as** ${codeSpan(setUp.format ?? '')}`] : []),
      ...messages.slice(common).flatMap((message) => {
        if (message.role === 'user') return text('**User**', message.text)
        if (message.role === 'assistant') return said(message.reply, 'Model, earlier', false)
        const name = calls.get(message.callId)?.name ?? message.callId
        return json(`**Result of** ${codeSpan(clean(name))}`, message.output)
      }),
    ]
  }

  return {
    path,
    turn({ request, reply, cached, ms, usd }) {
      const { messages, prompt } = request
      append([
        `## Turn ${++turns}`,
        `${[paymentOf(cached, usd), tokenCounts(reply), durationOf(ms)].join(' · ')} · ${codeSpan(prompt)}`,
        ...asked(request),
        ...said(reply, 'Model', request.format !== undefined),
      ])
      heard = [...messages, { role: 'assistant', reply }]
    },
    failed(request, reason) {
      append([
        `## Turn ${++turns}`,
        `No answer · ${codeSpan(request.prompt)}`,
        ...asked(request),
        ...text('**Fault**', reason),
      ])
      heard = request.messages
    },
    experiment(inputs, outputs) {
      const more = inputs.length - MOST_PAIRS
      const pairs = inputs
        .slice(0, MOST_PAIRS)
        .map((input, i) => [clean(valueOf(input)), clean(outputs[i] ?? '')] as const)
      append([
        `### Experiment ${++experiments}: ${count(inputs.length, 'input')}`,
        fence('text', gridOf(pairs)),
        ...(more > 0 ? [`… and ${amount.format(more)} more.`] : []),
      ])
    },
    note: (about, body) => append(json(`## ${heading(clean(about))}`, body)),
  }
}

// ------------------------------------------------------------- conversation

/** The parts of a request that seldom change from turn to turn. */
type SetUp = Readonly<Partial<Record<'instructions' | 'tools' | 'format', string>>>

const setUpOf = ({ instructions, tools = [], format }: ModelRequest): SetUp => ({
  instructions,
  tools: tools.map(({ name, description }) => `${name}: ${description}`).join('\n\n'),
  ...(format && { format: format.name }),
})

/** Counts the messages that are the same, from the first on. */
function sharedLength(before: readonly Message[], now: readonly Message[]): number {
  const other = now.findIndex(
    (message, i) => !before[i] || !isDeepStrictEqual(contentOf(message), contentOf(before[i])),
  )
  return other === -1 ? now.length : other
}

/** Gives what a reader sees of a message: replies from a cache may differ in the rest. */
function contentOf(message: Message): unknown {
  if (message.role !== 'assistant') return message
  const { text, calls, refusal } = message.reply
  return { text, calls, refusal }
}

function remarkOn(before: number, common: number): string[] {
  if (before === 0 || common === before) return []
  if (common === 0) return ['*A new conversation.*']
  const left = before - common
  return [`*Goes on without the last ${left === 1 ? 'message' : `${left} messages`}.*`]
}

const callsOf = (messages: readonly Message[]): ReadonlyMap<string, ToolCall> =>
  new Map(
    messages.flatMap((message) =>
      message.role === 'assistant' ? message.reply.calls.map((call) => [call.id, call]) : [],
    ),
  )

// ------------------------------------------------------------------ figures

const amount = new Intl.NumberFormat('en-US')
const dollars = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumSignificantDigits: 3,
})

const count = (n: number, noun: string) => `${amount.format(n)} ${noun}${n === 1 ? '' : 's'}`

function paymentOf(cached: boolean, usd: number | null): string {
  if (cached)
    return usd === null ? 'From the cache' : `From the cache (worth ${dollars.format(usd)})`
  return usd === null ? 'Paid, price unknown' : `Paid ${dollars.format(usd)}`
}

function tokenCounts({ tokens: { input, cachedInput, output } }: ModelReply): string {
  const known = cachedInput > 0 ? ` (${amount.format(cachedInput)} cached by the server)` : ''
  return `${count(input, 'token')} in${known}, ${amount.format(output)} out`
}

const durationOf = (ms: number) =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`

const valueOf = (value: Json) => (Object.is(value, -0) ? '-0' : JSON.stringify(value))

/** Lays pairs out in as many columns as a line holds, to be read row by row. */
function gridOf(pairs: readonly (readonly [string, string])[]): string {
  const cells = pairs.map((pair) => pair.map((value) => visible(shorten(value))))
  const width = (side: number) => Math.max(0, ...cells.map((cell) => cell[side]!.length))
  const [inputs, outputs] = [width(0), width(1)]
  const columns = Math.max(1, Math.floor(LINE / (inputs + outputs + 8)))
  const lines = Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) =>
    cells
      .slice(row * columns, (row + 1) * columns)
      .map(([input, output]) =>
        columns === 1
          ? `${input} -> ${output}`
          : `${input!.padStart(inputs)} -> ${output!.padEnd(outputs)}`,
      )
      .join('    ')
      .trimEnd(),
  )
  return lines.join('\n')
}

const shorten = (value: string) =>
  value.length <= LONGEST_VALUE
    ? value
    : `${value.slice(0, LONGEST_VALUE)}… (${count(value.length, 'character')})`

// ----------------------------------------------------------------- markdown

/** Gives backticks, in a run that is longer than any in the text. */
function ticks(text: string, least: number): string {
  const runs = (text.match(/`+/g) ?? []).map(({ length }) => length + 1)
  return '`'.repeat(runs.reduce((a, b) => Math.max(a, b), least))
}

function fence(language: 'text' | 'js', text: string): string {
  const shown = visible(text)
  const mark = ticks(shown, 3)
  return `${mark}${language}\n${shown}\n${mark}`
}

/** Fences JSON in lines that people can read, and any other text as it is. */
function prettyFence(text: string): string {
  let value: unknown
  try {
    value = JSON.parse(text, (_, part: unknown) =>
      typeof part === 'string' && part.includes('\n') ? lineByLine(part) : part,
    )
  } catch {
    return fence('text', text)
  }
  if (typeof value !== 'object' || value === null) return fence('text', text)
  const pretty = inspect(value, {
    depth: 12,
    breakLength: 80,
    maxArrayLength: Infinity,
    maxStringLength: Infinity,
  })
  // Too deep to be shown whole.
  if (/\[(?:Array|Object)\]/.test(pretty)) return fence('text', text)
  return fence('js', pretty)
}

/** Makes a text that `inspect` shows line by line, as source code is read. */
const lineByLine = (text: string) => ({
  [inspect.custom]: () =>
    text
      .split(/(?<=\n)/)
      .map((line) => inspect(line, { breakLength: Infinity }))
      .join(' +\n  '),
})

function codeSpan(text: string): string {
  const shown = visible(text).replaceAll(/[\n\t]/g, nameOf)
  const mark = ticks(shown, 1)
  const pad = /^[` ]|[` ]$|^$/.test(shown) ? ' ' : ''
  return `${mark}${pad}${shown}${pad}${mark}`
}

/** Leaves a text as it is where Markdown can read it as nothing else, and makes it code if not. */
const heading = (text: string) =>
  /^[\p{L}\p{N}][\p{L}\p{N} ,.;:()/+%-]*$/u.test(text) && !/:\/\/|www\./i.test(text)
    ? text
    : codeSpan(text)
