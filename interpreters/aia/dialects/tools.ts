import {
  type AnswerForm,
  type Interpretation,
  type Message,
  parseJson,
  readAnswer,
  replayable,
  submitTool,
  type Tool,
} from '../../../plugins/index.ts'
import { type Left, leftInWords, readCutOff, type Result, type Step, type Talk } from './dialect.ts'

/** Servers want an output for each call, also for those behind an answer that was not read. */
const NOT_RUN = { error: 'not run: it stood behind your answer' }
/** Characters of arguments that are told again. */
const LONGEST = 2000

/** Calls are calls of function tools, and so is the answer. */
export function toolsDialect<A extends Interpretation>(
  experiments: readonly Tool[],
  form: AnswerForm<A>,
): Talk<A> {
  const submit = submitTool(form)
  const tools = [...experiments, submit]
  const names = tools.map(({ name }) => name).join(', ')
  return {
    tools,
    read: ({ calls, truncated }) =>
      calls.map(({ name, arguments: args }, i): Step<A> => {
        if (name === submit.name)
          return { kind: 'answer', read: () => readAnswer(args, form, 'tools', truncated) }
        // Some models write nothing at all where a tool has no parameters.
        const read = () => parseJson(args.trim() || '{}')
        const isCutOff = truncated && i === calls.length - 1
        return { kind: 'call', name, args: isCutOff ? () => readCutOff(read) : read }
      }),
    nudge: ({ truncated }) =>
      `Your turn called no tool${truncated ? ': the limit of output tokens cut it off' : ''}. Call one of ${names} now.`,
    tell({ calls }, told, left, note) {
      const outputs = calls.map(({ id, arguments: args }, i): Message => ({
        role: 'tool',
        callId: id,
        output: shown(told[i] ?? NOT_RUN, left) + quoted(args),
      }))
      const nudges = calls.length === 0 ? told.map((one) => shown(one, left)) : []
      const words = [...nudges, ...(note === null ? [] : [note])]
      return words.length === 0 ? outputs : [...outputs, { role: 'user', text: words.join('\n\n') }]
    },
  }
}

function shown(result: Result | string, left: Left | null): string {
  if (typeof result === 'string') return [result, ...leftInWords(left)].join('\n')
  const { queries_left: behind = left?.queries, ...others } = result
  // Of several calls in a turn each tells what was left behind it.
  return JSON.stringify(left ? { ...others, queries_left: behind, turns_left: left.turns } : others)
}

/** Arguments that the server is not shown again, as it would fail on them. */
function quoted(args: string): string {
  if (replayable(args) !== '{}' || ['', '{}'].includes(args.trim())) return ''
  const text = args.length > LONGEST ? `${args.slice(0, LONGEST)} […]` : args
  return `\nThe arguments as you wrote them: ${text}`
}
