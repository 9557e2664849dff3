/** How much of an answer, and of what is said of it, a record holds: reports keep all records. */
import { Buffer } from 'node:buffer'
import type { Json, Score } from '../contracts.ts'
import type { RecordedAnswer } from '../records.ts'
import { cut } from '../utils/cut.ts'

/** Bytes of JSON that a field of an answer may have. */
const MOST = 1_000_000

/** Which field of an answer is too large, in words; null where none is. */
export function tooLarge(answer: RecordedAnswer): string | null {
  for (const [name, field] of Object.entries(answer)) {
    const size = Buffer.byteLength(JSON.stringify(field))
    if (size > MOST) return `${name} is ${size} bytes of JSON; a field may have ${MOST}`
  }
  return null
}

/** A score whose texts are cut where they are long. */
export function bounded(score: Score): Score {
  if (score.status !== 'scored') return { ...score, reason: cut(score.reason) }
  const { detail, counterexample: where } = score
  return {
    ...score,
    detail: cut(detail),
    ...(where && {
      counterexample: {
        input: brief(where.input),
        expected: brief(where.expected),
        got: brief(where.got),
      },
    }),
  }
}

/** A value that is long, as the beginning of its text. */
function brief(value: Json): Json {
  if (typeof value === 'string') return cut(value)
  if (typeof value !== 'object' || value === null) return value
  const text = JSON.stringify(value)
  const shown = cut(text)
  return shown === text ? value : shown
}
