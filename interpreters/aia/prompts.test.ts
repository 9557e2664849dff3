/**
 * Everything that a model may be told is held to the version of its prompt. After an edit raise
 * the version in the prompt.ts of the category, or of both; then set the hashes anew.
 */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { entities } from '../../plugins/categories/entities/index.ts'
import { numeric } from '../../plugins/categories/numeric/index.ts'
import { relations } from '../../plugins/categories/relations/index.ts'
import { strings } from '../../plugins/categories/strings/index.ts'
import { MalformedAnswer } from '../../plugins/llm/model-error.ts'
import type { Model, ModelRequest } from '../../plugins/model.ts'
import { scriptedModel, type ScriptedReply } from '../../plugins/testing/scripted-model.ts'
import aiaSynthesis from '../aia+synthesis.ts'
import exemplars from '../exemplars.ts'
import aia from './index.ts'
import {
  ANSWER,
  call,
  interpret,
  interpretNumeric,
  interpretStrings,
  run,
  SECTIONS,
  submit,
} from './testing/scripted-case.ts'

const CATEGORIES = ['numeric', 'strings', 'entities', 'relations'] as const
type Told = (typeof CATEGORIES)[number]
const PROMPTS = {
  numeric: numeric.prompt!,
  strings: strings.prompt!,
  entities: entities.prompt!,
  relations: relations.prompt!,
}
/** What the box takes, as every instruction has it. */
const INPUTS = { numeric: 'numbers', strings: 'strings', entities: 'words', relations: 'words' }
type Made = { readonly make: typeof aia }
const INTERPRET: Readonly<
  Record<Told, (model: Model, options: object, made: Made) => Promise<unknown>>
> = {
  numeric: interpretNumeric,
  strings: interpretStrings,
  entities: (model, options, made) =>
    interpret(entities, entities.samples['chess']!, model, options, made),
  relations: (model, options, made) =>
    interpret(relations, relations.samples['capital']!, model, options, made),
}

const HASHES: Readonly<Record<Told, Readonly<Record<string, string>>>> = {
  numeric: { 3: '2bbb5e7f31813d72ece9b3a777666ab5804e793a0229ed1c5f12e6809d50c94d' },
  strings: { 3: '3051d08aa41f771470b089f313ca92c68f5168cf051eaddf28bce553e4b7b87e' },
  entities: { 1: '1a4f974167c3048e67da98d730c746adf4666db3a6fad78939f37a62f7967bf8' },
  relations: { 1: '267bd5b6d94c4e898efaae23aca03c491a13804823a293e3f4455e08cd6dfa53' },
}

type Script = readonly [make: typeof aia, options: object, replies: readonly ScriptedReply[]]

const answers = {
  javascript: ANSWER,
  python: { ...ANSWER, code: 'def f(x): return x + x' },
}
const UNREAD = { description: 'a', domain: null, code: '```\n```\n```' }

/** An answer of words, in JSON and in sections, and one that cannot be read. */
const WORDS = {
  entities: {
    answer: { description: 'a', domain: null, confidence: 1, concepts: ['umbrella'] },
    sections: '[DESCRIPTION] a\n[DOMAIN] none\n[CONCEPTS] umbrella',
    unread: { description: 'a', domain: null, confidence: 1, concepts: [] },
  },
  relations: {
    answer: {
      description: 'a',
      domain: null,
      confidence: 1,
      class: 'planet',
      relation: 'mass',
      exception: null,
    },
    sections: '[DESCRIPTION] a\n[DOMAIN] none\n[CLASS] planet\n[RELATION] mass\n[EXCEPTION] none',
    unread: { description: 'a', domain: null, confidence: 1, class: '', relation: 'mass' },
  },
}

