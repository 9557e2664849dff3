import { extentOf, type PerSlot, type Slot } from './tensors.ts'
import { NOWHERE, type Address, type Norm, type Weight } from './kernels.ts'
import type { Numbers } from './model.ts'
import { enter, type Pass } from './pass.ts'
import type { Projection, TransposedName } from './prepared.ts'
import type { Kept } from './run.ts'

/** How derivatives are taken otherwise than they are. */
export interface GradientRules {
  /** Whether what a normalization divides by counts as a constant. */
  readonly frozenNorms: boolean
  /** Softmax is derived as if scores had been divided by this, without the factor that this gives. */
  readonly temperature: number
  /** What of a derivative is passed on by the factors of a product. */
  readonly share: { readonly [K in 'q' | 'k' | 'v' | 'pre' | 'pre_linear']: number }
}

export const EXACT: GradientRules = {
  frozenNorms: false,
  temperature: 1,
  share: { q: 1, k: 1, v: 1, pre: 1, pre_linear: 1 },
}

/**
 * Gradient interaction modifications (Edin et al., GIM: Improved Interpretability for Large Language
 * Models, arXiv 2505.17630): each of two factors passes on half, queries and keys a quarter since
 * their product is a factor of another; softmax at temperature 2; norms frozen.
 */
export const GIM: GradientRules = {
  frozenNorms: true,
  temperature: 2,
  share: { q: 0.25, k: 0.25, v: 0.5, pre: 0.5, pre_linear: 0.5 },
}

/** Derivatives by all activations, in a block like that of a run. */
export interface Derivatives {
  readonly block: Numbers
  /** By what MLPs read, before the norm: [position, batch, dModel] of each layer. */
  readonly mlpIn: readonly Numbers[]
}

/**
 * Derivatives by hand, from the logits back. The run is the base of the pass.
 *
 * @param byLogits [read, batch, vocabulary]
 */
export function backward(
  pass: Pass,
  kept: Kept,
  byLogits: Numbers,
  rules: GradientRules,
): Derivatives {
  const { kernels, workspace, shape, model } = pass
  const { batch, positions } = workspace.size
  const rows = batch * positions
  const size = rows * shape.dModel
  const block = new (kernels.memory.constructor as Float64ArrayConstructor)(kept.layout.length)
  const mlpIn: Numbers[] = []
  const temporary = kernels.allocate(size)
  const stream = kernels.allocate(size)
  const softened = kernels.allocate(positions * workspace.strides.scores)

  /** Copies what has been found to where it is kept. */
  function keep(slot: Slot, at: Address): void {
    const length = positions * workspace.strides[slot]
    block.set(kernels.memory.subarray(at, at + length), kept.layout.layers[pass.layer]![slot])
  }
  function shareOut(slot: keyof GradientRules['share'], at: Address): void {
    const share = rules.share[slot]
    if (share === 1) return
    const { memory } = kernels
    const end = at + positions * workspace.strides[slot]
    for (let i = at; i < end; i++) memory[i]! *= share
  }
  /** dx = dy · transposed weight. */
  function back(dx: Address, dy: Address, name: TransposedName): Weight {
    const weight = model.layers[pass.layer]!.transposed(name)
    kernels.linear(dx, weight.outputs, dy, weight.inputs, rows, weight)
    return weight
  }
  function throughNorm(dx: Address, dy: Address, x: Address, norm: Norm | undefined): Address {
    if (!norm) return dy
    kernels.normalizeBackward(dx, dy, x, rows, norm, rules.frozenNorms)
    return dx
  }

  unembedBackward(pass, byLogits, stream, rules)
  for (let layer = shape.layers - 1; layer >= 0; layer--) {
    enter(pass, layer, 0)
    const d = workspace.own[layer % 2]!
    keep('resid_post', stream)
    if (shape.dMlp > 0) {
      mlpIn[layer] = thinkBackward(d)
      keep('resid_mid', stream)
    }
    attendBackward(d)
    keep('resid_pre', stream)
  }
  for (const address of [temporary, stream, softened]) kernels.free(address)
  return { block, mlpIn }

  function thinkBackward(d: PerSlot): Numbers {
    const { base } = pass
    const { norm2 } = model.layers[pass.layer]!
    const count = positions * workspace.strides.post
    keep('mlp_out', stream)
    back(d.post, stream, 'mlpOut')
    keep('post', d.post)
    const linear = shape.gated ? base.pre_linear : NOWHERE
    kernels.activateBackward(d.pre, d.pre_linear, d.post, base.pre, linear, count, shape.activation)
    if (shape.gated) {
      shareOut('pre', d.pre)
      shareOut('pre_linear', d.pre_linear)
      keep('pre_linear', d.pre_linear)
      back(temporary, d.pre_linear, 'mlpIn')
      back(workspace.normed, d.pre, 'mlpGate')
      kernels.add(workspace.normed, workspace.normed, temporary, size)
    } else {
      back(workspace.normed, d.pre, 'mlpIn')
    }
    keep('pre', d.pre)
    const through = throughNorm(workspace.input, workspace.normed, base.resid_mid, norm2)
    kernels.add(stream, stream, through, size)
    return kernels.memory.slice(through, through + size)
  }

  function attendBackward(d: PerSlot): void {
    const { base } = pass
    const { norm1 } = model.layers[pass.layer]!
    const { attention } = workspace
    keep('attn_out', stream)
    back(d.z, stream, 'out')
    keep('z', d.z)
    kernels.mixBackward(d.pattern, d.v, d.z, base.pattern, base.v, attention)
    keep('pattern', d.pattern)
    kernels.softmaxBackward(d.scores, d.pattern, soften(d.scores), attention)
    keep('scores', d.scores)
    kernels.scoresBackward(d.rot_q, d.rot_k, d.scores, base.rot_q, base.rot_k, attention)
    turnBack('q', d)
    turnBack('k', d)
    for (const projection of ['q', 'k', 'v'] as const) {
      shareOut(projection, d[projection])
      keep(projection, d[projection])
    }
    back(workspace.normed, d.q, 'q')
    for (const projection of ['k', 'v'] as const) {
      back(temporary, d[projection], projection)
      kernels.add(workspace.normed, workspace.normed, temporary, size)
    }
    const through = throughNorm(workspace.input, workspace.normed, base.resid_pre, norm1)
    kernels.add(stream, stream, through, size)
  }

  function turnBack(projection: 'q' | 'k', d: PerSlot): void {
    if (!model.rotary) return
    const slot = `rot_${projection}` as const
    keep(slot, d[slot])
    kernels.rotate(
      d[projection],
      d[slot],
      0,
      positions,
      batch,
      projection === 'q' ? shape.heads : shape.keyValueHeads,
      shape.dHead,
      model.rotary.cosines,
      model.rotary.sines,
      true,
    )
  }

  /** The pattern that softmax is derived at; `room` is for scores. */
  function soften(room: Address): Address {
    const { pattern, scores } = pass.base
    if (rules.temperature === 1) return pattern
    const { memory } = kernels
    const length = positions * workspace.strides.scores
    for (let i = 0; i < length; i++) memory[room + i] = memory[scores + i]! / rules.temperature
    kernels.softmax(softened, room, 0, positions, workspace.attention)
    return softened
  }
}

