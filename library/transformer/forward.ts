import type { Address, Norm, Weight } from './kernels.ts'
import { NOWHERE } from './kernels.ts'
import { complete, enter, firstOf, reach, readable, type InputKind, type Pass } from './pass.ts'
import type { Projection } from './prepared.ts'
import type { Slot } from './tensors.ts'

/**
 * Runs the model from the beginning of this layer, where the residual stream differs from the base
 * from this position on. The logits are at the address that is returned.
 */
export function forward(pass: Pass, layer: number, from: number): Address {
  const { shape, workspace } = pass
  enter(pass, layer, from)
  for (;;) {
    if (pass.from.resid_pre < workspace.size.positions || pass.here) {
      attend(pass)
      think(pass)
    }
    if (pass.layer === shape.layers - 1) return unembed(pass)
    enter(pass, pass.layer + 1, pass.from.resid_post)
  }
}

/** Marks an activation as differing from this position on; false if nothing has to be computed. */
function begins(pass: Pass, slot: Slot, from: number): boolean {
  pass.from[slot] = from
  return from < pass.last
}

function after(pass: Pass, kind: Slot | 'result'): void {
  pass.here?.after(pass, kind)
}

const NONE: readonly number[] = []

function receivers(pass: Pass, kind: InputKind): readonly number[] {
  return pass.here?.receivers(pass, kind) ?? NONE
}

/** The residual stream after a norm, from a position on; where there is none it is the same. */
function normalized(pass: Pass, x: Address, norm: Norm | undefined, from: number): Address {
  if (!norm) return x
  const { kernels, workspace } = pass
  const offset = from * workspace.strides.resid_pre
  const rows = (pass.last - from) * workspace.size.batch
  kernels.normalize(workspace.normed + offset, x + offset, rows, norm)
  return workspace.normed
}

/** out = x · weight, from a position on. */
function apply(pass: Pass, slot: Slot, x: Address, weight: Weight, from: number, head = 0): void {
  if (from >= pass.last) return
  const { batch } = pass.workspace.size
  const stride = pass.workspace.strides[slot] / batch
  pass.kernels.linear(
    pass.own[slot] + from * batch * stride + head * weight.outputs,
    stride,
    x + from * batch * weight.inputs,
    weight.inputs,
    (pass.last - from) * batch,
    weight,
  )
}

function attend(pass: Pass): void {
  const { kernels, workspace, shape, model, from } = pass
  const weights = model.layers[pass.layer]!
  after(pass, 'resid_pre')

  const begin = from.resid_pre
  if (begin < pass.last) {
    const x = normalized(pass, pass.own.resid_pre, weights.norm1, begin)
    if (begins(pass, 'q', begin)) apply(pass, 'q', x, weights.q, Math.max(begin, pass.first))
    if (begins(pass, 'k', begin)) apply(pass, 'k', x, weights.k, begin)
    if (begins(pass, 'v', begin)) apply(pass, 'v', x, weights.v, begin)
  }
  for (const projection of ['q', 'k', 'v'] as const) project(pass, projection)
  after(pass, 'q')
  after(pass, 'k')
  after(pass, 'v')
  turn(pass, 'q')
  turn(pass, 'k')

  const { attention } = workspace
  const keys = (slot: Slot): number => (shape.causal || from[slot] >= pass.last ? from[slot] : 0)
  if (begins(pass, 'scores', Math.min(from.rot_q, keys('rot_k')))) {
    const first = Math.max(from.scores, pass.first)
    const q = readable(pass, 'rot_q', first)
    kernels.scores(pass.own.scores, q, complete(pass, 'rot_k'), first, pass.last, attention)
  }
  after(pass, 'scores')
  if (begins(pass, 'pattern', from.scores)) {
    const first = Math.max(from.pattern, pass.first)
    kernels.softmax(pass.own.pattern, pass.own.scores, first, pass.last, attention)
  }
  after(pass, 'pattern')
  if (begins(pass, 'z', Math.min(from.pattern, keys('v')))) {
    const first = Math.max(from.z, pass.first)
    const pattern = readable(pass, 'pattern', first)
    kernels.mix(pass.own.z, pattern, complete(pass, 'v'), first, pass.last, attention)
  }
  after(pass, 'z')
  if (begins(pass, 'attn_out', from.z)) {
    apply(pass, 'attn_out', pass.own.z, weights.out, Math.max(from.z, pass.first))
  }
  after(pass, 'result')
  after(pass, 'attn_out')
  sum(pass, shape.dMlp > 0 ? 'resid_mid' : 'resid_post', 'resid_pre', 'attn_out')
}

