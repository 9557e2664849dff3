/**
 * Points a numeric function is judged at: FIND's own grid for the paper protocol, and seeded points
 * off any grid for the strict one. Points where the truth is not finite are left out, and a set
 * that is left with fewer than {@link LEAST} is absent.
 */
import { randomUniform } from 'd3-random'
import type { Probes, ProbeSet } from '../../plugins/categories/functions.ts'
import type { Random } from '../../plugins/contracts.ts'
import { loadWeights } from './mlp/load-weights.ts'
import { visibleReach } from './mlp/network.ts'
import { errorScale } from '../../plugins/scorers/squared-error.ts'
import { visibleCorruption } from './visible-corruption.ts'
import { bounds, contains, equispaced, NUMERIC_DOMAIN } from '../../library/numeric/index.ts'
import type { DrawnFunction } from './params.ts'
import type { NumericTruth } from './truth.ts'

type NumericProbes = Probes<Float64Array, Float64Array>
type NumericSet = ProbeSet<Float64Array, Float64Array>

const LEAST = 8
/** Fewer points of a network's extrapolation have no variance that could measure an error. */
const LEAST_SEEN = 32
/** Of points inside of a corruption: two or three do in all but few functions. */
const MOST_DRAWS = 50
const REACH = 4 * NUMERIC_DOMAIN[1]
const SIZES = { grid: 256, fit: 512, inside: 64, outside: 256, extrapolation: 128 }

/**
 * - `grid`: -127.5, -126.5 … 127.5, compared with outputs drawn anew;
 * - `fit`: the queried domain; `inside` and `outside`: the parts of it in which a corrupted
 *   function is corrupted and is not; `extrapolation`: beyond the domain, out to four times its
 *   bounds, where it is not corrupted, of a network no farther than its first bend out there.
 *
 * There is no `inside` of a corruption that does not show; of others it is drawn until who ignores
 * the corruption is wrong there. But for the grid, no point is near an
 * end of a corrupted interval.
 */
export function numericProbes(
  { name, params }: DrawnFunction,
  truth: Pick<NumericTruth, 'expected' | 'sample'>,
  random: Random,
): NumericProbes {
  const [low, high] = NUMERIC_DOMAIN
  const corruption = params.variant === 'corrupted' ? visibleCorruption(params) : null
  const isCorrupted = (x: number) => corruption !== null && contains(corruption.interval, x)
  const grid = equispaced(low + 0.5, high - 0.5, SIZES.grid)
  const strict = (
    size: number,
    from: number,
    to: number,
    accepts: (x: number) => boolean = everywhere,
  ) => {
    const told = (x: number) => accepts(x) && !nearBreak(x) && !corruption?.isNearEnd(x)
    const inputs = draw(size, from, to, told, random)
    const expected = truth.expected(inputs)
    return { inputs, expected, truth: expected }
  }
  const sets: Record<string, NumericSet> = {
    grid: { inputs: grid, expected: truth.sample(grid, random), truth: truth.expected(grid) },
    fit: strict(SIZES.fit, low, high),
    extrapolation: strict(
      SIZES.extrapolation,
      -REACH,
      REACH,
      (x) => (x < low || x > high) && !isCorrupted(x),
    ),
  }
  if (params.variant === 'mlp') {
    // A network may bend where nobody can look: no query tells what it does from there on.
    const weights = loadWeights({ id: name, seed: params.seed, law: params.law })
    const [from, to] = visibleReach(weights, NUMERIC_DOMAIN)
    const seen = filter(sets.extrapolation!, (x) => x > from && x < to)
    if (seen.inputs.length >= LEAST_SEEN) sets.extrapolation = seen
    else delete sets.extrapolation
  }
  if (corruption) {
    const [from, to] = bounds(corruption.interval)
    if (corruption.shows) {
      const scale = errorScale(finite(sets.fit!).truth)
      // A narrow pole or step of the law may be all that tells it from the level.
      for (let drawn = 0; drawn < MOST_DRAWS; drawn++) {
        sets.inside = strict(SIZES.inside, Math.max(from, low), Math.min(to, high))
        if (!corruption.isMissed(sets.inside.inputs, scale)) break
      }
    }
    const isLaw = (x: number) =>
      !isCorrupted(x) && Number.isFinite(truth.expected(Float64Array.of(x))[0])
    if (corruption.leavesLaw) sets.outside = strict(SIZES.outside, low, high, isLaw)
  }
  return Object.fromEntries(
    Object.entries(sets)
      .map(([title, set]) => [title, finite(set)] as const)
      .filter(([, set]) => set.inputs.length >= LEAST),
  )
}

function everywhere(): boolean {
  return true
}

function draw(
  size: number,
  low: number,
  high: number,
  accepts: (x: number) => boolean,
  random: Random,
): Float64Array {
  const uniform = randomUniform.source(random)(low, high)
  return Float64Array.from({ length: size }, () => {
    for (;;) {
      const x = uniform()
      if (accepts(x)) return x
    }
  })
}

/**
 * Jumps of all operators lie on multiples of 1/20, since parameters have one decimal. Nearer than a
 * millionth, rounding would decide which side a point is on.
 */
function nearBreak(x: number): boolean {
  return Math.abs(x - Math.round(x * 20) / 20) < 1e-6
}

const finite = (set: NumericSet) => filter(set, (_, y) => Number.isFinite(y))

function filter(
  { inputs, expected, truth }: NumericSet,
  accepts: (x: number, y: number) => boolean,
): NumericSet {
  const keep = (_: number, i: number) => accepts(inputs[i]!, truth[i]!)
  return {
    inputs: inputs.filter(keep),
    expected: expected.filter(keep),
    truth: truth.filter(keep),
  }
}
