import {
  type AnswerForm,
  type Experiment,
  headingOf,
  type Interpretation,
  noTools,
  readAnswer,
  withoutThoughts,
} from '../../../plugins/index.ts'
import { leftInWords, readCutOff, type Result, type Step, type Talk } from './dialect.ts'

const ANSWER = headingOf(['description'])
/** What only the loop writes; some models go on with what they expect of it. */
const OURS = ['output', 'error']

/** Calls are lines `[RUN] <JSON>` of an experiment; the answer is bracketed sections. */
export function textDialect<A extends Interpretation>(
  experiments: readonly Experiment[],
  form: AnswerForm<A>,
): Talk<A> {
  const known = experiments.flatMap(({ tool, text }) =>
    text ? [{ name: tool.name, ...text }] : [],
  )
  const headings = known.map(({ heading }) => `[${heading}]`).join(' or ')
  const line = headingOf([...known.map(({ heading }) => heading), ...OURS])
  return {
    read(reply) {
      const text = withoutThoughts(reply.text)
      if (text.search(ANSWER) !== -1)
        return [{ kind: 'answer', read: () => readAnswer(text, form, 'text', reply.truncated) }]
      const lines = [...text.matchAll(line)]
      return lines.flatMap((found, i): Step<A>[] => {
        const experiment = known.find(({ heading }) => heading === found[1])
        if (!experiment) return []
        const body = text.slice(found.index + found[0].length, lines[i + 1]?.index)
        const read = () => experiment.args(body)
        const isCutOff = reply.truncated && i === lines.length - 1
        const args = isCutOff ? () => readCutOff(read) : read
        return [{ kind: 'call', name: experiment.name, args }]
      })
    },
    nudge: ({ truncated }) =>
      `Your turn had neither lines that begin with ${headings}, nor an answer that begins with [DESCRIPTION]${truncated ? ': the limit of output tokens cut it off' : ''}. Write one of them now.`,
    tell(reply, told, left, note) {
      const words = [...told.map(shown), ...leftInWords(left)].join('\n')
      // One message: templates of some open models refuse two of a user in a row.
      return [
        ...noTools(reply),
        { role: 'user', text: note === null ? words : `${words}\n\n${note}` },
      ]
    },
  }
}

function shown(result: Result | string): string {
  if (typeof result === 'string') return result
  return 'error' in result
    ? `[ERROR] ${(result['error'] as string).replaceAll(/\s*\n\s*/g, '; ')}`
    : `[OUTPUT] ${JSON.stringify(outputOf(result))}`
}

/** What came of a call, less what every turn tells anyway. */
function outputOf(result: Result) {
  const parts = Object.entries(result).filter(([name]) => name !== 'queries_left')
  return parts.length === 1 ? parts[0]![1] : Object.fromEntries(parts)
}
