import { attentionOf, type HeadPlan } from './attention.ts'
import { encodingOf, inputsOf, opsOf, type SOp, type Value } from './language.ts'
import { neuronsOf, type NeuronPlan } from './neurons.ts'
import { layOut, type Space } from './spaces.ts'
import { valuesOf } from './values.ts'

/**
 * What a program becomes, as Tracr compiles (arXiv 2301.05062), before it is numbers: each s-op
 * has dimensions of the residual stream of its own, aggregates and widths are attention heads,
 * maps are neurons. Attention and MLPs alternate, and an s-op stands as early as it can.
 */
export interface Plan {
  readonly program: SOp
  /** Dimensions of the residual stream. */
  readonly width: number
  /** The dimension in which the token that begins each prompt is 1, and all others 0. */
  readonly begin: number
  readonly spaces: ReadonlyMap<SOp, Space>
  readonly layers: readonly LayerPlan[]
  /** The most tokens after the one that begins. */
  readonly longest: number
}

export interface LayerPlan {
  readonly heads: readonly HeadPlan[]
  readonly neurons: readonly NeuronPlan[]
}

export function planOf(
  program: SOp,
  { tokens, longest }: { readonly tokens: readonly NonNullable<Value>[]; readonly longest: number },
): Plan {
  if (encodingOf(program) === 'numerical')
    throw new TypeError('a program to compile must end in a categorical s-op: map its numbers')
  const ops = opsOf(program)
  const { spaces, inverseWidths, begin, size } = layOut(ops, valuesOf(program, tokens, longest))
  const layers: { heads: HeadPlan[]; neurons: NeuronPlan[] }[] = []
  const layer = (index: number) => (layers[index] ??= { heads: [], neurons: [] })
  /** By when an s-op is there: 2 l + 1 after the attention of layer l, 2 l + 2 after its MLP. */
  const times = new Map<SOp, number>()

  for (const op of ops) {
    const ready = Math.max(0, ...inputsOf(op).map((input) => times.get(input)!))
    if (op.kind === 'tokens' || op.kind === 'indices') {
      times.set(op, 0)
      continue
    }
    const attends = op.kind === 'aggregate' || op.kind === 'width'
    const thinks = op.kind !== 'aggregate'
    const index = attends ? Math.ceil(ready / 2) : Math.floor(ready / 2)
    if (attends) layer(index).heads.push(attentionOf(op, spaces, begin, inverseWidths))
    if (thinks) layer(index).neurons.push(...neuronsOf(op, spaces, begin, inverseWidths))
    times.set(op, 2 * index + (thinks ? 2 : 1))
  }
  return { program, width: size, begin, spaces, layers, longest }
}
