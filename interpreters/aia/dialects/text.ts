import { type AnswerForm, readAnswer } from '../../../plugins/llm/answer.ts'
import { MalformedAnswer } from '../../../plugins/llm/model-error.ts'
import type { Dialect, Step } from './dialect.ts'

const RUN = /^[ \t]*\[RUN\]:?(.*)$/gm
const ANSWER = /^[ \t]*\[DESCRIPTION\]/m

/** Calls are lines `[RUN] <JSON array of inputs>`; the answer is bracketed sections. */
export function textDialect(form: AnswerForm): Dialect {
  return {
    read({ text, truncated }) {
      if (ANSWER.test(text))
        return [{ kind: 'answer', read: () => readAnswer(text, form, truncated) }]
      const runs = [...text.matchAll(RUN)]
      if (runs.length === 0)
        throw new MalformedAnswer(
          `expected lines that begin with [RUN], or an answer that begins with [DESCRIPTION]; got neither${truncated ? ' before the limit of output tokens cut you off' : ''}`,
          text,
        )
      return runs.map(([, inputs = '']): Step => {
        const args = () => ({ inputs: JSON.parse(inputs) as unknown })
        return { kind: 'call', name: 'run_function', args }
      })
    },
    show: (result) =>
      'error' in result
        ? `[ERROR] ${String(result.error).replaceAll(/\s*\n\s*/g, '; ')}`
        : `[OUTPUT] ${JSON.stringify(result.pairs)}`,
    // One message: templates of some open models refuse two of a user in a row.
    tell: (_, told, note) => [
      { role: 'user', text: told.join('\n') + (note === null ? '' : `\n\n${note}`) },
    ],
  }
}
