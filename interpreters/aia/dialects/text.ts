import {
  type AnswerForm,
  type Experiment,
  type Interpretation,
  MalformedAnswer,
  readAnswer,
} from '../../../plugins/index.ts'
import type { Result, Step, Talk } from './dialect.ts'

const RUN = /^[ \t]*\[RUN\]:?(.*)$/gm
const ANSWER = /^[ \t]*\[DESCRIPTION\]/m

/** Calls are lines `[RUN] <JSON>` of one experiment; the answer is bracketed sections. */
export function textDialect<A extends Interpretation>(
  { tool, shorthand }: Experiment,
  form: AnswerForm<A>,
): Talk<A> {
  return {
    read({ text, truncated }) {
      if (ANSWER.test(text))
        return [{ kind: 'answer', read: () => readAnswer(text, form, 'text', truncated) }]
      const runs = [...text.matchAll(RUN)]
      if (runs.length === 0)
        throw new MalformedAnswer(
          `expected lines that begin with [RUN], or an answer that begins with [DESCRIPTION]; got neither${truncated ? ' before the limit of output tokens cut you off' : ''}`,
          text,
        )
      return runs.map(([, json = '']): Step<A> => {
        const args = () => {
          const given = JSON.parse(json) as unknown
          return shorthand === undefined ? given : { [shorthand]: given }
        }
        return { kind: 'call', name: tool.name, args }
      })
    },
    show: (result) =>
      'error' in result
        ? `[ERROR] ${(result['error'] as string).replaceAll(/\s*\n\s*/g, '; ')}`
        : `[OUTPUT] ${JSON.stringify(outputOf(result))}`,
    // One message: templates of some open models refuse two of a user in a row.
    tell: (_, told, note) => [
      { role: 'user', text: told.join('\n') + (note === null ? '' : `\n\n${note}`) },
    ],
  }
}

/** What came of a call, less what every turn tells anyway. */
function outputOf(result: Result) {
  const parts = Object.entries(result).filter(([name]) => name !== 'queries_left')
  return parts.length === 1 ? parts[0]![1] : Object.fromEntries(parts)
}
