/**
 * Attribution patching: what exchanging an activation would do, to first order (Nanda 2023; Kramár
 * et al., AtP*, arXiv 2403.00745): (other - own) · ∂metric/∂own, for all components by one backward
 * pass. Where gradients saturate it is blind; *integrated gradients* average them on the way from
 * one run's embeddings to the other's (Sundararajan et al., arXiv 1703.01365; Hanna et al., EAP-IG,
 * arXiv 2403.17806).
 */

import type { GradientRules, Run } from '../transformer/engine.ts'
import type { HookPoint } from '../transformer/hook-points.ts'
import { type Node } from '../transformer/nodes.ts'
import type { Comparison } from './comparison.ts'
import { type Direction, hookOf } from './effects.ts'
import type { Numbers } from '../transformer/model.ts'

/** Gradients of the metric, by hook point. */
export interface Slopes {
  at(hook: HookPoint): Numbers
}

export interface AttributionOptions {
  readonly direction: Direction
  /** Steps of integrated gradients; 0 for the gradient of the run that would be patched. */
  readonly steps: number
  /** How the backward pass departs from the true gradient. */
  readonly backward?: GradientRules | undefined
}

/** Effects by attribution, in the order of the nodes. */
export interface Attribution {
  readonly effects: readonly number[]
  /**
   * How far the attributions of the embeddings are from the whole difference that they should
   * sum to, as a share of it: 0 of exact integration.
   */
  readonly gap: number
}

/**
 * Effects of all components: a backward a pair, and with integrated gradients a forward and a
 * backward a pair and step.
 */
export async function attribute(
  comparison: Comparison,
  nodes: readonly Node[],
  options: AttributionOptions,
): Promise<Attribution> {
  const { clean, corrupted, measure } = comparison
  const whole = measure(clean.logits) - measure(corrupted.logits)
  const slopes = await slopesOf(comparison, options)
  const effectAt = (hook: HookPoint) =>
    dot(difference(clean.at(hook), corrupted.at(hook)), slopes.at(hook)) / whole
  const embedded = effectAt({ kind: 'resid_pre', layer: 0 })
  return { effects: nodes.map((node) => effectAt(hookOf(node))), gap: Math.abs(embedded - 1) }
}

/** Gradients of the metric in the run that would be patched, or averaged between both runs. */
export async function slopesOf(
  { lab, clean, corrupted, byLogits }: Comparison,
  { direction, steps, backward }: AttributionOptions,
): Promise<Slopes> {
  const [base, other] = direction === 'denoising' ? [corrupted, clean] : [clean, corrupted]
  if (steps === 0) return lab.gradients(base, byLogits(base.logits), backward)
  const [from, to] = [base, other].map((run) => run.at({ kind: 'resid_pre', layer: 0 }))
  const found: Slopes[] = []
  for (let step = 0; step < steps; step++) {
    // The middle of each step: exact to second order.
    const share = (step + 0.5) / steps
    const embeddings = Float64Array.from(from!, (x, i) => x + share * (to![i]! - x))
    // oxlint-disable-next-line no-await-in-loop -- each is charged before the next is asked
    const between = await lab.run(base.prompts, base.read, { embeddings })
    // oxlint-disable-next-line no-await-in-loop -- it needs the run
    found.push(await lab.gradients(between, byLogits(between.logits), backward))
  }
  return {
    at(hook) {
      const sum = Float64Array.from(found[0]!.at(hook))
      for (const one of found.slice(1)) one.at(hook).forEach((x, i) => (sum[i]! += x))
      return sum.map((x) => x / steps)
    },
  }
}

export const difference = (a: Numbers, b: Numbers): Float64Array =>
  Float64Array.from(a, (x, i) => x - b[i]!)

export function dot(a: Numbers, b: Numbers): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** The run whose activations take the place of the base's, and the base. */
export const runsOf = (
  { clean, corrupted }: Comparison,
  direction: Direction,
): { readonly base: Run; readonly other: Run } =>
  direction === 'denoising' ? { base: corrupted, other: clean } : { base: clean, other: corrupted }
