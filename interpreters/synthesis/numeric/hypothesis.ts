import {
  describeLaw,
  lawDomain,
  lawExpression,
  lawOperators,
  type Law,
  type OperatorName,
  type Parameters,
  type Term,
} from '../../../library/numeric/index.ts'

/** What a function may be, before noise and corruption. */
export interface Hypothesis {
  /** JavaScript expression of `x`. */
  readonly expression: string
  /** In plain English: a noun phrase. */
  readonly words: string
  /** Where such a function is averaged over, both ends included. */
  readonly domain: readonly [number, number]
  /** Where it is a law of the library. */
  readonly law?: Law
}

export function fromLaw(law: Law): Hypothesis {
  return {
    expression: lawExpression(law),
    words: describeLaw(law),
    domain: lawDomain(law),
    law,
  }
}

/** Whether it does without the hidden operators. */
export function isKnown({ law }: Hypothesis, hidden: ReadonlySet<string>): boolean {
  return law === undefined || !lawOperators(law).some((operator) => hidden.has(operator))
}

export function term(operator: OperatorName, parameters: Parameters = {}): Term {
  return { operator, parameters }
}

export function atomic(operator: OperatorName, parameters: Parameters = {}): Hypothesis {
  return fromLaw({ form: 'atomic', term: term(operator, parameters) })
}

export function composed(form: 'sum' | 'product', left: Term, right: Term): Hypothesis {
  return fromLaw({ form, terms: [left, right] })
}
