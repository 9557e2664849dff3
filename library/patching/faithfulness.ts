/**
 * Faithfulness: how much of what a model does is done by a part of it, all else being as it is on
 * the corrupted prompts (Wang et al., arXiv 2211.00593; Mueller et al., MIB, arXiv 2504.13151).
 */
import type { Patch } from '../transformer/engine.ts'
import { nameOf, type Node, nodesOf } from '../transformer/nodes.ts'
import type { Comparison } from './comparison.ts'
import { hookOf } from './effects.ts'

/**
 * (m(C) - m(∅)) / (m(M) - m(∅)) of each circuit: the metric where its components alone are clean,
 * between where none is and where all are. Embeddings are always clean. A forward a pair and
 * circuit, and one a pair for ∅.
 *
 * @param circuits names of components.
 */
export async function faithfulnessOf(
  { lab, clean, corrupted, measure }: Comparison,
  circuits: readonly ReadonlySet<string>[],
): Promise<readonly number[]> {
  const nodes = nodesOf(lab.shape)
  const runWith = async (circuit: ReadonlySet<string>) => {
    const patches = nodes
      .filter((node) => !circuit.has(nameOf(node)))
      .map((node): Patch => ({ hook: hookOf(node), by: corrupted }))
    return measure((await lab.patch(clean, patches)).logits)
  }
  const [none, all] = [await runWith(new Set()), measure(clean.logits)]
  const found: number[] = []
  // oxlint-disable-next-line no-await-in-loop -- each is charged before the next is asked
  for (const circuit of circuits) found.push(((await runWith(circuit)) - none) / (all - none))
  return found
}

/**
 * Faithfulness of the highest k components, for every k from none to all.
 *
 * @param ranked from the one that matters most.
 */
export const faithfulnessCurve = (comparison: Comparison, ranked: readonly Node[]) =>
  faithfulnessOf(
    comparison,
    Array.from({ length: ranked.length + 1 }, (_, k) => new Set(ranked.slice(0, k).map(nameOf))),
  )

/** Shares of components at which a curve is read: all there are, or the ten that MIB takes. */
export type Grid = 'own' | 'mib'
const MIB = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]
/** Shares of whole numbers are whole again. */
const ROUNDING = 1e-9

/** CPR: the area under the curve of faithfulness by share of components; higher is better. */
export const circuitPerformance = (curve: readonly number[], grid: Grid = 'own'): number =>
  area(curve, grid, (value) => value)

/** CMD: the area between the curve and 1; 0 is best. CPR + CMD is at least the width of the grid. */
export const circuitDistance = (curve: readonly number[], grid: Grid = 'own'): number =>
  area(curve, grid, (value) => Math.abs(1 - value))

/** By trapezoids. */
function area(curve: readonly number[], grid: Grid, of: (value: number) => number): number {
  const most = curve.length - 1
  const shares = grid === 'mib' ? MIB : curve.map((_, k) => k / most)
  const values = shares.map((share) => of(curve[Math.floor(share * most + ROUNDING)]!))
  let sum = 0
  for (let i = 1; i < shares.length; i++)
    sum += ((values[i]! + values[i - 1]!) / 2) * (shares[i]! - shares[i - 1]!)
  return sum
}
