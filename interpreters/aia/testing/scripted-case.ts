/** One function under `aia` with a scripted model. */
import { afterAll } from 'vitest'
import { truthOf } from '../../../plugins/categories/functions.ts'
import { numeric } from '../../../plugins/categories/numeric/index.ts'
import { strings } from '../../../plugins/categories/strings/index.ts'
import type {
  Category,
  CategoryPlugin,
  InterpreterFactory,
  Truth,
} from '../../../plugins/contracts.ts'
import type { Model, ModelRequest, ToolCall } from '../../../plugins/model.ts'
import { handlerOf } from '../../../plugins/run/load-interpreter.ts'
import { openMeter } from '../../../plugins/run/meter.ts'
import type { ScriptedReply } from '../../../plugins/testing/scripted-model.ts'
import { codeSandbox } from '../../../plugins/sandbox/sandbox.ts'
import { randomStream } from '../../../plugins/utils/random.ts'
import aia from '../index.ts'

/** Of numbers and of strings. */
const SOURCE = 'function f(x) { return x + x }'
export const ANSWER = { description: 'doubles', domain: null, code: SOURCE }
export const SECTIONS = `[DESCRIPTION]: doubles\n[DOMAIN]: none\n[CODE]:\n\`\`\`js\n${SOURCE}\n\`\`\``
export const INTERPRETATION = {
  description: 'doubles',
  domain: null,
  code: { language: 'javascript', source: SOURCE },
}

export const call = (name: string, args: unknown, id = name): ToolCall => ({
  id,
  name,
  arguments: typeof args === 'string' ? args : JSON.stringify(args),
})
export const run = (...inputs: unknown[]): ScriptedReply => ({
  calls: [call('query', { inputs })],
})
export const submit = (answer: unknown = ANSWER): ScriptedReply => ({
  calls: [call('submit', answer)],
})

interface Setting<C extends Category> {
  readonly budget?: number
  readonly truth?: Truth<C>
  readonly signal?: AbortSignal
  readonly make?: InterpreterFactory
}

/** What `aia`, or another, answers about a function, and what it asked of it. */
export async function interpret<C extends Category>(
  category: CategoryPlugin<C>,
  truth: Truth<C>,
  model: Model,
  options: object = {},
  { budget = 100, signal, make = aia }: Omit<Setting<C>, 'truth'> = {},
) {
  const { meter, counts } = openMeter(budget)
  const handler = handlerOf(make(options), category)
  const answer = await handler!(category.open(truth, meter, randomStream(0)), {
    model,
    run: (code, inputs) => sandbox.run(code, inputs),
    random: randomStream(0),
    signal: signal ?? new AbortController().signal,
  })
  return { answer, counts }
}

const sandbox = codeSandbox()
afterAll(() => sandbox.close())

const twice = truthOf((inputs: Float64Array) => inputs.map((x) => 2 * x), Float64Array.of(1))
const repeated = truthOf((inputs: readonly string[]) => inputs.map((x) => x + x), ['a'])

/** Interprets a function of numbers: the one that doubles, where there is no other. */
export const interpretNumeric = (
  model: Model,
  options?: object,
  { truth = twice, ...setting }: Setting<'numeric'> = {},
) => interpret(numeric, truth, model, options, setting)

/** Interprets a function of strings: the one that repeats them, where there is no other. */
export const interpretStrings = (
  model: Model,
  options?: object,
  { truth = repeated, ...setting }: Setting<'strings'> = {},
) => interpret(strings, truth, model, options, setting)

/** What the model was told after its nth turn. */
export function told(requests: readonly ModelRequest[], turn: number) {
  const { messages } = requests[turn]!
  const last = messages.findLastIndex(({ role }) => role === 'assistant')
  return messages.slice(last + 1).map((message) => {
    if (message.role === 'tool') return { [message.callId]: message.output }
    return message.role === 'user' ? message.text : null
  })
}
