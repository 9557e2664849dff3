import { beforeAll } from 'vitest'
import { FEW } from '../records.ts'

/** What runs of a group of tests, once it has begun. */
export interface Trials {
  /** Whether they are of few functions. */
  readonly areFew: () => boolean
  /** Notes that a trial has ended: whether no other of its function is still to come. */
  readonly end: (test: string) => boolean
}

/**
 * Counts the trials on each function that the user has selected. What is told of a function while
 * a trial on it is still to come lies within the reach of its interpreter.
 *
 * @param functionOf the function of each test, by name.
 */
export function countTrials(functionOf: ReadonlyMap<string, string>): Trials {
  const left = new Map<string, number>()
  // oxlint-disable-next-line no-empty-pattern -- Vitest reads the names of fixtures from it: there are none
  beforeAll(({}, group) => {
    for (const { name, mode } of group.tasks) {
      const fn = functionOf.get(name)
      if (mode === 'run' && fn !== undefined) left.set(fn, (left.get(fn) ?? 0) + 1)
    }
  })
  return {
    areFew: () => left.size <= FEW,
    end(test) {
      const fn = functionOf.get(test)!
      const others = left.get(fn)! - 1
      left.set(fn, others)
      return others === 0
    },
  }
}
