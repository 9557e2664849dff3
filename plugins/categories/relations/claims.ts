import { shuffle } from 'simple-statistics'
import { tableNamed } from '../../../library/facts/index.ts'
import { isExcepted, type Relation } from '../../../library/facts/relation.ts'
import type { Random } from '../../contracts.ts'

/** Words of each sort that an answer is held to. */
const CLAIMED = 20

/**
 * Words that an answer itself makes claims of: of what it excepts, and of the class beside that.
 * Points that know the truth alone miss where an answer says too much.
 */
export function claimedWords({ class: name, exception }: Relation, random: Random): string[] {
  const { rows } = tableNamed(name)
  return [true, false].flatMap((excepted) =>
    shuffle(
      rows.filter((row) => isExcepted(row, exception) === excepted),
      random,
    )
      .slice(0, CLAIMED)
      .map(({ word }) => word),
  )
}
