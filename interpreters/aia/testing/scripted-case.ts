/** One function under `aia` with a scripted model. */
import { openBox } from '../../../plugins/run/black-box.ts'
import type {
  Category,
  Inputs,
  Interpreter,
  InterpreterFactory,
  Model,
  ModelRequest,
  Outputs,
  ToolCall,
  Truth,
} from '../../../plugins/contracts.ts'
import { randomStream } from '../../../plugins/utils/random.ts'
import type { ScriptedReply } from '../../../plugins/testing/scripted-model.ts'
import aia from '../index.ts'

const SOURCE = 'function f(x) { return 2 * x }'
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
  calls: [call('run_function', { inputs })],
})
export const submit = (answer: unknown = ANSWER): ScriptedReply => ({
  calls: [call('submit_interpretation', answer)],
})

const DOUBLES: { readonly [C in Category]: (inputs: Inputs<C>) => Outputs<C> } = {
  numeric: (inputs) => inputs.map((x) => 2 * x),
  strings: (inputs) => inputs.map((x) => x + x),
}

interface Setting<C extends Category> {
  readonly category: C
  readonly budget?: number
  readonly sample?: Truth<C>['sample']
  readonly signal?: AbortSignal
  readonly make?: InterpreterFactory
}

/** What `aia`, or another, answers about a function that doubles, or about another. */
export async function interpret<C extends Category>(
  model: Model,
  options: object,
  { category, budget = 100, sample = DOUBLES[category], signal, make = aia }: Setting<C>,
) {
  const { box, meter } = openBox(category, { sample }, { budget, random: randomStream(0) })
  const handler: Interpreter['interpret'][C] = make(options).interpret[category]
  const answer = await handler!(box, {
    model,
    random: randomStream(0),
    signal: signal ?? new AbortController().signal,
  })
  return { answer, meter }
}

/** The same of numbers. */
export const interpretNumeric = (
  model: Model,
  options: object = {},
  setting: Omit<Setting<'numeric'>, 'category'> = {},
) => interpret(model, options, { ...setting, category: 'numeric' })

/** What the model was told after its nth turn. */
export function told(requests: readonly ModelRequest[], turn: number) {
  const { messages } = requests[turn]!
  const last = messages.findLastIndex(({ role }) => role === 'assistant')
  return messages.slice(last + 1).map((message) => {
    if (message.role === 'tool') return { [message.callId]: message.output }
    return message.role === 'user' ? message.text : null
  })
}
