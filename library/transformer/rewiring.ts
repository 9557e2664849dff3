import type { Address } from './kernels.ts'
import type { Numbers, Shape } from './model.ts'
import { nameOf, type Node } from './nodes.ts'
import { copyStream, type InputKind, type Intervention, type Pass } from './pass.ts'
import type { Slot } from './tensors.ts'

/** A sender's output as one receiver reads it. `embed` sends, `logits` receives. */
export interface Edge {
  readonly from: Node | 'embed'
  readonly to: (Node & { readonly input?: 'q' | 'k' | 'v' }) | 'logits'
}

/** What a sender adds to the residual stream, [position, batch, dModel]. */
export interface Outputs {
  readonly base: Numbers
  readonly other: Numbers
}

/** How another output differs from the present one, and from which position on. */
interface Difference {
  readonly sender: Node | 'embed'
  readonly other: Numbers
  readonly at: Address
  from: number
}

const senderName = (from: Node | 'embed'): string => (from === 'embed' ? from : nameOf(from))

/** Heads of a layer come before its MLP; the embeddings before all, the logits after all. */
const orderOf = (node: Node): number => 2 * node.layer + ('head' in node ? 0 : 1)

function checkNode(node: Node, shape: Shape): void {
  const { layers, heads, dMlp } = shape
  const known =
    node.layer >= 0 &&
    node.layer < layers &&
    ('head' in node ? node.head >= 0 && node.head < heads : dMlp > 0)
  if (known) return
  const mlps = dMlp > 0 ? 'with' : 'without'
  throw new RangeError(
    `There is no ${nameOf(node)}: the model has ${layers} layers of ${heads} heads, ${mlps} MLPs.`,
  )
}

/** Throws unless both ends are there and the receiver comes after the sender. */
export function checkEdge({ from, to }: Edge, shape: Shape): void {
  for (const end of [from, to]) if (typeof end !== 'string') checkNode(end, shape)
  if (from === 'embed' || to === 'logits' || orderOf(from) < orderOf(to)) return
  throw new RangeError(
    `No edge leads from ${nameOf(from)} to ${nameOf(to)}, which does not come after it.`,
  )
}

/** The receivers of an edge by layer, input and head; keys and values have the head of a group. */
function receiversOf({ to }: Edge, shape: Shape): [layer: number, kind: InputKind, head: number][] {
  if (to === 'logits') return [[shape.layers, 'final', 0]]
  if (!('head' in to)) return [[to.layer, 'mlp_in', 0]]
  const group = Math.floor((to.head * shape.keyValueHeads) / shape.heads)
  const inputs = to.input ? [to.input] : (['q', 'k', 'v'] as const)
  return inputs.map((input) => [to.layer, `${input}_input`, input === 'q' ? to.head : group])
}

const STREAMS = {
  q_input: 'resid_pre',
  k_input: 'resid_pre',
  v_input: 'resid_pre',
  mlp_in: 'resid_mid',
  final: 'resid_post',
} as const satisfies Record<InputKind, Slot>

/**
 * Lets receivers read the residual stream with other outputs of some senders in it: what it is, plus
 * how the other outputs differ from those of the run under way.
 *
 * @param outputsOf what a sender adds, in the base and in the other run
 * @param room begins as many tensors [position, batch, dModel] as asked for
 */
