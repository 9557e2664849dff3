/**
 * Edges: what one component's output does through what another reads of it.
 *
 * - *Path patching* (Goldowsky-Dill et al., arXiv 2304.05969) exchanges what one receiver reads of
 *   one sender, for each edge: one forward a pair and edge.
 * - *EAP*, edge attribution patching (Syed et al., arXiv 2310.10348), does so to first order:
 *   (other - own output of the sender) · ∂metric/∂(input of the receiver), for all edges by one
 *   backward pass; with integrated gradients it is EAP-IG (Hanna et al., arXiv 2403.17806).
 * - *ACDC* (Conmy et al., arXiv 2304.14997) goes from the logits backwards and leaves out each edge
 *   whose loss moves the metric by less than a threshold, given those it has left out before.
 */
import type { Edge } from '../transformer/engine.ts'
import { nodesOf, nameOf, type Node } from '../transformer/nodes.ts'
import { type HookPoint, nameOfHook } from '../transformer/hook-points.ts'
import { type AttributionOptions, difference, dot, runsOf, slopesOf } from './attribution.ts'
import type { Comparison } from './comparison.ts'
import type { Direction } from './effects.ts'
import type { Shape } from '../transformer/model.ts'

export interface EdgeEffect {
  readonly edge: Edge
  readonly effect: number
}

/** All edges of a model, the receivers that run last first. */
export function edgesOf(shape: Shape): readonly Edge[] {
  const nodes = nodesOf(shape)
  const receivers: readonly Edge['to'][] = [
    ...nodes.flatMap((node): readonly Edge['to'][] =>
      'head' in node ? (['q', 'k', 'v'] as const).map((input) => ({ ...node, input })) : [node],
    ),
    'logits',
  ]
  return receivers
    .toReversed()
    .flatMap((to) =>
      (['embed', ...nodes] as const)
        .filter((from) => from === 'embed' || runsBefore(from, to))
        .map((from): Edge => ({ from, to })),
    )
}

function runsBefore(from: Node, to: Edge['to']): boolean {
  if (to === 'logits' || from.layer < to.layer) return true
  return from.layer === to.layer && 'head' in from && 'mlp' in to
}

/** Its name as EAP writes it, with the names of components. */
export function edgeName({ from, to }: Edge): string {
  const sender = from === 'embed' ? 'embed' : nameOf(from)
  if (to === 'logits') return `${sender}->logits`
  return `${sender}->${nameOf(to)}${'input' in to && to.input ? `<${to.input}>` : ''}`
}

/** Effects of exchanging each edge by itself. */
export async function pathEffects(
  comparison: Comparison,
  edges: readonly Edge[],
  direction: Direction,
): Promise<readonly EdgeEffect[]> {
  const { lab, measure, clean, corrupted } = comparison
  const { base, other } = runsOf(comparison, direction)
  const whole = measure(clean.logits) - measure(corrupted.logits)
  const from = measure(base.logits)
  const sign = direction === 'denoising' ? 1 : -1
  const found: EdgeEffect[] = []
  for (const edge of edges) {
    // oxlint-disable-next-line no-await-in-loop -- each is charged before the next is asked
    const { logits } = await lab.rewire(base, [edge], other)
    found.push({ edge, effect: (sign * (measure(logits) - from)) / whole })
  }
  return found
}

/** Effects of all edges by attribution. */
export async function edgeAttributions(
  comparison: Comparison,
  options: AttributionOptions,
): Promise<readonly EdgeEffect[]> {
  const { lab, clean, corrupted, measure } = comparison
  const whole = measure(clean.logits) - measure(corrupted.logits)
  const slopes = await slopesOf(comparison, options)
  const sent = perHook((hook) => difference(clean.at(hook), corrupted.at(hook)))
  const slope = perHook((hook) => slopes.at(hook))
  return edgesOf(lab.shape).map((edge) => ({
    edge,
    effect: dot(sent(senderHook(edge.from)), slope(receiverHook(edge.to, lab.shape))) / whole,
  }))
}

/** Values by hook point, each made once. */
function perHook<T>(make: (hook: HookPoint) => T): (hook: HookPoint) => T {
  const known = new Map<string, T>()
  return (hook) => {
    const name = nameOfHook(hook)
    const value = known.get(name) ?? make(hook)
    known.set(name, value)
    return value
  }
}

/**
 * @param most edges that are tried; of those behind them none are left.
 * @returns the edges that are left, with what the loss of each did when it was tried.
 */
export async function acdc(
  comparison: Comparison,
  threshold: number,
  most = Infinity,
): Promise<readonly EdgeEffect[]> {
  const { lab, clean, corrupted, measure } = comparison
  const whole = measure(clean.logits) - measure(corrupted.logits)
  const lost: Edge[] = []
  const kept: EdgeEffect[] = []
  const isRead = (edge: Edge) =>
    edge.to === 'logits' ||
    kept.some(({ edge: { from } }) => from !== 'embed' && isSame(from, edge.to))
  let current = measure(clean.logits)
  let tried = 0
  for (const edge of edgesOf(lab.shape)) {
    // What nobody reads any more goes without a trial.
    if (!isRead(edge) || tried === most) {
      lost.push(edge)
      continue
    }
    tried++
    // oxlint-disable-next-line no-await-in-loop -- each depends on those before
    const { logits } = await lab.rewire(clean, [...lost, edge], corrupted)
    const without = measure(logits)
    const effect = (current - without) / whole
    if (Math.abs(effect) < threshold) {
      lost.push(edge)
      current = without
    } else kept.push({ edge, effect })
  }
  return kept
}

/** Scores of components by edges: the largest effect of what they send, with its sign. */
export function byLargestEdge(
  nodes: readonly Node[],
  effects: readonly EdgeEffect[],
): readonly number[] {
  const largest = new Map<string, number>()
  for (const { edge, effect } of effects) {
    if (edge.from === 'embed') continue
    const name = nameOf(edge.from)
    if (Math.abs(effect) > Math.abs(largest.get(name) ?? 0)) largest.set(name, effect)
  }
  return nodes.map((node) => largest.get(nameOf(node)) ?? 0)
}

const isSame = (a: Node, b: Edge['to']) =>
  b !== 'logits' &&
  a.layer === b.layer &&
  ('head' in a ? 'head' in b && a.head === b.head : 'mlp' in b)

const senderHook = (from: Edge['from']): HookPoint =>
  from === 'embed'
    ? { kind: 'resid_pre', layer: 0 }
    : 'head' in from
      ? { kind: 'result', layer: from.layer, head: from.head }
      : { kind: 'mlp_out', layer: from.layer }

function receiverHook(to: Edge['to'], { layers }: Shape): HookPoint {
  if (to === 'logits') return { kind: 'resid_post', layer: layers - 1 }
  if ('mlp' in to) return { kind: 'mlp_in', layer: to.layer }
  return { kind: `${to.input ?? 'q'}_input`, layer: to.layer, head: to.head }
}
