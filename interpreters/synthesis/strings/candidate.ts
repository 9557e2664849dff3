import type { Step } from '../../../library/strings/index.ts'
import type { Instance } from './instances.ts'

/** A program that may be the function: the operators, the one applied first first. */
export interface Candidate {
  readonly parts: readonly Instance[]
  readonly run: (input: string) => string
  /** Letters of its permutation whose image was not seen yet, so that it is a guess. */
  readonly unseen: string
}

export function candidateOf(parts: readonly Instance[], unseen = ''): Candidate {
  const [first, second] = parts
  if (!first) return { parts, run: (input) => input, unseen }
  if (!second) return { parts, run: first.runFirst, unseen }
  return { parts, run: (input) => second.run(first.runFirst(input)), unseen }
}

export const stepsOf = ({ parts }: Candidate): Step[] => parts.map(({ step }) => step)

const sizeOf = ({ parts }: Candidate) =>
  parts.reduce(
    (sum, { operator, step }) =>
      sum + operator.source(...step.params.map((value) => JSON.stringify(value))).length,
    0,
  )

/** Picks the candidate with the fewest operators, then with the shortest code. */
export function simplest(candidates: readonly Candidate[]): Candidate | undefined {
  const fewest = Math.min(...candidates.map(({ parts }) => parts.length))
  const short = candidates.filter(({ parts }) => parts.length === fewest)
  const sizes = short.map(sizeOf)
  return short[sizes.indexOf(Math.min(...sizes))]
}

/** The letters that the operators name; a permutation names none in particular. */
export const lettersOf = ({ parts }: Candidate): string[] => [
  ...new Set(
    parts
      .filter(({ operator }) => operator.parameter !== 'permutation')
      .flatMap(({ step }) => step.params.join('').match(/[a-z]/gi) ?? []),
  ),
]
