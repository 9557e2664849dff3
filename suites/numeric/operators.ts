/**
 * The public library of the numeric category: what FIND's functions are made of, as any reader of
 * the paper knows it. It holds nothing of what the benchmark draws from it, so that an interpreter
 * may import it.
 */
export { compile, sourceOf, type Kernel } from './operators/compile.ts'
export { product, sum } from './operators/expressions.ts'
export {
  bounds,
  contains,
  corrupted,
  describeInterval,
  type Interval,
} from './operators/interval.ts'
export {
  describeLaw,
  lawDomain,
  lawExpression,
  lawOperators,
  type Law,
  type Term,
} from './operators/law.ts'
export { OPERATOR_NAMES, OPERATORS, type Operator, type OperatorName } from './operators/library.ts'
export type { Coefficients, Parameter, Parameters, Range } from './operators/range.ts'
