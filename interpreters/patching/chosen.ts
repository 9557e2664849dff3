import { mean, standardDeviation } from 'simple-statistics'
import type { Node } from '../../library/transformer/nodes.ts'
import type { Options } from './options.ts'

/** Indices of the components whose effect is beyond the threshold. */
export function chosen(
  nodes: readonly Node[],
  effects: readonly number[],
  threshold: Options['threshold'],
): readonly number[] {
  if (threshold !== '2sd')
    return effects.flatMap((effect, i) => (Math.abs(effect) >= threshold ? [i] : []))
  const heads = effects.filter((_, i) => 'head' in nodes[i]!)
  const [centre, wide] = [mean(heads), 2 * standardDeviation(heads)]
  return effects.flatMap((effect, i) => (Math.abs(effect - centre) > wide ? [i] : []))
}
