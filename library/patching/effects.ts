/**
 * Activation patching (Vig et al. 2020; Meng et al., arXiv 2202.05262; Zhang and Nanda, arXiv
 * 2309.16042): one activation is exchanged in a run, and what the metric makes of it is its effect.
 *
 * *Denoising* puts clean activations into the corrupted run: is the component sufficient? *Noising*
 * puts corrupted ones into the clean run: is it necessary (Heimersheim and Nanda, arXiv 2404.15255)?
 */
import type { Patch, Run } from '../transformer/engine.ts'
import type { HookKind } from '../transformer/hook-points.ts'
import type { Node } from '../transformer/nodes.ts'
import type { Comparison } from './comparison.ts'
import type { Numbers } from '../transformer/model.ts'

export const DIRECTIONS = ['denoising', 'noising'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** What of a head is exchanged: its output, or what its output comes from. */
export const HEAD_HOOKS = ['z', 'q', 'k', 'v', 'pattern'] as const
export type HeadHook = (typeof HEAD_HOOKS)[number]

/** What takes the place of an activation in the clean run instead of a corrupted one. */
export const ABLATIONS = ['mean', 'zero'] as const
export type Ablation = (typeof ABLATIONS)[number]

/** Something that is exchanged: components, all at once, at some positions or at all. */
export interface Exchange {
  readonly nodes: readonly Node[]
  readonly hook?: HeadHook
  readonly positions?: readonly number[]
}

/** What an exchange did. */
export interface Effect {
  /** Of the distance between corrupted and clean: 1 where the exchange decides all of it. */
  readonly effect: number
  /** The same of each pair. */
  readonly each: Float64Array
  /** Whether it changed any activation. */
  readonly changed: boolean
}

/** Effects of exchanges, each made by itself: one forward a pair and exchange. */
export async function effectsOf(
  comparison: Comparison,
  exchanges: readonly Exchange[],
  direction: Direction,
): Promise<readonly Effect[]> {
  const { clean, corrupted } = comparison
  return direction === 'denoising'
    ? sweep(comparison, corrupted, exchanges, () => clean)
    : sweep(comparison, clean, exchanges, () => corrupted)
}

/** Effects of ablations in the clean run: by zero, or by the mean over pairs at each position. */
export async function ablationsOf(
  comparison: Comparison,
  exchanges: readonly Exchange[],
  ablation: Ablation,
): Promise<readonly Effect[]> {
  const { clean } = comparison
  const replace = (hook: Patch['hook']) => {
    const own = clean.at(hook)
    return ablation === 'zero' ? own.fill(0) : meanOverPairs(own, clean.prompts.length)
  }
  return sweep(comparison, clean, exchanges, replace)
}

async function sweep(
  { lab, clean, corrupted, measureEach }: Comparison,
  base: Run,
  exchanges: readonly Exchange[],
  by: (hook: Patch['hook']) => Run | Numbers,
): Promise<readonly Effect[]> {
  const from = measureEach(base.logits)
  const whole = total(measureEach(clean.logits)) - total(measureEach(corrupted.logits))
  const sign = base === clean ? -1 : 1
  const effects: Effect[] = []
  for (const { nodes, hook = 'z', positions } of exchanges) {
    const patches = nodes.map((node): Patch => {
      const point = hookOf(node, hook)
      return { hook: point, by: by(point), ...(positions && { positions }) }
    })
    // oxlint-disable-next-line no-await-in-loop -- each is charged before the next is asked
    const { logits, changed } = await lab.patch(base, patches)
    const share = (sign * from.length) / whole
    const each = measureEach(logits).map((value, i) => share * (value - from[i]!))
    effects.push({ effect: total(each) / each.length, each, changed })
  }
  return effects
}

/** The hook point of a component. */
export const hookOf = (
  node: Node,
  hook: HookKind = 'z',
): { readonly kind: HookKind; readonly layer: number; readonly head?: number } =>
  'head' in node
    ? { kind: hook, layer: node.layer, head: node.head }
    : { kind: 'mlp_out', layer: node.layer }

/** Windows of as many adjacent MLPs around each MLP; heads stay by themselves. */
export function windowsOf(nodes: readonly Node[], width: number): readonly Exchange[] {
  const before = Math.floor((width - 1) / 2)
  return nodes.map((node) => {
    if ('head' in node) return { nodes: [node] }
    const first = node.layer - before
    return {
      nodes: nodes.filter(
        (other) => 'mlp' in other && other.layer >= first && other.layer < first + width,
      ),
    }
  })
}

const total = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0)

/** @param values [pair, …] */
function meanOverPairs(values: Numbers, pairs: number): Float64Array {
  const size = values.length / pairs
  return Float64Array.from(values, (_, i) => {
    let sum = 0
    for (let pair = 0; pair < pairs; pair++) sum += values[pair * size + (i % size)]!
    return sum / pairs
  })
}
