import { backward, byInput, type GradientRules } from './backward.ts'
import { checkHook } from './check.ts'
import type { HookPoint } from './hook-points.ts'
import type { Numbers } from './model.ts'
import type { Projection } from './prepared.ts'
import { exported, orderedLogits, type Run } from './run.ts'
import type { Runner } from './runner.ts'
import { sharedValues, type Values } from './values.ts'

/** Gradients at every hook point: those by inputs of single heads are made when asked for. */
export function openGradients(
  runner: Runner,
  base: Run,
  byLogits: Numbers,
  rules: GradientRules,
): { at(hook: HookPoint): Numbers } {
  if (byLogits.length !== base.logits.length) {
    throw new RangeError(
      `Derivatives by the logits are ${byLogits.length} numbers; expected ${base.logits.length}, as many as logits.`,
    )
  }
  const kept = runner.kept(base)
  const { size } = kept
  const ordered = orderedLogits(byLogits, base.read.length, size.batch)
  const pass = runner.load(base)
  const { shape } = pass
  const derivatives = backward(pass, kept, ordered, rules)
  const made = new Map<string, Numbers>()

  function inputOf(projection: Projection, layer: number, head: number): Numbers {
    const key = `${projection} ${layer} ${head}`
    const known = made.get(key)
    if (known) return known
    const values = byInput(runner.load(base), kept, derivatives, layer, projection, head, rules)
    made.set(key, values)
    return values
  }

  function valuesOf(hook: HookPoint, head: number): Values {
    const { kind, layer } = hook
    const { dModel } = shape
    switch (kind) {
      case 'q_input':
        return sharedValues(inputOf('q', layer, head), 0, dModel, size)
      case 'k_input':
        return sharedValues(inputOf('k', layer, head), 0, dModel, size)
      case 'v_input':
        return sharedValues(inputOf('v', layer, head), 0, dModel, size)
      case 'mlp_in':
        return sharedValues(derivatives.mlpIn[layer]!, 0, dModel, size)
      case 'result':
        // Outputs of heads are summed.
        return sharedValues(derivatives.block, kept.layout.layers[layer]!.attn_out, dModel, size)
      default:
        return runner.valuesOf(kept, hook, { numbers: derivatives.block, start: 0 })
    }
  }

  return {
    at(hook) {
      checkHook(hook, shape)
      return exported(hook, shape, size, (head) => valuesOf(hook, head))
    },
  }
}
