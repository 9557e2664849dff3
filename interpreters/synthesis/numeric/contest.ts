/**
 * Families compete for noisy outputs in turns, by cost. A turn comes only where those before have
 * not explained the outputs: a flexible family would explain anything.
 */
import { mean } from 'simple-statistics'
import { isAdequate, misfit, type Averages } from './averages.ts'
import { cheapest, type Contender } from './contender.ts'
import { between, repeatedly } from './design.ts'
import type { Clues, Family, NoisyFit } from './families/family.ts'

/** Sum of squares of a law, in units of the noise's variance, that makes it clear. */
const ENOUGH = 1500
/** The same for a law that hardly differs from zero. */
const FAINT = 200
/** Fitted numbers below which the families of the last turn could explain no better. */
const FEW_UNKNOWNS = 3

/** The best explanation so far, and whose it is. */
export interface Leader extends Contender {
  readonly fit: NoisyFit
}

/** The best explanation of the averages; undefined where no family has one. */
export function contest(
  families: readonly Family[],
  data: Averages,
  clues: Clues,
): Leader | undefined {
  const fits = families.flatMap(({ noisy }) => noisy ?? [])
  const ofTurn = (turn: NoisyFit['turn']) => fits.filter((fit) => fit.turn === turn)
  if (data.xs[0] !== undefined && data.xs[0] > 0) return bestOf(ofTurn('half-line'))
  const first = bestOf(ofTurn('first'))
  if (isFaint(data)) {
    // Hardly any function is zero throughout: rather, there is something too faint to see yet.
    const isNothing = !explains(first) || first.hypothesis.expression === '0'
    return bestOf(
      fits.filter(({ canBeFaint }) => canBeFaint),
      isNothing ? undefined : first,
    )
  }
  if (explains(first)) return first
  const second = bestOf(ofTurn(undefined), first)
  if (explains(second) && second.unknowns < FEW_UNKNOWNS) return second
  return bestOf(ofTurn('last'), second)

  function bestOf(competing: readonly NoisyFit[], before?: Leader): Leader | undefined {
    const leaders = competing.flatMap((fit) => {
      const contender = fit.fit(data, clues)
      return contender && clues.isKnown(contender.hypothesis) ? [{ ...contender, fit }] : []
    })
    return cheapest([before, ...leaders])
  }

  function explains(leader: Leader | undefined): leader is Leader {
    return leader !== undefined && !leader.isUnusual && isAdequate(data, leader.values)
  }
}

function isFaint(data: Averages): boolean {
  const zeros = data.xs.map(() => 0)
  return misfit(data, zeros) < data.xs.length + FAINT
}

/** Whether no further look is needed: as the family says, or where the law stands out. */
export function isDecided(leader: Leader, data: Averages): boolean {
  const standsOut = standsOutOf(data, leader)
  return leader.fit.isDecided?.(leader, data, standsOut) ?? standsOut
}

/** Whether what the law explains is far above the noise of all queries together. */
function standsOutOf(data: Averages, { values }: Contender): boolean {
  const ys = Array.from(values)
  const level = mean(ys)
  return (
    misfit(
      { ...data, ys },
      ys.map(() => level),
    ) >= ENOUGH
  )
}

/** About `count` inputs of another look: few of them, many times. */
export function lookCloser(leader: Leader, count: number): number[] {
  return leader.fit.lookCloser?.(leader, count) ?? repeatedly(between(-128, 128, 100), count)
}
