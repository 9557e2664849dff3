/**
 * FIND's local corruption (section 3.1): in one interval the output is replaced by a normal draw
 * around the function's mean over its domain. Bounds have one decimal; the upper end of an inside
 * interval and the mean are not rounded.
 */
import { randomNormal, randomUniform } from 'd3-random'
import { mean } from 'simple-statistics'
import type { Random } from '../../plugins/contracts.ts'
import { drawReal, round } from './draw.ts'
import {
  compile,
  describeInterval,
  equispaced,
  lawDomain,
  lawExpression,
  readable,
  sourceOf,
  type Interval,
  type Law,
} from '../../library/numeric/index.ts'

export interface Corruption {
  readonly interval: Interval
  /** Mean of what is drawn inside. */
  readonly level: number
}

/** Standard deviation of what is drawn inside. */
export const DEVIATION = 0.1
const BOUND = 100
const WIDTHS = [5, 25] as const
const POINTS = 100

export function drawCorruption(kind: Interval['kind'], law: Law, random: Random): Corruption {
  return { interval: drawInterval(kind, law, random), level: meanOver(law) }
}

/** Draws of the corruption around its level. */
export function corruptionNoise(random: Random): () => number {
  return randomNormal.source(random)(0, DEVIATION)
}

/**
 * A corruption as code need write it to be right: no probe is nearer than 0.1 to an end, and a level
 * is right with an error. Its further digits would lend their length to an answer that explains
 * nothing.
 */
export function asNeedBeSaid({ interval, level }: Corruption): Corruption {
  const said =
    interval.kind === 'inside' ? { ...interval, high: round(interval.high, 1) } : interval
  return { interval: said, level: round(level, 2) }
}

/** Describes a corruption in a sentence. */
export function describeCorruption({ interval, level }: Corruption): string {
  return (
    `Where ${describeInterval(interval)}, the output is instead drawn from a normal distribution ` +
    `with mean ${readable(level)} and standard deviation ${DEVIATION}.`
  )
}

function drawInterval(kind: Interval['kind'], law: Law, random: Random): Interval {
  const bound = drawReal(Math.max(lawDomain(law)[0], -BOUND), BOUND, random)
  if (kind === 'above') return { kind, low: bound }
  if (kind === 'below') return { kind, high: bound }
  return { kind, low: bound, high: bound + randomUniform.source(random)(...WIDTHS)() }
}

/** Mean over the domain, those points left out where the law is not finite. */
function meanOver(law: Law): number {
  const [low, high] = lawDomain(law)
  const values = compile(sourceOf(lawExpression(law))).all(equispaced(low, high, POINTS))
  return mean(Array.from(values).filter(Number.isFinite))
}