/** Queries, keys or values of the heads that read a residual stream of their own. */
function project(pass: Pass, projection: Projection): void {
  for (const head of receivers(pass, `${projection}_input`)) {
    const begin = pass.intervention!.input(pass, `${projection}_input`, head)
    if (begin >= pass.last) continue
    const weights = pass.model.layers[pass.layer]!
    const first = projection === 'q' ? Math.max(begin, pass.first) : begin
    const x = normalized(pass, pass.workspace.input, weights.norm1, begin)
    reach(pass, projection, begin)
    apply(pass, projection, x, weights.head(projection, head), first, head)
  }
}

/** Rotary positions, if the model has them. */
function turn(pass: Pass, projection: 'q' | 'k'): void {
  const { kernels, shape, workspace, from, model } = pass
  const slot = `rot_${projection}` as const
  if (begins(pass, slot, from[projection]) && model.rotary) {
    kernels.rotate(
      pass.own[slot],
      pass.own[projection],
      Math.max(from[projection], firstOf(pass, slot)),
      pass.last,
      workspace.size.batch,
      projection === 'q' ? shape.heads : shape.keyValueHeads,
      shape.dHead,
      model.rotary.cosines,
      model.rotary.sines,
      false,
    )
  }
  if (model.rotary) after(pass, slot)
}

function sum(pass: Pass, slot: Slot, a: Slot, b: Slot): void {
  if (begins(pass, slot, Math.min(pass.from[a], pass.from[b]))) {
    const stride = pass.workspace.strides[slot]
    const first = Math.max(pass.from[slot], pass.first)
    const offset = first * stride
    pass.kernels.add(
      pass.own[slot] + offset,
      readable(pass, a, first) + offset,
      readable(pass, b, first) + offset,
      (pass.last - first) * stride,
    )
  }
  after(pass, slot)
}

/** The MLP. */
function think(pass: Pass): void {
  const { kernels, workspace, shape, model, from } = pass
  if (shape.dMlp === 0) return
  const weights = model.layers[pass.layer]!
  let begin = from.resid_mid
  let x = pass.own.resid_mid
  if (receivers(pass, 'mlp_in').length > 0) {
    begin = pass.intervention!.input(pass, 'mlp_in', 0)
    x = workspace.input
  }
  const first = Math.max(begin, pass.first)
  if (first < pass.last) {
    const normed = normalized(pass, x, weights.norm2, first)
    from.pre = begin
    apply(pass, 'pre', normed, weights.mlpGate ?? weights.mlpIn, first)
    if (weights.mlpGate) {
      from.pre_linear = begin
      apply(pass, 'pre_linear', normed, weights.mlpIn, first)
    }
  }
  after(pass, 'pre')
  if (weights.mlpGate) after(pass, 'pre_linear')
  if (begins(pass, 'post', Math.min(from.pre, from.pre_linear))) {
    const stride = workspace.strides.post
    const start = Math.max(from.post, pass.first)
    const offset = start * stride
    kernels.activate(
      pass.own.post + offset,
      readable(pass, 'pre', start) + offset,
      weights.mlpGate ? readable(pass, 'pre_linear', start) + offset : NOWHERE,
      (pass.last - start) * stride,
      shape.activation,
    )
  }
  after(pass, 'post')
  if (begins(pass, 'mlp_out', from.post)) {
    apply(pass, 'mlp_out', pass.own.post, weights.mlpOut, Math.max(from.post, pass.first))
  }
  after(pass, 'mlp_out')
  sum(pass, 'resid_post', 'resid_mid', 'mlp_out')
}

/** The logits of the positions that are read: those before the first changed one are the base's. */
function unembed(pass: Pass): Address {
  const { kernels, workspace, block, model, reads, whole, shape } = pass
  let begin = whole ? 0 : pass.from.resid_post
  let x = pass.own.resid_post
  const touched = pass.intervention?.touches(shape.layers)
  if (touched && pass.intervention!.receivers(pass, 'final').length > 0) {
    begin = pass.intervention!.input(pass, 'final', 0)
    x = workspace.input
  }
  const out = whole ? block.logits : workspace.logits
  const { batch } = workspace.size
  const stride = batch * shape.vocabulary
  const same = reads.findIndex((position) => position >= begin)
  const kept = same < 0 ? reads.length : same
  if (kept === reads.length) return block.logits
  if (!whole) {
    kernels.copy(out, block.logits, kept * stride)
  }
  const width = workspace.strides.resid_post
  for (let i = kept; i < reads.length; i++) {
    kernels.copy(workspace.gathered + i * width, x + reads[i]! * width, width)
  }
  const rows = (reads.length - kept) * batch
  const read = workspace.gathered + kept * width
  const normed = model.normFinal ? workspace.normed + kept * width : read
  if (model.normFinal) kernels.normalize(normed, read, rows, model.normFinal)
  kernels.linear(out + kept * stride, shape.vocabulary, normed, shape.dModel, rows, model.unembed)
  return out
}
