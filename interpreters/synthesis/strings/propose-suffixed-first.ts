import { LETTERS } from '../../../library/strings/index.ts'
import { type Candidate, candidateOf } from './candidate.ts'
import type { Evidence, Pair } from './evidence.ts'
import type { Instance } from './instances.ts'
import type { Library } from './library.ts'
import { similarity } from './similarity.ts'
import { SUFFIX_LENGTHS, suffixLengths } from './suffix-shape.ts'

/** Where to start, by length: consonants with vowels at some of the places, or upper case. */
const STARTS = SUFFIX_LENGTHS.map((length) => [
  'B'.repeat(length),
  ...Array.from({ length: 1 << length }, (_, mask) =>
    Array.from({ length }, (__, at) => ((mask >> at) & 1 ? 'e' : 'b')).join(''),
  ),
])
/** Pairs that the starts are judged by. */
const JUDGED = 3
/** Outer operators that are tried, the most promising first. */
const TRIED = 24
/** Similarity below which the letters that are appended cannot be all that differs. */
const PROMISING = 0.1
const SWEEPS = 3

/**
 * Programs that append letters first: for each outer operator that leaves what the letters do
 * not touch as it was seen, they are changed one by one while the outputs get nearer.
 */
export function proposeSuffixedFirst(evidence: Evidence, library: Library): Candidate[] {
  const { pairs } = evidence
  const judged = pairs.slice(0, JUDGED)
  const shortFirst = pairs.toSorted((a, b) => a.input.length - b.input.length)
  const starts = library.plain
    .flatMap((outer) =>
      suffixLengths(outer, shortFirst).map((length) =>
        (STARTS[length - 1] ?? [])
          .map((suffix) => ({ outer, suffix, score: nearness(outer, suffix, judged) }))
          .reduce((a, b) => (b.score > a.score ? b : a)),
      ),
    )
    .filter(({ score }) => score > PROMISING)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, TRIED)
  for (const { outer, suffix } of starts) {
    const first = library.suffix(climb(outer, suffix, pairs))
    if (!first) return []
    const candidate = candidateOf([first, outer])
    if (evidence.agrees(candidate.run)) return [candidate]
  }
  return []
}

/** Mean similarity of what the program makes of the inputs to what was seen, in [0, 1]. */
function nearness(outer: Instance, suffix: string, pairs: readonly Pair[]): number {
  let sum = 0
  for (const { input, output } of pairs) sum += similarity(outer.run(input + suffix), output)
  return sum / pairs.length
}

function climb(outer: Instance, start: string, pairs: readonly Pair[]): string {
  let best = start
  let score = nearness(outer, best, pairs)
  for (let sweep = 0; sweep < SWEEPS && score < 1; sweep++) {
    const before = score
    for (let at = 0; at < best.length; at++)
      for (const letter of LETTERS) {
        const next = best.slice(0, at) + letter + best.slice(at + 1)
        const reached = nearness(outer, next, pairs)
        if (reached > score) [best, score] = [next, reached]
      }
    if (score === before) break
  }
  return best
}
