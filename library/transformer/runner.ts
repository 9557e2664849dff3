import { checkHook, checkPositions, checkPrompts } from './check.ts'
import { embed, placeEmbeddings } from './embed.ts'
import { forward } from './forward.ts'
import type { HookPoint } from './hook-points.ts'
import type { Kernels } from './kernels.ts'
import type { Numbers, Transformer } from './model.ts'
import { openPass, type Intervention, type Pass } from './pass.ts'
import { prepareModel } from './prepared.ts'
import { exported, exportedLogits, type Kept, type Prompts, type Run } from './run.ts'
import { extentOf, type Size } from './tensors.ts'
import { orderedValues, sharedValues, type Values } from './values.ts'
import { openWorkspace } from './workspace.ts'

/** Runs a model, keeps what it did, and runs it again from there. */
export interface Runner {
  run(prompts: Prompts, read?: readonly number[], embeddings?: Numbers): Run
  /** The logits of the run with an intervention that begins in this layer. */
  again(base: Run, layer: number, intervention: Intervention): Numbers
  /** A pass in whose workspace this run is the base. */
  load(run: Run): Pass
  kept(run: Run): Kept
  /** What a run had at a hook point; of `result` a head is named. */
  valuesOf(kept: Kept, hook: HookPoint): Values
}

export function openRunner(model: Transformer, kernels: Kernels): Runner {
  const { shape } = model
  const prepared = prepareModel(kernels, model)
  const keptOf = new WeakMap<Run, Kept>()
  let pass: Pass | undefined
  let loaded: Kept | undefined

  /** A pass over prompts of this size, with room for so many logits. */
  function passOf(size: Size, reads: number): Pass {
    const last = pass?.workspace.size
    if (!pass || last?.batch !== size.batch || last.positions !== size.positions) {
      pass?.workspace.close()
      loaded = undefined
      pass = openPass(kernels, shape, prepared, openWorkspace(kernels, shape, size))
    }
    if (pass.workspace.widen(reads)) loaded = undefined
    return pass
  }

  function kept(run: Run): Kept {
    const known = keptOf.get(run)
    if (!known) throw new Error('A run was made by another engine; expected one of this engine.')
    return known
  }

  function load(run: Run): Pass {
    const base = kept(run)
    const current = passOf(base.size, run.read.length)
    if (loaded !== base) {
      kernels.memory.set(base.block, current.workspace.block)
      kernels.memory.set(base.logits, current.workspace.baseLogits)
      loaded = base
    }
    current.reads = run.read
    return current
  }

  /** [position, batch, dModel]: what one head adds, made when first asked for. */
  function resultOf({ block, layout, size, made }: Kept, layer: number, head: number): Numbers {
    const key = layer * shape.heads + head
    const known = made.get(key)
    if (known) return known
    const rows = size.batch * size.positions
    const width = shape.heads * shape.dHead
    const weight = prepared.layers[layer]!.headOut(head)
    const { gathered, result } = passOf(size, 0).workspace
    const { z } = layout.layers[layer]!
    kernels.memory.set(block.subarray(z, z + rows * width), gathered)
    const from = gathered + head * shape.dHead
    kernels.linear(result, shape.dModel, from, width, rows, weight)
    const values = kernels.memory.slice(result, result + rows * shape.dModel)
    made.set(key, values)
    return values
  }

  function valuesOf(run: Kept, { kind, layer, head }: HookPoint): Values {
    const { block, layout, size } = run
    const slots = layout.layers[layer]!
    switch (kind) {
      case 'result':
        return sharedValues(resultOf(run, layer, head!), 0, shape.dModel, size)
      case 'mlp_in':
        return sharedValues(block, slots.resid_mid, shape.dModel, size)
      case 'q_input':
      case 'k_input':
      case 'v_input':
        // All heads read the same residual stream.
        return sharedValues(block, slots.resid_pre, shape.dModel, size)
      default: {
        const { heads, width } = extentOf(kind, shape, size.positions)
        return orderedValues(block, slots[kind], heads, width, size)
      }
    }
  }

  return {
    kept,
    load,
    valuesOf,
    run(prompts, read, embeddings) {
      checkPrompts(prompts, shape)
      const positions = prompts[0]!.length
      if (read) checkPositions('What is read', read, positions)
      const reads = read ?? prompts[0]!.map((_, position) => position)
      const size = { batch: prompts.length, positions }
      const current = passOf(size, reads.length)
      const { block, layout, base, baseLogits } = current.workspace
      const at = base[0]!.resid_pre
      if (embeddings) placeEmbeddings(kernels.memory, at, embeddings, size, shape.dModel)
      else embed(kernels.memory, at, prompts, model)
      current.intervention = undefined
      current.whole = true
      current.reads = reads
      forward(current, 0, 0)
      const numbers = reads.length * size.batch * shape.vocabulary
      const made: Kept = {
        size,
        layout,
        block: kernels.memory.slice(block, block + layout.length),
        logits: kernels.memory.slice(baseLogits, baseLogits + numbers),
        made: new Map(),
      }
      loaded = made
      const run: Run = {
        prompts,
        read: reads,
        logits: exportedLogits(made.logits, reads.length, size.batch),
        at(hook) {
          checkHook(hook, shape)
          return exported(hook, shape, size, (head) => valuesOf(made, { ...hook, head }))
        },
      }
      keptOf.set(run, made)
      return run
    },
    again(base, layer, intervention) {
      const current = load(base)
      const { positions, batch } = current.workspace.size
      current.intervention = intervention
      current.whole = false
      const at = forward(current, layer, positions)
      const logits = kernels.memory.subarray(at, at + base.logits.length)
      return exportedLogits(logits, base.read.length, batch)
    },
  }
}
