import type { Interpretation, Score } from '../contracts.ts'
import type { ScoreEntry } from '../records.ts'

/** A claim of at least this confidence is one that its reader would rely on. */
const SURE = 0.9

/**
 * What an answer claims of itself, beside what it turned out to be.
 *
 * `confidence`: 1 - (c - o)², Brier's score turned so that 1 is best, of a stated confidence c that
 * the answer is right everywhere, where o is 1 if it is and else 0 (Brier, Monthly Weather Review
 * 78, 1950). Its part `sure` is o, of claims of 0.9 and more alone. `alarm`: whether a local
 * departure is told of just where there is one; its part is `hit` where there is, and
 * `false-alarm`, 1 if one is told of, where there is none.
 *
 * @param judged the scores of the answer. It is right where it is solved; where that does not
 * decide, or is told apart, where every part of its strict scores is 1, in a row of its own.
 */
export function scoreClaims(
  { domain, confidence }: Interpretation,
  ideal: Interpretation,
  judged: readonly ScoreEntry[],
): ScoreEntry[] {
  const solved = judged.find(({ protocol }) => protocol === 'solved')
  const apart = solved?.apart === true || solved?.score.status === 'inapplicable'
  const right = apart ? isAboutRight(judged) : outcomeOf(solved?.score)
  return [
    {
      scorer: 'confidence',
      protocol: 'claim',
      score: confidenceScore(confidence, right),
      ceiling: null,
      ...(apart ? { apart } : {}),
    },
    { scorer: 'alarm', protocol: 'claim', score: alarmScore(domain, ideal.domain), ceiling: null },
  ]
}

function confidenceScore(confidence: number | undefined, right: boolean | null): Score {
  if (right === null) return { status: 'inapplicable', reason: 'nothing says whether it is right' }
  if (confidence === undefined) return { status: 'unscored', reason: 'no confidence is stated' }
  const outcome = right ? 1 : 0
  return {
    status: 'scored',
    value: 1 - (confidence - outcome) ** 2,
    detail: `claimed ${confidence}, ${right ? 'right' : 'wrong'}`,
    ...(confidence >= SURE ? { parts: { sure: outcome } } : {}),
  }
}

function alarmScore(told: string | null, there: string | null): Score {
  const alarm = told === null ? 0 : 1
  return {
    status: 'scored',
    value: (told === null) === (there === null) ? 1 : 0,
    detail: there === null ? 'there is no departure' : 'there is a departure',
    parts: there === null ? { 'false-alarm': alarm } : { hit: alarm },
  }
}

const outcomeOf = (score: Score | undefined): boolean | null =>
  score?.status === 'scored' ? score.value === 1 : null

/** Null where no strict score has a part to go by. */
function isAboutRight(judged: readonly ScoreEntry[]): boolean | null {
  const parts = judged.flatMap(({ protocol, score }) =>
    protocol === 'strict' && score.status === 'scored' ? Object.values(score.parts ?? {}) : [],
  )
  return parts.length === 0 ? null : parts.every((part) => part === 1)
}
