import type { AnsweredSet } from '../categories/functions.ts'
import type { Counterexample } from '../contracts.ts'

/** Probes of a string function with the outputs of an answer. */
export type AnsweredStrings = AnsweredSet<string, readonly string[], readonly string[]>

/** The shortest input whose output is wrong; undefined where all are right. */
export function firstDifference(set: AnsweredStrings): Counterexample | undefined {
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
