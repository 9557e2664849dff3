/**
 * The public library of the numeric category: the operators that FIND's functions are made of, as
 * they are published. Nothing in it tells what the benchmark draws, so that interpreters may
 * import it.
 */
export { compile, sourceOf } from './compile.ts'
export { product, sum } from './expressions.ts'
export {
  bounds,
  contains,
  corrupted,
  describeInterval,
  equispaced,
  NUMERIC_DOMAIN,
  type Interval,
} from './interval.ts'
export { describeLaw, lawDomain, lawExpression, lawOperators, type Law, type Term } from './law.ts'
export { OPERATOR_NAMES, OPERATORS, type OperatorName } from './operators.ts'
export { readable } from './readable.ts'
export type { Coefficients, Parameter, Range, TermParameters } from './range.ts'
