import type { Parameters } from '../../../library/numeric/index.ts'
import { atomic, composed, term, type Hypothesis } from './hypothesis.ts'
import { isTenth } from './snap.ts'

/**
 * Laws that look like the given one outside of an interval and differ in it, which their mean gives
 * away. Empty where the law, found from a part of it, is no guide to the rest.
 */
export function alternatives(law: Hypothesis): readonly Hypothesis[] {
  if (law.law?.form !== 'atomic') return [law]
  const visible = law.law.term
  const { operator, parameters } = visible
  const { a, n, s = 0, b = 0 } = parameters
  if (operator === 'rational') return isOnTenths(parameters) ? [law] : []
  // Only positive x was seen: the line may have any left half, or none.
  if (operator === 'root' && n === 1)
    return [atomic('linear', { m: s, b }), law, atomic('absolute', { s, b })]
  if (operator === 'constant' && a === 0)
    return [
      law,
      hidden(atomic('rectangle', { w: 4 }), 'rectangle of height 1'),
      hidden(atomic('rectangle', { w: 8 }), 'wide rectangle of height 1'),
      hidden(atomic('gaussian', { mean: 0, sd: 5 }), 'normal density'),
    ]
  if (operator === 'constant')
    return [
      law,
      ...[4, 8].map((w) => ({
        ...composed('sum', visible, term('rectangle', { w })),
        words: law.words,
      })),
    ]
  return [law]
}

function hidden(law: Hypothesis, shape: string): Hypothesis {
  return { ...law, words: `0 where it can be seen; its mean suggests a ${shape} out of sight` }
}

function isOnTenths(parameters: Parameters): boolean {
  return Object.values(parameters)
    .flat()
    .every((value) => isTenth(value, 1e-9))
}
