import { randomInt } from 'd3-random'
import { NUMERIC_DOMAIN } from '../../../library/numeric/index.ts'
import type { Random } from '../../contracts.ts'

/**
 * Exemplars are odd multiples of 1/20. Numbers are judged at half-integers, which are even ones,
 * and at points that are no multiples of it.
 */
const STEPS = 20
const LOWEST = NUMERIC_DOMAIN[0] * STEPS + 1
const HIGHEST = NUMERIC_DOMAIN[1] * STEPS - 1
/** How many there are in the domain. */
const ALL = (HIGHEST - LOWEST) / 2 + 1

const oddMultiple = (index: number) => (LOWEST + 2 * index) / STEPS

/** Gives so many numbers at equal distances, from one end of the domain to the other. */
export function regularNumbers(count: number): number[] {
  const gap = (ALL - 1) / Math.max(count - 1, 1)
  return Array.from({ length: count }, (_, i) =>
    oddMultiple(Math.round(count === 1 ? ALL / 2 : i * gap)),
  )
}

/** Draws so many different numbers, uniform over the domain. */
export function randomNumbers(count: number, random: Random): number[] {
  const draw = randomInt.source(random)(ALL)
  const drawn = new Set<number>()
  while (drawn.size < count) drawn.add(oddMultiple(draw()))
  return [...drawn]
}
