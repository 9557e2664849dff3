import { NAMED } from './climb.ts'
import type { Name } from './name-of.ts'
import type { Cluster } from './notebook.ts'

const HIGH = 0.6

/** Words that count as evidence of a second concept. */
const FOREIGN = { highest: 4, first: 0.3 }
/** Logistic regressions on functions of seeds 5, 6 and 13 to 16. */
const MORE = { least: 2.7, highest: 0.87, first: 0.53 }
const TWO = { none: -9.8, named: 3.7, high: 1.45, around: 4.4, ties: 0.76 }
const RIGHT = { none: -2.5, named: 1, two: -0.8, around: 4.7, unexplained: -1.4 }

/** A concept as it was found. */
export interface Concept {
  readonly name: Name
  readonly cluster: Cluster
}

/**
 * Whether a second concept is to be sought for long: what is foreign to the first is high, and so
 * are several of the words that were asked first, which no climb has chosen (`first`).
 */
export function isInDoubt(foreign: Cluster, first: ReadonlySet<number>): boolean {
  const highest = foreign.slice(0, FOREIGN.highest).reduce((sum, { value }) => sum + value, 0)
  const lit = foreign.filter(({ word, value }) => value >= FOREIGN.first && first.has(word))
  return MORE.highest * highest + MORE.first * lit.length >= MORE.least
}

/** Whether there are two concepts, rather than one that was found twice or badly. */
export function areTwo(first: Concept, second: Concept): boolean {
  const high = second.cluster.filter(({ value }) => value >= HIGH)
  const evidence =
    TWO.none +
    (isNamed(second) ? TWO.named : 0) +
    TWO.high * Math.log(Math.max(1, high.length)) +
    TWO.around * first.name.around +
    TWO.ties * second.name.ties
  return evidence >= 0
}

/** How likely it is that just these concepts are those of the function. */
export function confidenceIn(found: readonly Concept[], unexplained: number): number {
  const evidence =
    RIGHT.none +
    (found.every(isNamed) ? RIGHT.named : 0) +
    (found.length > 1 ? RIGHT.two : 0) +
    RIGHT.around * Math.min(...found.map(({ name }) => name.around)) +
    RIGHT.unexplained * unexplained
  return 1 / (1 + Math.exp(-evidence))
}

const isNamed = ({ cluster }: Concept) => cluster[0]!.value >= NAMED
