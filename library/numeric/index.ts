/**
 * The public library of the numeric category: what FIND's functions are made of, as any reader of
 * the paper knows it. It holds nothing of what the benchmark draws from it, so that an interpreter
 * may import it.
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
export type { Coefficients, Parameter, TermParameters, Range } from './range.ts'