/** From the logits of the positions that are read to the residual stream. */
function unembedBackward(
  pass: Pass,
  byLogits: Numbers,
  stream: Address,
  rules: GradientRules,
): void {
  const { kernels, workspace, shape, model, reads } = pass
  const { batch, positions } = workspace.size
  const rows = reads.length * batch
  const width = batch * shape.dModel
  const weight = model.unembedTransposed()
  const { resid_post: last } = pass.block.layers.at(-1)!
  const { memory } = kernels
  memory.set(byLogits, workspace.logits)
  kernels.linear(workspace.normed, shape.dModel, workspace.logits, weight.inputs, rows, weight)
  let at = workspace.normed
  if (model.normFinal) {
    reads.forEach((position, i) => {
      const from = last + position * width
      memory.copyWithin(workspace.gathered + i * width, from, from + width)
    })
    at = workspace.input
    const { gathered, normed } = workspace
    kernels.normalizeBackward(at, normed, gathered, rows, model.normFinal, rules.frozenNorms)
  }
  memory.fill(0, stream, stream + positions * width)
  reads.forEach((position, i) => {
    memory.copyWithin(stream + position * width, at + i * width, at + (i + 1) * width)
  })
}

/**
 * By the residual stream as queries, keys or values of one head read it: [position, batch, dModel].
 * The run is the base of the pass.
 */
export function byInput(
  pass: Pass,
  kept: Kept,
  derivatives: Derivatives,
  layer: number,
  projection: Projection,
  head: number,
  rules: GradientRules,
): Numbers {
  const { kernels, workspace, shape, model } = pass
  const { batch, positions } = workspace.size
  const { heads, width } = extentOf(projection, shape, positions)
  const rows = batch * positions
  const size = rows * shape.dModel
  const weights = model.layers[layer]!
  const weight = weights.headTransposed(projection, head)
  const d = workspace.own[0][projection]
  const from = kept.layout.layers[layer]![projection]
  kernels.memory.set(derivatives.block.subarray(from, from + rows * heads * width), d)
  let at = workspace.normed
  kernels.linear(at, shape.dModel, d + head * width, heads * width, rows, weight)
  if (weights.norm1) {
    at = workspace.input
    const x = pass.block.layers[layer]!.resid_pre
    kernels.normalizeBackward(at, workspace.normed, x, rows, weights.norm1, rules.frozenNorms)
  }
  return kernels.memory.slice(at, at + size)
}
