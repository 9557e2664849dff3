import type { AnsweredSet, Counterexample } from '../contracts.ts'

/** The shortest input whose output is wrong; undefined where all are right. */
export function firstDifference(set: AnsweredSet<'strings'>): Counterexample | undefined {
  let found: Counterexample | undefined
  let shortest = Infinity
  set.inputs.forEach((input, i) => {
    const expected = set.expected[i] ?? ''
    const got = set.got[i] ?? null
    if (got === expected || input.length >= shortest) return
    shortest = input.length
    found = { input, expected, got }
  })
  return found
}
