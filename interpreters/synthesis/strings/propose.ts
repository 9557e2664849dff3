import { LETTERS } from '../../../suites/strings/operators.ts'
import { type Candidate, candidateOf } from './candidate.ts'
import type { Evidence, Pair } from './evidence.ts'
import { ALL_LETTERS, OPENING } from './inputs.ts'
import { type Instance, PLAIN, REPLACEMENTS, suffixOf } from './instances.ts'
import {
  type Change,
  solvePermutation,
  solveReplacedPermutation,
  solveReplacement,
  solveSuffix,
} from './letterwise.ts'
import { INNER, innerRun, middlesOf, openingIndex, operatorsOfLetter } from './opening-index.ts'

/** So many candidates are enough to choose an experiment by. */
const ENOUGH = 600
const LONGEST_SUFFIX = 5

/** A pair with what every inner operator makes of its input, where that is kept. */
interface Known extends Pair {
  readonly middles: readonly string[] | null
}

const GOOD_LENGTH = 9
const distance = ({ input }: Pair) => Math.abs(input.length - GOOD_LENGTH)

/**
 * Programs of one or two operators that agree with the evidence, an inner operator that replaces
 * or permutes letters left out: the index of the opening gives the outer operators that are not
 * idle there, the first difference shows the arguments of those of letters.
 */
export function propose(evidence: Evidence): Candidate[] {
  const known: Known[] = evidence.pairs.map(({ input, output }) => ({
    input,
    output,
    middles: middlesOf(input),
  }))
  const opening = known.find(({ input }) => input === OPENING)
  if (!opening) return []
  // Short inputs refute as many as long ones, and faster.
  const rest = known.filter((one) => one !== opening).toSorted((a, b) => distance(a) - distance(b))
  const middleOf = (inner: number, { input, middles }: Known) =>
    middles?.[inner] ?? innerRun(INNER[inner] ?? null, input)
  const agree = (inner: number, outer: Instance) =>
    rest.every((pair) => outer.run(middleOf(inner, pair)) === pair.output)
  const found: Candidate[] = []
  const alone = solveLetters(
    evidence.pairs.map(({ input, output }) => ({ from: input, to: output })),
  )
  if (alone) return [candidateOf([alone.outer], alone.unseen)]
  const suffixed = solveSuffixed(evidence)
  if (suffixed.length > 0) return suffixed
  const add = (inner: number, outer: Instance | null, unseen = '') => {
    const parts = [INNER[inner] ?? null, outer].filter((part) => part !== null)
    found.push(candidateOf(parts, unseen))
  }
  const changesOf = (inner: number): Change[] =>
    known.map((pair) => ({ from: middleOf(inner, pair), to: pair.output }))

  const { leads, groups } = openingIndex()
  for (const inner of groups.get(opening.output) ?? []) {
    if (rest.every((pair) => middleOf(inner, pair) === pair.output)) {
      add(inner, null)
      continue
    }
    for (const outer of lettersOf(changesOf(inner))) if (agree(inner, outer)) add(inner, outer)
  }
  for (const inner of INNER.keys()) {
    const longer = opening.output.length - middleOf(inner, opening).length
    if (longer < 0 || longer > LONGEST_SUFFIX) continue
    const changes = changesOf(inner)
    const solved = solveLetters(changes)
    if (solved) add(inner, solved.outer, solved.unseen)
  }
  for (const { inners, outer } of leads.get(opening.output) ?? [])
    for (const inner of inners) {
      if (found.length >= ENOUGH) return found
      if (agree(inner, outer)) add(inner, outer)
    }
  return found
}

/** The operator with arguments too many to list that explains the changes. */
function solveLetters(
  changes: readonly Change[],
): { readonly outer: Instance; readonly unseen: string } | null {
  const outer = solveReplacement(changes) ?? solveSuffix(changes)
  return outer ? { outer, unseen: '' } : solvePermutation(changes)
}

/**
 * A suffix, which the empty input shows, after another operator with many arguments; or before
 * it, where an operator of one letter appends what the other one turns into the suffix.
 */
function solveSuffixed(evidence: Evidence): Candidate[] {
  const { pairs } = evidence
  const suffix = evidence.answers('')[0] ?? ''
  if (!SUFFIX.test(suffix) || !pairs.every(({ output }) => output.endsWith(suffix))) return []
  const changes = pairs.map(({ input, output }) => ({
    from: input,
    to: output.slice(0, -suffix.length),
  }))
  const first = solveLetters(changes)
  if (!first) return []
  const sources = LETTERS.split('').filter((letter) => first.outer.run(letter) === suffix)
  const earlier = sources
    .flatMap(operatorsOfLetter)
    .map((appending) => candidateOf([appending, first.outer], first.unseen))
  const after = candidateOf([first.outer, suffixOf(suffix)], first.unseen)
  return [after, ...earlier.filter(({ run }) => evidence.agrees(run))]
}

const SUFFIX = /^[a-z]{1,5}$/i

/** Letter operators by the first difference: it shows the letter on one side of it. */
function lettersOf(changes: readonly Change[]): Instance[] {
  const change = changes.find(({ from, to }) => from !== to)
  if (!change) return []
  const { from, to } = change
  let at = 0
  while (from[at] === to[at]) at++
  return [from.charAt(at), to.charAt(at)].flatMap(operatorsOfLetter)
}

/**
 * Programs that replace a letter first: the outer operator must agree by itself wherever that
 * letter is not in the input.
 */
export function proposeReplacedFirst(evidence: Evidence): Candidate[] {
  const found = evidence.pairs
    .filter(({ input }) => input === ALL_LETTERS)
    .flatMap(({ input, output }) => solveReplacedPermutation({ from: input, to: output }))
    .map((parts) => candidateOf(parts))
    .filter(({ run }) => evidence.agrees(run))
  for (const outer of PLAIN) {
    const failing = evidence.pairs.filter(({ input, output }) => outer.run(input) !== output)
    for (const [from, replacements] of replacementsFrom) {
      if (!failing.every(({ input }) => input.includes(from))) continue
      for (const inner of replacements) {
        const candidate = candidateOf([inner, outer])
        if (failing.every(({ input, output }) => candidate.run(input) === output))
          if (evidence.agrees(candidate.run)) found.push(candidate)
      }
      if (found.length >= ENOUGH) return found
    }
  }
  return found
}

const replacementsFrom = Map.groupBy(REPLACEMENTS, ({ step }) => String(step.params[0]))
