import type { Code, Interpretation } from '../contracts.ts'

/** A part of an answer as people read it. */
export interface AnswerPart {
  readonly title: string
  readonly text: string
}

/** What an answer says: its description first, code as it is written, and the rest as JSON. */
export function answerParts(answer: Interpretation): readonly AnswerPart[] {
  return Object.entries(answer).flatMap(([name, part]: [string, unknown]) => {
    if (part === undefined || part === null) return []
    if (isCode(part)) return { title: `${name} (${part.language})`, text: part.source }
    const isPlain = typeof part === 'string' || typeof part === 'number'
    return { title: name, text: isPlain ? String(part) : listed(part) }
  })
}

const isCode = (part: unknown): part is Code =>
  typeof part === 'object' && part !== null && 'language' in part && 'source' in part

/** A list in one line, an object's entries in one each. */
const listed = (part: unknown): string =>
  Array.isArray(part)
    ? part.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ')
    : typeof part === 'object' && part !== null
      ? Object.entries(part)
          .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
          .join('\n')
      : JSON.stringify(part)
