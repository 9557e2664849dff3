/**
 * Everything that a model may be told is held to the version of its prompt. After an edit raise
 * the version in the prompt.ts of the category, or of both; then set the hashes anew.
 */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { numeric } from '../../plugins/categories/numeric/index.ts'
import { strings } from '../../plugins/categories/strings/index.ts'
import { MalformedAnswer } from '../../plugins/llm/model-error.ts'
import type { ModelRequest } from '../../plugins/model.ts'
import { scriptedModel, type ScriptedReply } from '../../plugins/testing/scripted-model.ts'
import aiaSynthesis from '../aia+synthesis.ts'
import exemplars from '../exemplars.ts'
import aia from './index.ts'
import {
  call,
  interpretNumeric,
  interpretStrings,
  run,
  SECTIONS,
  submit,
} from './testing/scripted-case.ts'

const CATEGORIES = ['numeric', 'strings'] as const
type Told = (typeof CATEGORIES)[number]
const VERSIONS = { numeric: numeric.prompt?.version, strings: strings.prompt?.version }
const INTERPRET = { numeric: interpretNumeric, strings: interpretStrings }

const HASHES: Readonly<Record<Told, Readonly<Record<string, string>>>> = {
  numeric: { 2: '2fe7269ed7346a8693d330ee2c15550ea6ccbe3b32de92478d1d00102bc75403' },
  strings: { 2: '1d69f04a019275218812f9e1c167368cabcb3a0e83d689528429e8f5fc1ccb87' },
}

const UNREAD = { description: 'a', domain: null, code: '```\n```\n```' }

/** Conversations that go through all that can be said, in each way to ask. */
async function conversations(category: Told): Promise<ModelRequest[]> {
  const input = category === 'numeric' ? 0.5 : 'a'
  const runs = `[RUN] ${JSON.stringify([input])}\n[RUN] []`
  const scripts: readonly (readonly [typeof aia, object, readonly ScriptedReply[]])[] = [
    ...(['javascript', 'python'] as const).flatMap(
      (language) =>
        [
          [aia, { language, turns: 4 }, [run(input), run(), '?', submit()]],
          [aia, { dialect: 'text', language, turns: 2 }, [runs, '?', SECTIONS]],
          [exemplars, { language }, [UNREAD, UNREAD].map((one) => JSON.stringify(one))],
          [exemplars, { dialect: 'text', language }, ['?', SECTIONS]],
        ] as const,
    ),
    [aia, { turns: 1, searchInit: { count: 1 } }, [submit()]],
    [aiaSynthesis, { turns: 4 }, [{ calls: [call('none', {})] }, submit(UNREAD), submit()]],
  ]
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
  const version = VERSIONS[category]!
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
      expect(instructions).toContain(category === 'numeric' ? 'numbers' : 'strings')
      expect(instructions.length).toBeLessThan(5500)
    }
    const names = new Set(requests.map(({ prompt }) => prompt))
    const version = VERSIONS[category]!
    expect([...names]).toEqual(
      ['aia', 'exemplars', 'aia+synthesis'].map((name) => `${name}/${category}@${version}`),
    )
  },
)
