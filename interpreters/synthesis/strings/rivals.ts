import { LETTERS } from '../../../library/strings/index.ts'
import { actedPlaces } from './acted-places.ts'
import { type Candidate, candidateOf, lettersOf } from './candidate.ts'
import type { Evidence } from './evidence.ts'
import { GENERAL, INFORMATIVE, letteredInputs } from './inputs.ts'
import type { Instance } from './instances.ts'
import type { Library } from './library.ts'
import { parameterInputs } from './parameter-inputs.ts'

/** A program that agrees with the evidence and differs from another one at an input. */
export interface Rival {
  readonly candidate: Candidate
  readonly input: string
}

/** So many rivals are enough to choose an experiment by. */
const ENOUGH = 30

/** Candidates against one of them. */
export interface Comparison {
  /** Those that differ from it. */
  readonly rivals: readonly Rival[]
  /** Those that were not compared any more. */
  readonly rest: readonly Candidate[]
}

/** Compares candidates with one of them, where the box answers, until enough of them differ. */
export function compare(
  candidates: Iterable<Candidate>,
  best: Candidate,
  { refuses }: Pick<Evidence, 'refuses'>,
): Comparison {
  const expected = remember(best.run)
  // Many operators leave an input as it is, so that what follows them sees the same again.
  const seconds = new Map<Instance, Instance['run']>()
  const runOf = ({ parts: [first, second], run }: Candidate) => {
    if (!first || !second) return run
    const rest = seconds.get(second) ?? remember(second.run)
    seconds.set(second, rest)
    return (input: string) => rest(first.runFirst(input))
  }
  const letters = lettersOf(best)
  const rivals: Rival[] = []
  const rest: Candidate[] = []
  for (const candidate of candidates) {
    if (candidate === best) continue
    if (rivals.length === ENOUGH) {
      rest.push(candidate)
      continue
    }
    const run = runOf(candidate)
    for (const inputs of inputsFor(candidate, letters)) {
      const input = inputs.find((one) => run(one) !== expected(one) && !refuses(one))
      if (input === undefined) continue
      rivals.push({ candidate, input })
      break
    }
  }
  return { rivals, rest }
}

function remember(run: Instance['run']): Instance['run'] {
  const outputs = new Map<string, string>()
  return (input) => {
    const known = outputs.get(input)
    if (known !== undefined) return known
    const output = run(input)
    outputs.set(input, output)
    return output
  }
}

/**
 * Inputs that can tell a candidate from one that names `letters`, the likeliest first: those that
 * an operator of a letter can act on, where one comes second.
 */
function* inputsFor(
  candidate: Candidate,
  letters: readonly string[],
): Generator<readonly string[]> {
  const [first, second] = candidate.parts
  const own = lettersOf(candidate)
  yield GENERAL
  if (first && second && second.operator.output !== 'text' && letters.length === 0) {
    yield letteredInputs(own)
    yield actedPlaces(first)
    return
  }
  if (first && second && /^letters?$/.test(second.operator.parameter)) {
    const letter = String(second.step.params[0])
    yield letteredInputs(letters.slice(0, FEW))
    yield INFORMATIVE.filter((input) => first.runFirst(input).includes(letter))
  } else yield letteredInputs([...new Set([...letters, ...own])].slice(0, FEW))
  yield parameterInputs(candidate)
}

/** More letters than two operators of a letter name. */
const FEW = 8

/** Arguments of operators that leave every letter to be seen: nothing hides before them. */
const VISIBLE = new Set(['letters', 'permutation', 'suffix'])

/** Stand-ins for the letters that a letter may be replaced by: vowels and consonants. */
const STAND_INS = ['e', 'x', 'E', 'X']

const swapCase = (letter: string) =>
  letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()

/**
 * Programs that were not proposed but agree with the evidence: the candidate's operators in the
 * other order, and those that replace a letter before its last operator. All replacements of a
 * letter are looked at where a stand-in or a letter that the operators name agrees.
 */
export function* variationsOf(
  best: Candidate,
  evidence: Evidence,
  { replacement }: Library,
): Generator<Candidate> {
  const last = best.parts.at(-1)
  const swapped = candidateOf(best.parts.toReversed())
  if (evidence.agrees(swapped.run)) yield swapped
  if (!last || best.parts.length > 1 || VISIBLE.has(last.operator.parameter)) return
  const own = last.operator.parameter === 'letter' ? lettersOf(best) : []
  const agreeing = (from: string, to: string) => {
    const first = replacement(from, to)
    const candidate = first && candidateOf([first, last])
    return candidate && evidence.agrees(candidate.run) ? candidate : null
  }
  for (const from of LETTERS) {
    if (![...STAND_INS, swapCase(from), ...own].some((to) => agreeing(from, to))) continue
    for (const to of LETTERS) {
      const candidate = agreeing(from, to)
      if (candidate) yield candidate
    }
  }
}
