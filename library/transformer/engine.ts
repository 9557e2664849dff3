import { EXACT, type GradientRules } from './backward.ts'
import { checkAlike, checkHook, checkPositions } from './check.ts'
import { openFloat64 } from './float64.ts'
import { openGradients } from './gradients.ts'
import { nameOfHook, type HookPoint } from './hook-points.ts'
import type { Kernels } from './kernels.ts'
import type { Numbers, Transformer } from './model.ts'
import type { Node } from './nodes.ts'
import { patching, type Exchange } from './patches.ts'
import { checkEdge, rewiring, type Edge } from './rewiring.ts'
import type { Kept, Prompts, Run } from './run.ts'
import { openRunner } from './runner.ts'
import { extentOf } from './tensors.ts'
import { givenValues, type Values } from './values.ts'

export { EXACT, GIM, type GradientRules } from './backward.ts'
export type { Edge } from './rewiring.ts'
export type { Prompts, Run } from './run.ts'

/** One activation exchanged. */
export interface Patch {
  readonly hook: HookPoint
  /** Ascending; all positions without it (of `pattern` and `scores`: of queries). */
  readonly positions?: readonly number[]
  /**
   * Where the other activation comes from: another run of as many and as long prompts, or values:
   * all that `Run.at` gives of this hook (those of other positions are not looked at), or those of
   * one position of one prompt, for all of them. Of a causal model, attention to later positions
   * stays none whatever a patch of `scores` or `pattern` says.
   */
  readonly by: Run | Numbers
}

export interface PatchedRun {
  /** [batch, read, vocabulary] */
  readonly logits: Numbers
  /** Whether a patch changed the activation it was put on, or a receiver's input, anywhere. */
  readonly changed: boolean
}

export interface RunOptions {
  /** The residual stream before the first layer, [batch, position, dModel], instead of the tokens'. */
  readonly embeddings?: Numbers
}

export interface Engine {
  readonly model: Transformer
  /** @param read the positions whose logits are asked for, also of what is patched: all without it. */
  run(prompts: Prompts, read?: readonly number[], options?: RunOptions): Run
  /**
   * The run again with patches: only what they can change is computed anew. A patch is put on the
   * activation as earlier patches left it; of two at one place the later stands.
   */
  patch(base: Run, patches: readonly Patch[]): PatchedRun
  /**
   * The run again where receivers of these edges read their senders as they were in `other`, and
   * all else as it is in this run. Keys and values of a group of heads are one receiver.
   */
  rewire(base: Run, edges: readonly Edge[], other: Run): PatchedRun
  /**
   * Gradients of what has this derivative by the logits [batch, read, vocabulary], at every hook
   * point, by the activation as it is there alone: that by `q_input` of a head leaves out what the
   * residual stream does elsewhere.
   *
   * @param rules how derivatives are taken: exactly without it
   */
  gradients(base: Run, byLogits: Numbers, rules?: GradientRules): Gradients
}

export interface Gradients {
  /** In the shape of `Run.at`. */
  at(hook: HookPoint): Numbers
}

export function openEngine(model: Transformer, kernels: Kernels = openFloat64()): Engine {
  const { shape } = model
  const runner = openRunner(model, kernels)
  /** All positions of a prompt. */
  let every: readonly number[] = []

  function exchangesOf(base: Run, { hook, positions, by }: Patch): Exchange[] {
    checkHook(hook, shape)
    const { kind, layer, head } = hook
    const { size } = runner.kept(base)
    const what = () => `A patch of ${nameOfHook(hook)}`
    if (positions) checkPositions(what, positions, size.positions)
    if (every.length !== size.positions) every = Array.from({ length: size.positions }, (_, i) => i)
    const { heads: count } = extentOf(kind, shape, size.positions)
    const [first, last] = head === undefined ? [0, count] : [head, head + 1]
    const exchange = (heads: readonly [number, number], values: Values): Exchange => ({
      kind,
      layer,
      heads,
      positions: positions ?? every,
      values,
    })
    if (!('prompts' in by)) {
      const rounded = new (kernels.memory.constructor as Float64ArrayConstructor)(by)
      return [exchange([first, last], givenValues(rounded, hook, shape, size))]
    }
    checkAlike(() => `${what()}: the other run`, by.prompts, base.prompts)
    const other = runner.kept(by)
    if (kind !== 'result') return [exchange([first, last], runner.valuesOf(other, hook))]
    return Array.from({ length: last - first }, (_, i) =>
      exchange(
        [first + i, first + i + 1],
        runner.valuesOf(other, { kind, layer, head: first + i }),
      ),
    )
  }

  /** What a sender adds to the residual stream, [position, batch, dModel]. */
  function outputOf(run: Kept, sender: Node | 'embed'): Numbers {
    const hook: HookPoint =
      sender === 'embed'
        ? { kind: 'resid_pre', layer: 0 }
        : 'head' in sender
          ? { kind: 'result', layer: sender.layer, head: sender.head }
          : { kind: 'mlp_out', layer: sender.layer }
    const { numbers, start } = runner.valuesOf(run, hook)
    return numbers.subarray(start, start + run.size.batch * run.size.positions * shape.dModel)
  }

  return {
    model,
    run: (prompts, read, options = {}) => runner.run(prompts, read, options.embeddings),
    patch(base, patches) {
      const exchanges = patches.flatMap((patch) => exchangesOf(base, patch))
      const intervention = patching(exchanges)
      const first = patches.reduce(
        (least, { hook }) => Math.min(least, hook.layer),
        shape.layers - 1,
      )
      const logits = runner.again(base, first, intervention)
      return { logits, changed: intervention.changed }
    },
    rewire(base, edges, other) {
      for (const edge of edges) checkEdge(edge, shape)
      checkAlike(() => 'The other run', other.prompts, base.prompts)
      const from = { base: runner.kept(base), other: runner.kept(other) }
      const pass = runner.load(base)
      const intervention = rewiring(
        edges,
        pass,
        (sender) => ({ base: outputOf(from.base, sender), other: outputOf(from.other, sender) }),
        (count) => pass.workspace.tensors(count),
      )
      const logits = runner.again(base, intervention.firstLayer, intervention)
      return { logits, changed: intervention.changed }
    },
    gradients: (base, byLogits, rules = EXACT) => openGradients(runner, base, byLogits, rules),
  }
}
