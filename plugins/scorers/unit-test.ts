import type { Scorer } from '../contracts.ts'

/**
 * FIND's unit test of descriptions (arXiv 2309.03886, section 4), in which a judge model picks
 * the examples that a description fits. No judge is configured yet: descriptions are kept and
 * counted as unscored.
 */
export function unitTest(): Scorer {
  return { name: 'unit-test', protocol: 'paper', score: { numeric: unscored, strings: unscored } }
}

const unscored = () => ({ status: 'unscored', reason: 'no judge model is configured' }) as const
