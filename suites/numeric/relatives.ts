/** Functions of the same operators: what only a precise description tells from the truth. */
import { isDeepStrictEqual } from 'node:util'
import type { Random } from '../../plugins/contracts.ts'
import { drawCorruption } from './corruption.ts'
import { drawReal, drawTerm, round } from './draw.ts'
import { subject, type Subject } from './examples.ts'
import type { Interval, Law, Term } from '../../library/numeric/index.ts'
import type { DrawnFunction, NumericParams } from './params.ts'

/** How far the bounds of a corrupted interval are shifted. */
const SHIFTS = [3, 12] as const

/** The law of a function by itself. */
export function lawOf(f: DrawnFunction): Subject {
  return relative(f, { variant: 'clean', law: f.params.law })
}

/**
 * Another function of the same operators, noise and interval: every parameter is another or the
 * same, at random. Of a network it is a law, since to train one takes too long. Null where the
 * operators have no parameters.
 */
export function withOtherLaw(f: DrawnFunction, random: Random): Subject | null {
  const { params } = f
  const law = otherLaw(params.law, random)
  if (!law) return null
  if (params.variant === 'mlp') return relative(f, { variant: 'clean', law })
  if (params.variant !== 'corrupted') return relative(f, { ...params, law })
  const { interval } = params.corruption
  const { level } = drawCorruption(interval.kind, law, random)
  return relative(f, { ...params, law, corruption: { interval, level } })
}

/** The same law and level with another corrupted interval; null where there is none. */
export function withOtherInterval(f: DrawnFunction, random: Random): Subject | null {
  const { params } = f
  if (params.variant !== 'corrupted') return null
  const by = drawReal(...SHIFTS, random) * (random() < 0.5 ? -1 : 1)
  const interval = shifted(params.corruption.interval, by)
  return relative(f, { ...params, corruption: { ...params.corruption, interval } })
}

function relative({ name }: DrawnFunction, params: NumericParams): Subject {
  return subject({ name, params })
}

function shifted(interval: Interval, by: number): Interval {
  const moved = (bound: number) => round(bound + by, 1)
  if (interval.kind === 'above') return { ...interval, low: moved(interval.low) }
  if (interval.kind === 'below') return { ...interval, high: moved(interval.high) }
  return { ...interval, low: moved(interval.low), high: interval.high + by }
}

function otherLaw(law: Law, random: Random): Law | null {
  const terms = law.form === 'atomic' ? [law.term] : law.terms
  if (terms.every(({ parameters }) => Object.keys(parameters).length === 0)) return null
  for (;;) {
    const other = mapTerms(law, (term) => otherTerm(term, random))
    if (!isDeepStrictEqual(other, law)) return other
  }
}

function mapTerms(law: Law, map: (term: Term) => Term): Law {
  if (law.form === 'atomic') return { form: 'atomic', term: map(law.term) }
  const [left, right] = law.terms
  return { form: law.form, terms: [map(left), map(right)] }
}

/** Lists of coefficients stay as long as they are. */
function otherTerm({ operator, parameters }: Term, random: Random): Term {
  const either = <T>(a: T, b: T) => (random() < 0.5 ? a : b)
  const mixed: Record<string, number | readonly number[]> = {}
  for (const [name, value] of Object.entries(parameters)) {
    const another = () => drawTerm(operator, random).parameters[name]!
    if (typeof value === 'number') mixed[name] = either(value, another() as number)
    else {
      const fresh = listOf(value.length, another)
      mixed[name] = value.map((coefficient, i) => either(coefficient, fresh[i]!))
    }
  }
  return { operator, parameters: mixed }
}

function listOf(length: number, draw: () => number | readonly number[]): readonly number[] {
  for (;;) {
    const list = draw()
    if (typeof list !== 'number' && list.length === length) return list
  }
}