/** What is said of words: there is no code, and so no language. */
function scriptsOfWords(category: keyof typeof WORDS): readonly Script[] {
  const { answer, sections, unread } = WORDS[category]
  const runs = '[RUN] ["lion"]\n[RUN] []'
  return [
    [aia, { turns: 4 }, [run('lion'), run(), '?', submit(answer)]],
    [aia, { dialect: 'text', turns: 3 }, [runs, '?', sections]],
    [aia, { turns: 1, searchInit: { count: 1 } }, [submit(answer)]],
    [aia, { told: [] }, [run('lion'), submit(unread), submit(answer)]],
    [aia, { dialect: 'text', told: [] }, [runs, sections]],
    [exemplars, {}, [unread, unread].map((one) => JSON.stringify(one))],
    [exemplars, { dialect: 'text' }, ['?', sections]],
    [aiaSynthesis, { turns: 4 }, [{ calls: [call('none', {})] }, submit(unread), submit(answer)]],
  ]
}

function scriptsOfFunctions(category: 'numeric' | 'strings'): readonly Script[] {
  const input = category === 'numeric' ? 0.5 : 'a'
  const runs = `[RUN] ${JSON.stringify([input])}\n[RUN] []`
  return [
    ...(['javascript', 'python'] as const).flatMap(
      (language) =>
        [
          [aia, { language, turns: 4 }, [run(input), run(), '?', submit(answers[language])]],
          [
            aia,
            { dialect: 'text', language, turns: 3 },
            [runs, '?', SECTIONS.replace(ANSWER.code, answers[language].code)],
          ],
          [exemplars, { language }, [UNREAD, UNREAD].map((one) => JSON.stringify(one))],
          [
            exemplars,
            { dialect: 'text', language },
            ['?', SECTIONS.replace(ANSWER.code, answers[language].code)],
          ],
        ] as const,
    ),
    [aia, { turns: 1, searchInit: { count: 1 } }, [submit()]],
    [
      aia,
      { tools: ['run_code'], told: [] },
      [run(input), submit({ ...ANSWER, code: 'f(' }), submit()],
    ],
    [
      aia,
      { dialect: 'text', tools: ['run_code'], told: [] },
      [`${runs}\n[COMPUTE]\n\`\`\`\nconst f = (pairs) => pairs.length\n\`\`\``, SECTIONS],
    ],
    [aiaSynthesis, { turns: 4 }, [{ calls: [call('none', {})] }, submit(UNREAD), submit()]],
  ]
}

/** Conversations that go through all that can be said, in each way to ask. */
async function conversations(category: Told): Promise<ModelRequest[]> {
  const scripts =
    category === 'entities' || category === 'relations'
      ? scriptsOfWords(category)
      : scriptsOfFunctions(category)
  const asked = scripts.map(async ([make, options, replies]) => {
    const model = scriptedModel(...replies)
    await INTERPRET[category](model, options, { make }).catch((error: unknown) => {
      if (!(error instanceof MalformedAnswer)) throw error
    })
    return model.requests
  })
  return (await Promise.all(asked)).flat()
}

/** As a server gets it. */
const wire = ({ instructions, messages, tools, format }: ModelRequest) => ({
  instructions,
  messages: messages.filter(({ role }) => role !== 'assistant'),
  tools: tools?.map((tool) => ({ ...tool, parameters: z.toJSONSchema(tool.parameters) })),
  format: format && { ...format, schema: z.toJSONSchema(format.schema) },
})

test.each(CATEGORIES)('what is said of %s is what its version says', async (category) => {
  const text = JSON.stringify((await conversations(category)).map(wire))
  const hash = createHash('sha256').update(text).digest('hex')
  const { version } = PROMPTS[category]
  expect(
    { [version]: hash },
    `the prompts of ${category} changed: give them a new version, and its hash here`,
  ).toEqual({ [version]: HASHES[category][version] })
})

test.each(CATEGORIES)(
  '%s: instructions name their category once, and never a variant',
  async (category) => {
    const requests = await conversations(category)
    for (const { instructions } of requests) {
      expect(instructions.match(/^Category: .*$/gm)).toEqual([`Category: ${category}`])
      expect(instructions).toContain(INPUTS[category])
      expect(instructions.length).toBeLessThan(5500)
    }
    const names = new Set(requests.map(({ prompt }) => prompt))
    const { version } = PROMPTS[category]
    expect([...names]).toEqual(
      ['aia', 'exemplars', 'aia+synthesis'].map((name) => `${name}/${category}@${version}`),
    )
  },
)
