import type { Law, Term } from '../../library/numeric/index.ts'
import type { OperatorName } from '../../library/numeric/operators.ts'

/** Degree of the straight pieces that an operator is made of. Others are curved. */
const DEGREES: Readonly<Partial<Record<OperatorName, number>>> = {
  constant: 0,
  step: 0,
  rectangle: 0,
  square_wave: 0,
  linear: 1,
  absolute: 1,
  relu: 1,
  ceil: 0,
  floor: 0,
}

function degreeOf({ operator, parameters }: Term): number {
  if (operator === 'root') return parameters['n'] === 1 ? 1 : Infinity
  return DEGREES[operator] ?? Infinity
}

const isNothing = ({ operator, parameters }: Term) =>
  operator === 'constant' && parameters['a'] === 0

/**
 * Whether a law is curved somewhere: not made of straight pieces alone, of which those of a
 * square wave and of rounding are level. Two slopes that are multiplied make a parabola.
 */
export function isCurved(law: Law): boolean {
  if (law.form === 'atomic') return degreeOf(law.term) > 1
  const [left, right] = law.terms
  if (law.form === 'sum') return Math.max(degreeOf(left), degreeOf(right)) > 1
  return !isNothing(left) && !isNothing(right) && degreeOf(left) + degreeOf(right) > 1
}

/** Operators of a law that do more than to be constant. */
export function shapesOf(law: Law): OperatorName[] {
  const terms = law.form === 'atomic' ? [law.term] : law.terms
  return terms.map(({ operator }) => operator)
}
