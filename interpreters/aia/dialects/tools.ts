import {
  type AnswerForm,
  answerSchema,
  type Interpretation,
  MalformedAnswer,
  type Message,
  readAnswer,
  type Tool,
} from '../../../plugins/index.ts'
import type { Step, Talk } from './dialect.ts'

const SUBMIT = 'submit_interpretation'
/** Servers want an output for each call, also for those behind an answer that was not read. */
const NOT_RUN = JSON.stringify({ error: 'not run: it stood behind your answer' })

/** Calls are calls of function tools, and so is the answer. */
export function toolsDialect<A extends Interpretation>(
  experiments: readonly Tool[],
  form: AnswerForm<A>,
): Talk<A> {
  const submit = {
    name: SUBMIT,
    description: 'Gives your answer and ends the work.',
    parameters: answerSchema(form),
  }
  const tools = [...experiments, submit]
  const names = tools.map(({ name }) => name).join(', ')
  return {
    tools,
    read({ text, calls, truncated }) {
      if (calls.length === 0)
        throw new MalformedAnswer(
          `expected a call of one of ${names}; got text alone${truncated ? ', cut off at the limit of output tokens' : ''}`,
          text,
        )
      return calls.map(({ name, arguments: args }): Step<A> =>
        name === SUBMIT
          ? { kind: 'answer', read: () => readAnswer(args, form, 'tools', truncated) }
          : // Some models write nothing at all where a tool has no parameters.
            { kind: 'call', name, args: () => JSON.parse(args.trim() || '{}') as unknown },
      )
    },
    show: (result) => JSON.stringify(result),
    tell({ calls }, told, note) {
      const outputs = calls.map(({ id }, i): Message => ({
        role: 'tool',
        callId: id,
        output: told[i] ?? NOT_RUN,
      }))
      const words = [...(calls.length === 0 ? told : []), ...(note === null ? [] : [note])]
      return words.length === 0 ? outputs : [...outputs, { role: 'user', text: words.join('\n\n') }]
    },
  }
}
