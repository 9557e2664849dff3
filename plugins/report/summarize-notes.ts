import { groups } from 'd3-array'
import type { RunRecord } from '../records.ts'
import { count } from '../utils/count.ts'
import type { Note } from '../summary.ts'

/** Longer reasons are cut: they are one line of a table's margin. */
const LONGEST = 120

/**
 * What a reader of the rows has to know: cases that are in no mean, and why. Reasons come from
 * the records, so that a note is the same for every scorer and suite.
 */
export function summarizeNotes(records: readonly RunRecord[]): Note[] {
  return groups(records, ({ interpreter }) => interpreter.name).flatMap(([interpreter, own]) => {
    const note = (fault: boolean, text: string): Note => ({ interpreter, fault, text })
    const refused = own.filter(({ state }) => state === 'refused').length
    return [
      ...countBy(own, (record) =>
        record.state === 'failed' ? [`failed, ${record.error.kind}`] : [],
      ).map(([kind, n]) => note(true, `${kind}: ${n}`)),
      ...countBy(own, unscoredReasons).map(([reason, n]) => note(true, `${n} unscored: ${reason}`)),
      ...countBy(own, undecidedReasons).map(([reason, n]) =>
        note(false, `${n} not in solved: ${reason}`),
      ),
      ...(refused > 0 ? [note(true, `${refused} not begun: the model’s budget is spent`)] : []),
      ...countBy(own, unjudgedReasons).map(([reason, n]) =>
        note(false, `${count(n, 'description')} kept and not judged: ${reason}`),
      ),
    ]
  })
}

function countBy(
  records: readonly RunRecord[],
  reasons: (record: RunRecord) => readonly string[],
): [string, number][] {
  const all = records.flatMap((record) => [...new Set(reasons(record))])
  return groups(all, (reason) => reason).map(([reason, same]) => [cut(reason), same.length])
}

const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text)

/** Why an answer has no score of the suite's own: it has no code, or nothing here can run it. */
const unscoredReasons = (record: RunRecord) =>
  reasonsOf(record, 'unscored', ({ protocol }) => protocol === 'paper')

const undecidedReasons = (record: RunRecord) =>
  reasonsOf(record, 'inapplicable', ({ protocol }) => protocol === 'solved')

const unjudgedReasons = (record: RunRecord) =>
  reasonsOf(record, 'unscored', ({ protocol }) => protocol === 'judge')

type Interpreted = RunRecord & { state: 'interpreted' }

const reasonsOf = (
  record: RunRecord,
  status: 'unscored' | 'inapplicable',
  which: (entry: Interpreted['scores'][number]) => boolean,
) =>
  record.state === 'interpreted'
    ? record.scores
        .filter(which)
        .flatMap(({ score }) => (score.status === status ? score.reason : []))
    : []
