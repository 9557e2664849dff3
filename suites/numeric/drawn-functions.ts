/**
 * The numeric functions, drawn from a seed with FIND's own counts (arXiv 2309.03886, section 3.1).
 * What a function is made of and how it departs from that are drawn independently.
 */
import { randomInt } from 'd3-random'
import { shuffle } from 'simple-statistics'
import type { Random } from '../../plugins/contracts.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { drawCorruption } from './corruption.ts'
import { drawTerm } from './draw.ts'
import type { NoiseKind } from './noise.ts'
import {
  OPERATOR_NAMES,
  OPERATORS,
  type Interval,
  type Law,
  type OperatorName,
} from '../../library/numeric/index.ts'
import type { DrawnFunction, NumericParams } from './params.ts'

type Kind = OperatorName | 'sum' | 'product'
type Departure =
  | { readonly variant: 'clean' }
  | { readonly variant: 'mlp' }
  | { readonly variant: 'corrupted'; readonly kind: Interval['kind'] }
  | { readonly variant: 'noisy'; readonly noise: NoiseKind }

export const VARIANTS = ['clean', 'corrupted', 'noisy', 'mlp'] as const

const COUNT = 1000
const MLPS = 150
const KINDS: readonly (readonly [number, Kind])[] = [
  [66, 'constant'],
  [65, 'cos'],
  [61, 'sin'],
  [59, 'rectangle'],
  [56, 'absolute'],
  [56, 'polynomial'],
  [54, 'gaussian'],
  [53, 'reciprocal'],
  [52, 'root'],
  [52, 'tanh'],
  [52, 'rational'],
  [48, 'step'],
  [48, 'square_wave'],
  [47, 'logarithm'],
  [44, 'linear'],
  [37, 'relu'],
  [78, 'product'],
  [72, 'sum'],
]
/** How the functions that are not approximated depart from their laws. */
const DEPARTURES: readonly (readonly [number, Departure])[] = [
  [483, { variant: 'clean' }],
  [89, { variant: 'corrupted', kind: 'inside' }],
  [52, { variant: 'corrupted', kind: 'above' }],
  [50, { variant: 'corrupted', kind: 'below' }],
  [73, { variant: 'noisy', noise: 'uniform' }],
  [58, { variant: 'noisy', noise: 'normal' }],
  [45, { variant: 'noisy', noise: 'poisson' }],
]
const COMPOSABLE = OPERATOR_NAMES.filter((name) => OPERATORS[name].composable)

/** All 1000 functions of a seed, in the order of their names. */
export const drawnFunctions = perSeed(drawFunctions)

function drawFunctions(seed: number): readonly DrawnFunction[] {
  const departures = [
    ...Array.from({ length: MLPS }, (): Departure => ({ variant: 'mlp' })),
    ...shuffle(
      dealt('departures', DEPARTURES, COUNT - MLPS),
      randomStream(seed, 'numeric', 'departures'),
    ),
  ]
  const kinds = shuffle(
    dealt('kinds of laws', KINDS, COUNT),
    randomStream(seed, 'numeric', 'kinds'),
  )
  return departures.map((departure, index) => {
    const name = `numeric/f${String(index).padStart(5, '0')}`
    const random = randomStream(seed, name, 'parameters')
    return { name, params: drawParams(kinds[index]!, departure, seed, random) }
  })
}

function drawParams(kind: Kind, departure: Departure, seed: number, random: Random): NumericParams {
  const law = drawLaw(kind, random)
  if (departure.variant === 'clean') return { variant: 'clean', law }
  if (departure.variant === 'mlp') return { variant: 'mlp', law, seed }
  if (departure.variant === 'noisy') return { variant: 'noisy', law, noise: departure.noise }
  return { variant: 'corrupted', law, corruption: drawCorruption(departure.kind, law, random) }
}

function drawLaw(kind: Kind, random: Random): Law {
  if (kind !== 'sum' && kind !== 'product') return { form: 'atomic', term: drawTerm(kind, random) }
  const pick = randomInt.source(random)(COMPOSABLE.length)
  const term = () => drawTerm(COMPOSABLE[pick()]!, random)
  return { form: kind, terms: [term(), term()] }
}

/**
 * Each value as often as its count says.
 *
 * @throws Error where that is not `expected` in all.
 */
export function dealt<T>(
  what: string,
  counts: readonly (readonly [number, T])[],
  expected: number,
): T[] {
  const all = counts.flatMap(([count, value]) => Array.from({ length: count }, () => value))
  if (all.length === expected) return all
  throw new Error(`numeric: the counts of ${what} sum to ${all.length}, expected ${expected}`)
}
