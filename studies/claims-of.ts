import type { RunRecord } from '../plugins/records.ts'
import type { Judgement } from './judge-unknown.ts'

/** A claim of so much is one that its reader would rely on. */
export const SURE = 0.9

/** What an answer claims of itself, beside what is true. */
export type Claim = Pick<Judgement, 'confidence' | 'right' | 'alarm'>

export const isSure = ({ confidence }: Pick<Claim, 'confidence'>): boolean => confidence >= SURE

/** The claims of a recorded answer, as the harness scores them. */
export function claimOf(record: RunRecord): Claim[] {
  if (record.state !== 'interpreted') return []
  const scoreOf = (name: string) => {
    const score = record.scores.find(({ scorer }) => scorer === name)?.score
    return score?.status === 'scored' ? score : undefined
  }
  const confidence = record.interpretation.confidence ?? NaN
  const stated = scoreOf('confidence')
  const parts = scoreOf('alarm')?.parts ?? {}
  const told = record.interpretation.domain !== null
  return [
    {
      confidence,
      right: stated ? stated.detail.endsWith('right') : null,
      alarm: { there: 'hit' in parts, told },
    },
  ]
}
