/**
 * The numeric functions, drawn from a seed with FIND's own counts (arXiv 2309.03886, section 3.1).
 * What a function is made of and how it departs from that are drawn independently.
 */
import { randomInt } from 'd3-random'
import { shuffle } from 'simple-statistics'
import type { FunctionSpec, Random } from '../../plugins/contracts.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { describeCorruption, drawCorruption } from './corruption.ts'
import { drawTerm } from './draw.ts'
import { NOISE, type NoiseKind } from './noise.ts'
import {
  describeLaw,
  lawDomain,
  lawOperators,
  OPERATOR_NAMES,
  OPERATORS,
  type Interval,
  type Law,
  type OperatorName,
} from '../../library/numeric/index.ts'
import type { NumericParams } from './params.ts'

type Kind = OperatorName | 'sum' | 'product'
type Departure =
  | { readonly variant: 'clean' }
  | { readonly variant: 'mlp' }
  | { readonly variant: 'corrupted'; readonly kind: Interval['kind'] }
  | { readonly variant: 'noisy'; readonly noise: NoiseKind }

export const VARIANTS = ['clean', 'corrupted', 'noisy', 'mlp'] as const

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
/** Of the functions that are not approximated. */
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

/** All 1000 functions of a seed, in the order of their ids. */
export const numericSpecs = perSeed(drawSpecs)

function drawSpecs(seed: number): readonly FunctionSpec<'numeric'>[] {
  const departures: Departure[] = [
    ...repeated<Departure>([[MLPS, { variant: 'mlp' }]]),
    ...shuffle(repeated(DEPARTURES), randomStream(seed, 'numeric', 'departures')),
  ]
  const kinds = shuffle(repeated(KINDS), randomStream(seed, 'numeric', 'kinds'))
  return departures.map((departure, index) => {
    const id = `numeric/f${String(index).padStart(5, '0')}`
    const random = randomStream(seed, id, 'parameters')
    return toSpec(id, drawParams(kinds[index]!, departure, seed, random))
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

function toSpec(id: string, params: NumericParams): FunctionSpec<'numeric'> {
  return deepFreeze({
    id,
    category: 'numeric',
    variant: params.variant,
    operators: lawOperators(params.law),
    description: describe(params),
    domain: params.variant === 'corrupted' ? describeCorruption(params.corruption) : null,
    params,
  })
}

function describe(params: NumericParams): string {
  const law = describeLaw(params.law)
  if (params.variant === 'mlp') {
    const domain = lawDomain(params.law).join(' and ')
    return `The function is a small ReLU network, trained between ${domain} to approximate ${law}.`
  }
  const rule = `The function is ${law}.`
  if (params.variant === 'clean') return rule
  return params.variant === 'noisy'
    ? `${rule} Every call adds ${NOISE[params.noise].description}, drawn anew.`
    : `${rule} ${describeCorruption(params.corruption)}`
}

function repeated<T>(counts: readonly (readonly [number, T])[]): T[] {
  return counts.flatMap(([count, value]) => Array.from({ length: count }, () => value))
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner)
  }
  return Object.freeze(value)
}
