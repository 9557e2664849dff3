/** Answers about functions, with their evidence, for the tests of scorers. */
import type { AnsweredSet, FunctionAnswer } from '../categories/functions.ts'
import type { AnsweredStrings } from '../scorers/first-difference.ts'
import type { AnsweredNumbers } from '../scorers/squared-error.ts'
import type { ScorerExamples } from './test-scorer.ts'

export const numericSet = (
  inputs: readonly number[],
  truth: (x: number) => number,
  got: (x: number) => number | null,
): AnsweredNumbers => {
  const expected = Float64Array.from(inputs, truth)
  return { inputs: Float64Array.from(inputs), expected, truth: expected, got: inputs.map(got) }
}

export const stringsSet = (
  inputs: readonly string[],
  truth: (s: string) => string,
  got: (s: string) => string | null,
): AnsweredStrings => {
  const expected = inputs.map(truth)
  return { inputs, expected, truth: expected, got: inputs.map(got) }
}

/** An answer with some code, whose ideal has other code. */
export function answered<E>(evidence: E, source = 'function f(x){return x}') {
  return { answer: codeAnswer(source), ideal: codeAnswer('function f(x){return x}'), evidence }
}

const codeAnswer = (source: string): FunctionAnswer => ({
  description: 'an example',
  domain: null,
  code: { language: 'javascript', source },
})

type Sets<O, I, Os> = Readonly<Record<string, AnsweredSet<O, I, Os>>>

/** The answer of these sets, the truth's, one that gave nothing, and a function without any. */
export function examplesOf<O, I, Os extends Iterable<O>>(sets: Sets<O, I, Os>) {
  const withGot = (got: (set: AnsweredSet<O, I, Os>) => readonly (O | null)[]) =>
    answered(
      Object.fromEntries(
        Object.entries(sets).map(([name, set]) => [
          name,
          { ...set, expected: set.truth, got: got(set) },
        ]),
      ),
    )
  return {
    some: answered(sets),
    ideal: withGot((set) => Array.from(set.truth)),
    nothing: withGot((set) => set.got.map(() => null)),
    inapplicable: answered<Sets<O, I, Os>>({}),
  } satisfies Record<keyof ScorerExamples<never>, unknown>
}
