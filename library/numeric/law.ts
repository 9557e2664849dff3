import { product, sum } from './expressions.ts'
import { OPERATORS, type OperatorName } from './operators.ts'
import type { TermParameters } from './range.ts'

/** An operator with its parameters. It is JSON, as an interface would not be to the compiler. */
export type Term = {
  readonly operator: OperatorName
  readonly parameters: TermParameters
}

/** What a function does before noise, corruption or approximation. */
export type Law =
  | { readonly form: 'atomic'; readonly term: Term }
  | { readonly form: 'sum' | 'product'; readonly terms: readonly [Term, Term] }

/** The JavaScript expression of `x` that computes a law. */
export function lawExpression(law: Law): string {
  if (law.form === 'atomic') return termExpression(law.term)
  const [left, right] = law.terms
  const compose = law.form === 'sum' ? sum : product
  return compose(termExpression(left), termExpression(right))
}

/** A law in plain English: a noun phrase. */
export function describeLaw(law: Law): string {
  if (law.form === 'atomic') return describeTerm(law.term)
  const [left, right] = law.terms
  return `the ${law.form} of two functions: first, ${describeTerm(left)}; second, ${describeTerm(right)}`
}

/** The domain on which a law is averaged and approximated, both ends included. */
export function lawDomain(law: Law): readonly [number, number] {
  return law.form === 'atomic' ? OPERATORS[law.term.operator].domain : [-100, 100]
}

/** Names of the operators a law is made of, outermost first. */
export function lawOperators(law: Law): readonly string[] {
  return law.form === 'atomic'
    ? [law.term.operator]
    : [law.form, ...law.terms.map((term) => term.operator)]
}

function termExpression({ operator, parameters }: Term): string {
  return OPERATORS[operator].expression(parameters)
}

function describeTerm({ operator, parameters }: Term): string {
  return OPERATORS[operator].describe(parameters)
}
