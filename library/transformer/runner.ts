import { openBlocks, type Block } from './blocks.ts'
import { checkHook, checkPositions, checkPrompts } from './check.ts'
import { embed, placeEmbeddings } from './embed.ts'
import { forward } from './forward.ts'
import type { HookPoint } from './hook-points.ts'
import type { Kernels } from './kernels.ts'
import type { Numbers, Transformer } from './model.ts'
import { openPass, type Intervention, type Pass } from './pass.ts'
import { prepareModel } from './prepared.ts'
import { exported, exportedLogits, type Kept, type Prompts, type Run } from './run.ts'
import { extentOf, SLOTS, type Size } from './tensors.ts'
import { orderedValues, sharedValues, type Values } from './values.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

/** Runs a model, keeps what it did, and runs it again from there. */
export interface Runner {
  run(prompts: Prompts, read?: readonly number[], embeddings?: Numbers): Run
  /** The logits of the run with an intervention that begins in this layer. */
  again(base: Run, layer: number, intervention: Intervention): Numbers
  /** A pass of which this run is the base. */
  load(run: Run): Pass
  kept(run: Run): Kept
  /**
   * What a run had at a hook point; of `result` a head is named.
   *
   * @param of other numbers that are laid out as its activations are
   */
  valuesOf(kept: Kept, hook: HookPoint, of?: Activations): Values
}

interface Activations {
  readonly numbers: Numbers
  readonly start: number
}

/** With how many equal tokens all prompts begin. */
function sharedStart(prompts: Prompts, others: Prompts): number {
  return prompts.reduce((least, prompt, i) => {
    const first = prompt.findIndex((token, position) => token !== others[i]![position])
    return first < 0 ? least : Math.min(least, first)
  }, prompts[0]!.length)
}

export function openRunner(model: Transformer, kernels: Kernels): Runner {
  const { shape } = model
  const prepared = prepareModel(kernels, model)
  const keptOf = new WeakMap<Run, Kept>()
  const blocks = openBlocks(kernels, compute)
  let workspace: Workspace | undefined
  let pass: Pass | undefined

  /** Room for prompts of this size. */
  function workspaceOf({ batch, positions }: Size): Workspace {
    const last = workspace?.size
    if (workspace && last?.batch === batch && last.positions === positions) return workspace
    workspace?.close()
    pass = undefined
    workspace = openWorkspace(kernels, shape, { batch, positions })
    return workspace
  }

  /** A pass of which the run in this block is the base. */
  function passOf({ size, reads }: Kept, block: Block): Pass {
    const room = workspaceOf(size)
    room.widen(reads.length)
    pass ??= openPass(kernels, shape, prepared, room, block)
    pass.block = block
    pass.reads = reads
    return pass
  }

  function compute(run: Kept, block: Block): void {
    const current = passOf(run, block)
    const { prompts, embeddings, size } = run
    const begin = adopt(run, block)
    const at = block.layers[0]!.resid_pre
    if (embeddings) placeEmbeddings(kernels.memory, at, embeddings, size, shape.dModel)
    else embed(kernels.memory, at, prompts, model)
    current.intervention = undefined
    current.whole = true
    forward(current, 0, begin)
  }

  /**
   * Takes over what the run before has of the tokens with which both begin, as no later token
   * counts there. The first position that is not the same is returned.
   */
  function adopt(run: Kept, block: Block): number {
    const [other, from] = blocks.latest(run) ?? []
    if (!shape.causal || !other || !from || run.embeddings || other.embeddings) return 0
    const same = sharedStart(run.prompts, other.prompts)
    if (same === 0) return 0
    const { strides } = workspaceOf(run.size)
    block.layers.forEach((slots, layer) => {
      for (const slot of SLOTS) {
        const source = from.layers[layer]![slot]
        if (source < 0) continue
        kernels.copy(slots[slot], source, same * strides[slot])
      }
    })
    return same
  }

  function kept(run: Run): Kept {
    const known = keptOf.get(run)
    if (!known) throw new Error('A run was made by another engine; expected one of this engine.')
    return known
  }

  function load(run: Run): Pass {
    const base = kept(run)
    return passOf(base, blocks.load(base))
  }

  /** [position, batch, dModel]: what one head adds, made when first asked for. */
  function resultOf(run: Kept, layer: number, head: number): Numbers {
    const { layout, size, made } = run
    const key = layer * shape.heads + head
    const known = made.get(key)
    if (known) return known
    const rows = size.batch * size.positions
    const width = shape.heads * shape.dHead
    const weight = prepared.layers[layer]!.headOut(head)
    const { numbers, start } = blocks.read(run)
    const { gathered, result } = workspaceOf(size)
    const z = start + layout.layers[layer]!.z
    kernels.memory.set(numbers.subarray(z, z + rows * width), gathered)
    const from = gathered + head * shape.dHead
    kernels.linear(result, shape.dModel, from, width, rows, weight)
    const values = kernels.memory.slice(result, result + rows * shape.dModel)
    made.set(key, values)
    return values
  }

  function valuesOf(run: Kept, { kind, layer, head }: HookPoint, of?: Activations): Values {
    const { layout, size } = run
    if (kind === 'result') return sharedValues(resultOf(run, layer, head!), 0, shape.dModel, size)
    const { numbers, start } = of ?? blocks.read(run)
    const slots = layout.layers[layer]!
    switch (kind) {
      case 'mlp_in':
        return sharedValues(numbers, start + slots.resid_mid, shape.dModel, size)
      case 'q_input':
      case 'k_input':
      case 'v_input':
        // All heads read the same residual stream.
        return sharedValues(numbers, start + slots.resid_pre, shape.dModel, size)
      default: {
        const { heads, width } = extentOf(kind, shape, size.positions)
        return orderedValues(numbers, start + slots[kind], heads, width, size)
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
      if (read) checkPositions(() => 'What is read', read, positions)
      const reads = read ?? prompts[0]!.map((_, position) => position)
      const size = { batch: prompts.length, positions }
      const made: Kept = {
        prompts: prompts.map((prompt) => prompt.slice()),
        reads,
        embeddings: embeddings?.slice(),
        size,
        layout: workspaceOf(size).layout,
        logits: reads.length * size.batch * shape.vocabulary,
        copy: undefined,
        made: new Map(),
      }
      const { logits } = blocks.place(made)
      const ordered = kernels.memory.slice(logits, logits + made.logits)
      const run: Run = {
        prompts,
        read: reads,
        logits: exportedLogits(ordered, reads.length, size.batch),
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
      const logits = kernels.memory.slice(at, at + base.logits.length)
      return exportedLogits(logits, base.read.length, batch)
    },
  }
}
