import type { FunctionAnswer, FunctionBox } from '../../../plugins/index.ts'
import { type Candidate, lettersOf, simplest } from './candidate.ts'
import { uncovered } from './coverage.ts'
import { type Evidence, openEvidence } from './evidence.ts'
import { bestExperiment } from './experiment.ts'
import { explainFound, explainFailure, explainRandom } from './explain.ts'
import {
  DRAWN_INPUTS,
  DRAWS,
  FIRST_INPUTS,
  FRESH,
  GENERAL,
  isOrdinary,
  letteredInputs,
  REPEATED,
} from './inputs.ts'
import { type Library, libraryWithout } from './library.ts'
import { propose, proposeReplacedFirst } from './propose.ts'
import { proposePermutedFirst, SINGLE_LETTERS } from './propose-permuted-first.ts'
import { proposeSuffixedFirst } from './propose-suffixed-first.ts'
import { likeliest } from './random-programs.ts'
import { compare, variationsOf } from './rivals.ts'

/** No operator is hidden. */
const NOTHING: ReadonlySet<string> = new Set()

/**
 * Finds the program of FIND's operator library that a string function is: asks a few inputs,
 * proposes the programs that agree, asks what splits them best, and stops when those left are
 * one function; where none agrees with all, ordinary text decides. It does not know the operators of the hidden names; names that are no string
 * operator's hide nothing.
 */
export async function interpretStrings(
  box: FunctionBox<string, string>,
  hidden: ReadonlySet<string> = NOTHING,
): Promise<FunctionAnswer> {
  const library = libraryWithout(hidden)
  const evidence = openEvidence(box)
  await evidence.ask([...FIRST_INPUTS, ...REPEATED])
  // Conventions differ about other scripts, white space and nothing at all: ordinary text decides.
  for (const accepts of [() => true, isOrdinary]) {
    const found = evidence.random ? null : await search(evidence.among(accepts), library)
    if (found) return explainFound(found.best, evidence, found.checks)
  }
  await evidence.ask(Array.from({ length: DRAWS }, () => [...DRAWN_INPUTS, ...REPEATED]).flat())
  const random = evidence.random ? likeliest(evidence, library) : null
  if (!random) return explainFailure(evidence, library)
  await evidence.ask(FRESH)
  return explainRandom(random, FRESH.filter((input) => random.allows(input, evidence)).length)
}

/** A program, and the fresh inputs that it was right about. */
interface Found {
  readonly best: Candidate
  readonly checks: number
}

/** The simplest program that agrees with all evidence and with which no other one competes. */
async function search(evidence: Evidence, library: Library): Promise<Found | null> {
  if (evidence.pairs.length === 0) return null
  let candidates: readonly Candidate[] = []
  for (;;) {
    candidates = candidates.filter(({ run }) => evidence.agrees(run))
    if (candidates.length === 0) candidates = await proposeAll(evidence, library)
    const best = simplest(candidates)
    if (!best || evidence.random) return null
    if (evidence.queriesLeft === 0) return { best, checks: 0 }
    const { experiments, left } = nextExperiments(best, candidates, evidence, library)
    if (experiments.length === 0) {
      const before = evidence.pairs.length
      await evidence.ask(checksOf(best, evidence))
      if (evidence.agrees(best.run)) return { best, checks: evidence.pairs.length - before }
      continue
    }
    await evidence.ask(experiments)
    candidates = left
  }
}

/** The cheap proposals first; what hides behind another operator only where they find nothing. */
async function proposeAll(evidence: Evidence, library: Library): Promise<readonly Candidate[]> {
  for (const proposals of [propose, proposeReplacedFirst]) {
    const found = proposals(evidence, library)
    if (found.length > 0) return found
  }
  await evidence.ask(SINGLE_LETTERS.filter((letter) => evidence.answers(letter).length === 0))
  if (evidence.random) return []
  for (const proposals of [
    () => proposePermutedFirst(evidence, library, library.plain),
    () => proposeSuffixedFirst(evidence, library),
    () => proposePermutedFirst(evidence, library, library.replacements),
  ]) {
    const found = proposals()
    if (found.length > 0) return found
  }
  return []
}

interface Next {
  /** What to ask next; nothing where all candidates are one function. */
  readonly experiments: readonly string[]
  /** The candidates without those that are the same function as the best. */
  readonly left: readonly Candidate[]
}

function nextExperiments(
  best: Candidate,
  candidates: readonly Candidate[],
  evidence: Evidence,
  library: Library,
): Next {
  let { rivals, rest } = compare(candidates, best, evidence)
  if (rivals.length === 0) {
    const inputs = uncovered(best, evidence)
    if (inputs.length > 0) return { experiments: inputs, left: [best] }
    ;({ rivals, rest } = compare(variationsOf(best, evidence, library), best, evidence))
  }
  const judged = [best, ...rivals.map(({ candidate }) => candidate)]
  const input = bestExperiment(judged, [...new Set(rivals.map((rival) => rival.input))])
  return { experiments: input === null ? [] : [input], left: [...judged, ...rest] }
}

const CHECKS = 8

/** Inputs that nothing was concluded from, some of them about the letters that the program names. */
function checksOf(best: Candidate, evidence: Evidence): readonly string[] {
  const designed = [...GENERAL, ...letteredInputs(lettersOf(best).slice(0, 2))].toReversed()
  const unseen = (input: string) => !evidence.refuses(input) && evidence.answers(input).length === 0
  return [...designed.filter(unseen).slice(0, CHECKS), ...FRESH.filter(unseen)]
}
