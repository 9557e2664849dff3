/** The interpreter's side of the protocol, as plainly as can be: for tests of the personas. */
import type OpenAI from 'openai'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions/completions'
import type {
  Response,
  ResponseCreateParamsNonStreaming,
  ResponseInputItem,
} from 'openai/resources/responses/responses'
import { z } from 'zod'
import type { Box } from '../../plugins/contracts.ts'
import { type Category, tryParseJson, Value } from '../pairs.ts'

export const WrittenAnswer = z.strictObject({
  description: z.string(),
  domain: z.string().nullable(),
  confidence: z.number().nullable(),
  code: z.string().nullable(),
})
export type WrittenAnswer = z.infer<typeof WrittenAnswer>

export interface PlayedCase {
  /** What was submitted; null where no turn was left. */
  readonly answer: WrittenAnswer | null
  readonly turns: number
  /** Answers that could not be read. */
  readonly repairs: number
}

/** A JSON schema as the APIs take it. */
export function schemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema)
  return rest
}

const RunArguments = z.strictObject({ inputs: z.union([z.array(z.number()), z.array(z.string())]) })

/** The function tools, as the Responses API takes them. */
export const TOOLS = [
  { name: 'query', parameters: schemaOf(RunArguments) },
  { name: 'submit', parameters: schemaOf(WrittenAnswer) },
].map((tool) => ({ ...tool, type: 'function' as const, strict: true }))

/** A box, and what its interpreter is told that it is. */
export interface Played {
  readonly category: Category
  readonly box: Box<Category>
}

const TURNS = 20
const REPAIR = 'Your answer is not accepted: expected another one.'
const LAST = '\nThis is the last turn: answer now.'

const Values = z.array(Value)

/** RunArguments with their outputs as they travel, or why there are none. */
async function queryBox(
  { category, box }: Played,
  inputs: readonly Value[],
): Promise<{ readonly pairs: (readonly [Value, Value])[] } | { readonly error: string }> {
  try {
    const outputs: Value[] = await (box as Box<'numeric'>).queryAll(inputs as readonly number[])
    const told = outputs.map((y) => (Number.isFinite(y) || category === 'strings' ? y : `${y}`))
    return { pairs: inputs.map((input, i) => [input, told[i]!]) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** The SDK's own reader of streams would refuse arguments that are no JSON: a persona may err. */
async function respond(
  client: OpenAI,
  params: ResponseCreateParamsNonStreaming,
): Promise<Response> {
  for await (const event of await client.responses.create({ ...params, stream: true }))
    if (event.type === 'response.completed') return event.response
  throw new Error('expected a stream that ends with response.completed; it ended before')
}

/** Plays a case with function tools, over the Responses API, streamed. */
export async function playWithTools(
  client: OpenAI,
  model: string,
  played: Played,
): Promise<PlayedCase> {
  const input: ResponseInputItem[] = [{ role: 'user', content: 'Find out what it does.' }]
  let repairs = 0
  for (let turn = 1; turn <= TURNS; turn++) {
    const { output } = await respond(client, {
      model,
      input,
      tools: TOOLS,
      store: false,
      reasoning: { effort: 'low' },
      include: ['reasoning.encrypted_content'],
      instructions: `Category: ${played.category}\nCall the tools.`,
    })
    for (const item of output) input.push(item as ResponseInputItem)
    const last = turn === TURNS - 1 ? LAST : ''
    const calls = output.filter((item) => item.type === 'function_call')
    if (calls.length === 0) input.push({ role: 'user', content: REPAIR + last })
    if (calls.length === 0) repairs += 1
    for (const call of calls) {
      const args = tryParseJson(call.arguments)
      const answer = call.name === 'submit' ? WrittenAnswer.safeParse(args) : null
      if (answer?.success) return { answer: answer.data, turns: turn, repairs }
      const asked = RunArguments.safeParse(args)
      if (!asked.success) repairs += 1
      const result = asked.success ? await queryBox(played, asked.data.inputs) : null
      const told = result && JSON.stringify({ ...result, queries_left: played.box.queriesLeft })
      input.push({
        type: 'function_call_output',
        call_id: call.call_id,
        output: (told ?? REPAIR) + last,
      })
    }
  }
  return { answer: null, turns: TURNS, repairs }
}

/** Plays a case in plain text, over the Chat Completions API. */
export async function playWithText(
  client: OpenAI,
  model: string,
  played: Played,
): Promise<PlayedCase> {
  const messages: ChatCompletionMessageParam[] = [
    {
      role: 'system',
      content: `Category: ${played.category}\nWrite [RUN] and inputs to experiment.`,
    },
    { role: 'user', content: 'Find out what it does.' },
  ]
  let repairs = 0
  for (let turn = 1; turn <= TURNS; turn++) {
    const { choices } = await client.chat.completions.create({ model, messages })
    const content = choices[0]!.message.content ?? ''
    const answer = readSections(content)
    if (answer) return { answer, turns: turn, repairs }
    const lines: string[] = []
    for (const [, asked] of content.matchAll(/^\[RUN\] (.*)$/gm)) {
      const inputs = Values.safeParse(tryParseJson(asked!))
      const result = inputs.success
        ? await queryBox(played, inputs.data)
        : { error: 'expected a JSON array' }
      lines.push(
        'pairs' in result ? `[OUTPUT] ${JSON.stringify(result.pairs)}` : `[ERROR] ${result.error}`,
      )
    }
    if (lines.length === 0) repairs += 1
    const told = lines.join('\n') || REPAIR
    messages.push(
      { role: 'assistant', content },
      { role: 'user', content: told + (turn === TURNS - 1 ? LAST : '') },
    )
  }
  return { answer: null, turns: TURNS, repairs }
}

/** Null where a section is missing. */
export function readSections(text: string): WrittenAnswer | null {
  const found =
    /^\[DESCRIPTION\]: ([^]*)^\[DOMAIN\]: ([^]*?)(?:^\[CONFIDENCE\]: (.*)\n)?^\[CODE\]:\s+```js\n([^]*)\n```$/m.exec(
      text,
    )
  if (!found) return null
  const [description, domain, confidence, code] = found.slice(1).map((part) => part?.trim())
  return {
    description: description!,
    domain: domain === 'none' ? null : domain!,
    confidence: confidence === undefined ? null : Number(confidence),
    code: code!,
  }
}
