import {
  describeLaw,
  lawDomain,
  lawExpression,
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

export function term(operator: OperatorName, parameters: Parameters = {}): Term {
  return { operator, parameters }
}

export function atomic(operator: OperatorName, parameters: Parameters = {}): Hypothesis {
  return fromLaw({ form: 'atomic', term: term(operator, parameters) })
}

export function composed(form: 'sum' | 'product', left: Term, right: Term): Hypothesis {
  return fromLaw({ form, terms: [left, right] })
}

/** A hypothesis about what a function is inside of an interval, being 0 everywhere else. */
export function outOfSight(hypothesis: Hypothesis, shape: string): Hypothesis {
  const words = `0 where it can be seen; its mean suggests a ${shape} out of sight`
  return { ...hypothesis, words }
}
