import {
  describeLaw,
  lawDomain,
  lawExpression,
  type Law,
  type OperatorName,
  type TermParameters,
  type Term,
} from '../../../library/numeric/index.ts'

/** What a function may be, before noise and corruption. */
export interface Hypothesis {
  /** A JavaScript expression of `x`. */
  readonly expression: string
  /** A noun phrase in plain English. */
  readonly words: string
  /** The domain that such a function is averaged over, both ends included. */
  readonly domain: readonly [number, number]
  /** The law of the library that it is, if it is one. */
  readonly law?: Law
  /** Whether its numbers hold where it was seen and are no guide to the rest. */
  readonly isRough?: boolean
}

/** The hypothesis that a function is this law of the library. */
export function fromLaw(law: Law): Hypothesis {
  return {
    expression: lawExpression(law),
    words: describeLaw(law),
    domain: lawDomain(law),
    law,
  }
}

/** The operator with these parameters, as a part of a law. */
export function term(operator: OperatorName, parameters: TermParameters = {}): Term {
  return { operator, parameters }
}

/** The hypothesis that a function is a single operator with these parameters. */
export function atomic(operator: OperatorName, parameters: TermParameters = {}): Hypothesis {
  return fromLaw({ form: 'atomic', term: term(operator, parameters) })
}

/** The hypothesis that a function is the sum, or the product, of two terms. */
export function composed(form: 'sum' | 'product', left: Term, right: Term): Hypothesis {
  return fromLaw({ form, terms: [left, right] })
}

/** The same hypothesis, in words for a function that is 0 wherever it can be seen. */
export function outOfSight(hypothesis: Hypothesis, shape: string): Hypothesis {
  const words = `0 where it can be seen; its mean suggests a ${shape} out of sight`
  return { ...hypothesis, words }
}
