import { LETTERS } from '../../../library/strings/index.ts'
import { type Candidate, candidateOf } from './candidate.ts'
import type { Evidence, Pair } from './evidence.ts'
import { ALL_LETTERS, OPENING } from './inputs.ts'
import type { Instance } from './instances.ts'
import {
  type Change,
  solvePermutation,
  solveReplacedPermutation,
  solveReplacement,
  solveSuffix,
} from './letterwise.ts'
import type { Library } from './library.ts'
import { innerRun } from './opening-index.ts'
import { LONGEST_SUFFIX } from './suffix-shape.ts'

/** So many candidates are enough to choose an experiment by. */
const ENOUGH = 1000

/** A pair with what every inner operator makes of its input, where that is kept. */
interface Known extends Pair {
  readonly middles: readonly string[] | null
}

const GOOD_LENGTH = 9
const distance = ({ input }: Pair) => Math.abs(input.length - GOOD_LENGTH)

/**
 * Programs of one or two operators that agree with the evidence, an inner operator that replaces
 * or permutes letters left out: the index of the opening gives the outer operators that are not
 * idle there, the first difference shows the arguments of those of letters. Where the opening
 * was refused, programs of one operator.
 */
export function propose(evidence: Evidence, library: Library): Candidate[] {
  const { inner: inners, middlesOf, groupOf, leadsTo } = library.opening
  const known: Known[] = evidence.pairs.map(({ input, output }) => ({
    input,
    output,
    middles: middlesOf(input),
  }))
  const opening = known.find(({ input }) => input === OPENING)
  if (!opening)
    return library.plain.map((one) => candidateOf([one])).filter(({ run }) => evidence.agrees(run))
  // Short inputs refute as many as long ones, and faster.
  const rest = known.filter((one) => one !== opening).toSorted((a, b) => distance(a) - distance(b))
  const middleOf = (inner: number, { input, middles }: Known) =>
    middles?.[inner] ?? innerRun(inners[inner] ?? null, input)
  const agree = (inner: number, outer: Instance) =>
    rest.every((pair) => outer.run(middleOf(inner, pair)) === pair.output)
  const found: Candidate[] = []
  const alone = solveLetters(
    library,
    evidence.pairs.map(({ input, output }) => ({ from: input, to: output })),
  )
  if (alone)
    return [candidateOf([alone.outer], alone.unseen), ...appendedAndChanged(evidence, library)]
  const suffixed = solveSuffixed(evidence, library)
  if (suffixed.length > 0) return suffixed
  const add = (inner: number, outer: Instance | null, unseen = '') => {
    const parts = [inners[inner] ?? null, outer].filter((part) => part !== null)
    found.push(candidateOf(parts, unseen))
  }
  const changesOf = (inner: number): Change[] =>
    known.map((pair) => ({ from: middleOf(inner, pair), to: pair.output }))

  for (const inner of groupOf(opening.output)) {
    if (rest.every((pair) => middleOf(inner, pair) === pair.output)) {
      add(inner, null)
      continue
    }
    for (const outer of lettersOf(library, changesOf(inner)))
      if (agree(inner, outer)) add(inner, outer)
  }
  for (const inner of inners.keys()) {
    const longer = opening.output.length - middleOf(inner, opening).length
    if (longer < 0 || longer > LONGEST_SUFFIX) continue
    const change = { from: middleOf(inner, opening), to: opening.output }
    if (change.from !== change.to && !solveLetters(library, [change])) continue
    const solved = solveLetters(library, changesOf(inner))
    if (solved) add(inner, solved.outer, solved.unseen)
  }
  for (const { inners: agreeing, outer } of leadsTo(opening.output))
    for (const inner of agreeing) {
      if (found.length >= ENOUGH) return found
      if (agree(inner, outer)) add(inner, outer)
    }
  return found
}

/** The operator with arguments too many to list that explains the changes. */
function solveLetters(
  library: Library,
  changes: readonly Change[],
): { readonly outer: Instance; readonly unseen: string } | null {
  const outer = solveReplacement(library, changes) ?? solveSuffix(library, changes)
  return outer ? { outer, unseen: '' } : solvePermutation(library, changes)
}

/**
 * A suffix, which the empty input shows, after another operator with many arguments; or before
 * it, where an operator of one letter appends what the other one turns into the suffix.
 */
function solveSuffixed(evidence: Evidence, library: Library): Candidate[] {
  const { pairs } = evidence
  const suffix = evidence.answers('')[0] ?? ''
  if (!SUFFIX.test(suffix) || !pairs.every(({ output }) => output.endsWith(suffix))) return []
  const changes = pairs.map(({ input, output }) => ({
    from: input,
    to: output.slice(0, -suffix.length),
  }))
  const first = solveLetters(library, changes)
  const appended = library.suffix(suffix)
  if (!first || !appended) return []
  const sources = LETTERS.split('').filter((letter) => first.outer.run(letter) === suffix)
  const earlier = sources
    .flatMap(library.ofLetter)
    .map((appending) => candidateOf([appending, first.outer], first.unseen))
  const after = candidateOf([first.outer, appended], first.unseen)
  return [after, ...earlier.filter(({ run }) => evidence.agrees(run))]
}

/** Programs that append one letter unless it is there, and change the last letter to another. */
function appendedAndChanged(evidence: Evidence, library: Library): Candidate[] {
  const letter = evidence.answers('')[0] ?? ''
  if (letter.length !== 1) return []
  return library.plain.flatMap((outer) =>
    LETTERS.split('')
      .filter((source) => source !== letter && outer.runFirst(source) === letter)
      .flatMap(library.ofLetter)
      .map((appending) => candidateOf([appending, outer]))
      .filter(({ run }) => evidence.agrees(run)),
  )
}

const SUFFIX = /^[a-z]{1,5}$/i

/** Letter operators by the first difference: it shows the letter on one side of it. */
function lettersOf(library: Library, changes: readonly Change[]): Instance[] {
  const change = changes.find(({ from, to }) => from !== to)
  if (!change) return []
  const { from, to } = change
  let at = 0
  while (from[at] === to[at]) at++
  return [from.charAt(at), to.charAt(at)].flatMap(library.ofLetter)
}

/**
 * Programs that replace a letter first: the outer operator must agree by itself wherever that
 * letter is not in the input.
 */
export function proposeReplacedFirst(evidence: Evidence, library: Library): Candidate[] {
  const found = evidence.pairs
    .filter(({ input }) => input === ALL_LETTERS)
    .flatMap(({ input, output }) => solveReplacedPermutation(library, { from: input, to: output }))
    .map((parts) => candidateOf(parts))
    .filter(({ run }) => evidence.agrees(run))
  const replacementsFrom = Map.groupBy(library.replacements, ({ step }) => String(step.params[0]))
  for (const outer of library.plain) {
    const failing = evidence.pairs.filter(({ input, output }) => outer.runFirst(input) !== output)
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
