import { compile, type Operator, type Step } from '../../../library/strings/index.ts'
import type { Evidence } from './evidence.ts'
import { DRAWN_INPUTS } from './inputs.ts'
import type { Instance } from './instances.ts'
import type { Library } from './library.ts'
import { solvePermutation, solveReplacement, solveSuffix } from './letterwise.ts'

/** A program with a random operator, and how well it explains what was drawn. */
export interface RandomProgram {
  readonly steps: readonly Step[]
  /** Mean logarithm of the probability of a draw; at most 0. */
  readonly likelihood: number
  /** Whether it could have given all answers to an input, of which there are some. */
  readonly allows: (input: string, evidence: Evidence) => boolean
}

type Run = (input: string) => string

/** A random operator as it acts when `Math.random` gives a certain number. */
interface RandomOperator {
  readonly step: Step
  readonly runAt: (input: string, random: number) => string
}

function randomOperator({ name }: Operator): RandomOperator {
  let next = 0
  const compiled: Run = compile(name, [], () => next)
  return {
    step: { operator: name, params: [] },
    runAt(input, random) {
      next = random
      return compiled(input)
    },
  }
}

/** All outcomes of a random operator, which picks one index of its input, equally likely. */
function outcomes(operator: RandomOperator, input: string): string[] {
  const length = Math.max(1, Array.from(input).length)
  return Array.from({ length }, (_, index) => operator.runAt(input, (index + 0.5) / length))
}

/** Program with one random operator as its outcomes at an input. */
interface Support {
  readonly steps: readonly Step[]
  readonly at: (input: string) => readonly string[]
}

function* supports(
  operators: readonly Operator[],
  others: readonly Instance[],
): Generator<Support> {
  for (const random of operators.map(randomOperator)) {
    const drawn = new Map<string, string[]>()
    const draws = (input: string) => {
      const known = drawn.get(input) ?? outcomes(random, input)
      drawn.set(input, known)
      return known
    }
    yield { steps: [random.step], at: draws }
    for (const { step, run, runFirst } of others) {
      yield { steps: [step, random.step], at: (input) => outcomes(random, runFirst(input)) }
      yield { steps: [random.step, step], at: (input) => draws(input).map(run) }
    }
  }
}

/**
 * The random program that makes all answers most likely: outcomes are enumerated, so a program
 * that could do more than was seen loses to one that could do just that. Null where none could
 * have given all of them.
 */
export function likeliest(evidence: Evidence, library: Library): RandomProgram | null {
  const asked = evidence.pairs
    .map(({ input }) => ({ input, answers: evidence.answers(input) }))
    .toSorted((a, b) => a.input.length - b.input.length)
  let best: RandomProgram | null = null
  const others = [...library.plain, ...unlistedParts(evidence, library)]
  for (const { steps, at } of supports(library.random, others)) {
    const likelihood = meanLogLikelihood(asked, at)
    if (best === null ? likelihood > -Infinity : likelihood > best.likelihood)
      best = { steps, likelihood, allows: allowedBy(at) }
  }
  return best
}

function allowedBy(at: Support['at']): RandomProgram['allows'] {
  return (input, evidence) => {
    const answers = evidence.answers(input)
    const possible = new Set(at(input))
    return answers.length > 0 && answers.every((answer) => possible.has(answer))
  }
}

function meanLogLikelihood(
  asked: readonly { readonly input: string; readonly answers: readonly string[] }[],
  at: Support['at'],
): number {
  let sum = 0
  let count = 0
  for (const { input, answers } of asked) {
    const possible = at(input)
    for (const answer of answers) {
      const ways = possible.filter((one) => one === answer).length
      if (ways === 0) return -Infinity
      sum += Math.log(ways / possible.length)
      count++
    }
  }
  return count === 0 ? -Infinity : sum / count
}

/**
 * Operators with arguments too many to list, read off what most draws agree on: the random
 * operators change one character at a time.
 */
function unlistedParts(evidence: Evidence, library: Library): Instance[] {
  const changes = DRAWN_INPUTS.flatMap((from) => {
    const to = consensus(evidence.answers(from))
    return to === null ? [] : [{ from, to }]
  })
  if (changes.length === 0) return []
  return [
    solveReplacement(library, changes),
    solvePermutation(library, changes)?.outer ?? null,
    solveSuffix(library, changes),
  ].filter((part) => part !== null)
}

/** The commonest character at each place; null where the lengths differ. */
function consensus(answers: readonly string[]): string | null {
  const [first] = answers
  if (first === undefined || answers.some(({ length }) => length !== first.length)) return null
  return Array.from({ length: first.length }, (_, at) => {
    const counts = Map.groupBy(answers, (answer) => answer.charAt(at))
    const ranked = counts.entries().toArray()
    return ranked.reduce((a, b) => (b[1].length > a[1].length ? b : a))[0]
  }).join('')
}