export function rewiring(
  edges: readonly Edge[],
  { shape, kernels, workspace }: Pick<Pass, 'shape' | 'kernels' | 'workspace'>,
  outputsOf: (sender: Node | 'embed') => Outputs,
  room: (tensors: number) => Address,
): Intervention & { readonly changed: boolean; readonly firstLayer: number } {
  const { batch, positions } = workspace.size
  const stride = batch * shape.dModel
  const names = new Set(edges.map(({ from }) => senderName(from)))
  const differences = new Map<string, Difference>()
  const outputs = new Map<string, Outputs>()
  for (const { from } of edges) {
    const name = senderName(from)
    if (!outputs.has(name)) outputs.set(name, outputsOf(from))
  }
  const start = room(names.size)
  for (const { from: sender } of edges) {
    const name = senderName(sender)
    if (differences.has(name)) continue
    const { base, other } = outputs.get(name)!
    const at = start + differences.size * positions * stride
    const first = base.findIndex((value, i) => value !== other[i])
    const from = first < 0 ? positions : Math.floor(first / stride)
    const { memory } = kernels
    for (let i = 0; i < base.length; i++) memory[at + i] = other[i]! - base[i]!
    differences.set(name, { sender, other, at, from })
  }

  const read = new Map<string, Difference[]>()
  const touched = new Map<number, Map<InputKind, number[]>>()
  for (const edge of edges) {
    const difference = differences.get(senderName(edge.from))!
    for (const [layer, kind, head] of receiversOf(edge, shape)) {
      const key = `${layer} ${kind} ${head}`
      const here = read.get(key) ?? []
      if (!here.includes(difference)) here.push(difference)
      read.set(key, here)
      const kinds = touched.get(layer) ?? new Map<InputKind, number[]>()
      const heads = kinds.get(kind) ?? []
      if (!heads.includes(head)) heads.push(head)
      touched.set(layer, kinds.set(kind, heads))
    }
  }
  const sendersOf = Map.groupBy(differences.values(), ({ sender }) =>
    sender === 'embed' ? -1 : sender.layer,
  )

  /** The present output of a sender begins to differ from the base: so does the difference. */
  function renew(pass: Pass, difference: Difference, now: Address, from: number): void {
    const first = Math.max(from, pass.first)
    const offset = first * stride
    const count = (pass.last - first) * stride
    const { memory } = pass.kernels
    memory.set(difference.other.subarray(offset, offset + count), workspace.input)
    memory.fill(0, difference.at + offset, difference.at + offset + count)
    pass.kernels.exchange(difference.at + offset, workspace.input, now, count)
    difference.from = Math.min(difference.from, from)
  }

  const intervention = {
    changed: false,
    firstLayer: Math.min(shape.layers - 1, ...touched.keys()),
    touches: (layer: number) => touched.has(layer) || sendersOf.has(layer),
    after(pass: Pass, kind: Slot | 'result') {
      const slot = kind === 'result' ? 'z' : 'mlp_out'
      if ((kind !== 'result' && kind !== 'mlp_out') || pass.from[slot] >= pass.last) return
      const first = Math.max(pass.from[slot], pass.first)
      for (const difference of sendersOf.get(pass.layer) ?? []) {
        const { sender } = difference
        if (sender === 'embed' || 'head' in sender !== (kind === 'result')) continue
        if (!('head' in sender)) {
          renew(pass, difference, pass.own.mlp_out + first * stride, pass.from.mlp_out)
          continue
        }
        const weight = pass.model.layers[pass.layer]!.headOut(sender.head)
        const zStride = workspace.strides.z
        const z = pass.own.z + first * zStride + sender.head * shape.dHead
        const rows = (pass.last - first) * batch
        kernels.linear(workspace.result, shape.dModel, z, zStride / batch, rows, weight)
        renew(pass, difference, workspace.result, pass.from.z)
      }
    },
    receivers: (pass: Pass, kind: InputKind) =>
      touched.get(kind === 'final' ? shape.layers : pass.layer)?.get(kind) ?? [],
    input(pass: Pass, kind: InputKind, head: number) {
      const slot = STREAMS[kind]
      const layer = kind === 'final' ? shape.layers : pass.layer
      const here = read.get(`${layer} ${kind} ${head}`)!.filter(({ from }) => from < positions)
      if (here.length > 0) intervention.changed = true
      const begin = here.reduce((least, { from }) => Math.min(least, from), pass.from[slot])
      copyStream(pass, slot, begin)
      for (const { at, from } of here) {
        if (from >= pass.last) continue
        const offset = from * stride
        const to = workspace.input + offset
        kernels.add(to, to, at + offset, (pass.last - from) * stride)
      }
      return begin
    },
  }
  return intervention
}
