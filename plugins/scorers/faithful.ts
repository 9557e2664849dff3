import { circuitDistance, circuitPerformance } from '../../library/patching/faithfulness.ts'
import type { Scorer } from '../contracts.ts'
import { clamped } from './circuit.ts'

/**
 * CPR and CMD: the area under the curve of faithfulness over the share of components, in the order
 * of the answer's scores, and the area between it and 1 (Mueller et al., MIB, arXiv 2504.13151,
 * section 3). Values are cut to [0, 1], and of CMD it is 1 - CMD, so that 1 is best of both; the
 * detail has them as they are, on the grid of all components and on MIB's.
 */
const area =
  (name: 'cpr' | 'cmd', of: typeof circuitPerformance, valueOf: (area: number) => number) =>
  (): Scorer<'circuits'> => ({
    name,
    protocol: 'beside',
    decides: false,
    score({ evidence: { curve, chosen } }) {
      const own = of(curve)
      const title = name.toUpperCase()
      const mib = of(curve, 'mib').toFixed(3)
      return {
        status: 'scored',
        value: clamped(valueOf(own)),
        detail: `${title} ${own.toFixed(3)} (grid mib ${mib}), faithfulness of the circuit ${chosen.toFixed(3)}`,
      }
    },
  })

export const cpr = area('cpr', circuitPerformance, (value) => value)
export const cmd = area('cmd', circuitDistance, (value) => 1 - value)
