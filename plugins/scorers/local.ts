import type { Scorer } from '../contracts.ts'
import { fitScore } from './fit.ts'
import { errorScale } from './squared-error.ts'

/**
 * Local fit of a corrupted function: 1 - R² < 0.01 inside and outside of the corrupted interval
 * apart, since an answer that ignores a narrow corruption fits globally (FIND's finding). Both
 * must hold; the parts tell which did. It does not apply where the law itself is so near inside
 * that nothing is to be missed.
 */
export function local(): Scorer<'numeric'> {
  return {
    name: 'local',
    protocol: 'strict',
    decides: true,
    score({ evidence: sets }) {
      if (!sets.fit || !sets.inside)
        return { status: 'inapplicable', reason: 'the function has no corruption that shows' }
      const scale = errorScale(sets.fit.expected)
      const inside = fitScore(sets.inside, scale)
      // A corruption may leave no finite point outside, for instance of a root.
      const outside = sets.outside && fitScore(sets.outside, scale)
      const worse = outside?.value === 0 ? outside : inside
      return {
        status: 'scored',
        value: Math.min(inside.value, outside?.value ?? 1),
        parts: { inside: inside.value, ...(outside ? { outside: outside.value } : {}) },
        detail: `inside: ${inside.detail}; outside: ${outside?.detail ?? 'no point'}`,
        ...(worse.counterexample ? { counterexample: worse.counterexample } : {}),
      }
    },
  }
}
