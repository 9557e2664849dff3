import type { Address, Kernels, Norm, Weight } from './kernels.ts'
import type { LayerWeights, NormWeights, Numbers, Transformer } from './model.ts'

export type Projection = 'q' | 'k' | 'v'

/** The weights of one layer, packed by kernels. */
export interface PreparedLayer {
  readonly norm1: Norm | undefined
  readonly norm2: Norm | undefined
  /** [dModel, heads · dHead] */
  readonly q: Weight
  readonly k: Weight
  readonly v: Weight
  /** [heads · dHead, dModel] */
  readonly out: Weight
  readonly mlpIn: Weight
  readonly mlpGate: Weight | undefined
  readonly mlpOut: Weight
  /** [dModel, dHead] of one head: some columns of the above. */
  head(projection: Projection, head: number): Weight
  /** The other way round and without a bias. */
  headTransposed(projection: Projection, head: number): Weight
  /** [dHead, dModel] of one head, without the bias. */
  headOut(head: number): Weight
  /** The other way round and without a bias, for the backward pass. */
  transposed(name: TransposedName): Weight
}
export type TransposedName = Projection | 'out' | 'mlpIn' | 'mlpGate' | 'mlpOut'

export interface PreparedModel {
  readonly layers: readonly PreparedLayer[]
  readonly normFinal: Norm | undefined
  readonly unembed: Weight
  unembedTransposed(): Weight
  /** Cosines and sines of rotary positions, [context, dHead/2] each. */
  readonly rotary: { readonly cosines: Address; readonly sines: Address } | undefined
}

/** [heads, rows, columns] to [rows, heads · columns]: the heads side by side. */
function sideBySide(matrix: Numbers, heads: number, rows: number, columns: number): Numbers {
  const wide = matrix.slice()
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < rows; row++) {
      const from = (head * rows + row) * columns
      wide.set(matrix.subarray(from, from + columns), (row * heads + head) * columns)
    }
  }
  return wide
}

function transpose(matrix: Numbers, rows: number, columns: number): Numbers {
  const turned = matrix.slice()
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = matrix[row * columns + column]!
    }
  }
  return turned
}

/** Made when first asked for. */
function lazily<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}

export function prepareModel(kernels: Kernels, { shape, weights }: Transformer): PreparedModel {
  const { dModel, dHead, dMlp, heads, keyValueHeads, vocabulary, normalization } = shape

  const norm = ({ w, b }: NormWeights): Norm | undefined =>
    normalization === 'none' ? undefined : kernels.prepareNorm(normalization, shape.epsilon, w, b)

  function prepareLayer(layer: LayerWeights): PreparedLayer {
    const of = {
      q: { matrix: layer.WQ, bias: layer.bQ, heads },
      k: { matrix: layer.WK, bias: layer.bK, heads: keyValueHeads },
      v: { matrix: layer.WV, bias: layer.bV, heads: keyValueHeads },
    }
    const project = (projection: Projection): Weight => {
      const { matrix, bias, heads: count } = of[projection]
      const wide = sideBySide(matrix, count, dModel, dHead)
      return kernels.prepare(wide, dModel, count * dHead, bias)
    }
    const headSize = dModel * dHead
    const transposed = lazily((name: TransposedName): Weight => {
      const [matrix, rows, columns]: [Numbers, number, number] =
        name === 'out'
          ? [layer.WO, heads * dHead, dModel]
          : name === 'mlpIn'
            ? [layer.WIn, dModel, dMlp]
            : name === 'mlpGate'
              ? [layer.WGate, dModel, dMlp]
              : name === 'mlpOut'
                ? [layer.WOut, dMlp, dModel]
                : [
                    sideBySide(of[name].matrix, of[name].heads, dModel, dHead),
                    dModel,
                    of[name].heads * dHead,
                  ]
      return kernels.prepare(transpose(matrix, rows, columns), columns, rows)
    })
    const perHead = lazily((key: `${Projection}${number}`): Weight => {
      const { matrix, bias } = of[key[0] as Projection]
      const head = Number(key.slice(1))
      return kernels.prepare(
        matrix.subarray(head * headSize, (head + 1) * headSize),
        dModel,
        dHead,
        bias.subarray(head * dHead, (head + 1) * dHead),
      )
    })
    const perHeadTransposed = lazily((key: `${Projection}${number}`): Weight => {
      const head = Number(key.slice(1))
      const { matrix } = of[key[0] as Projection]
      const own = matrix.subarray(head * headSize, (head + 1) * headSize)
      return kernels.prepare(transpose(own, dModel, dHead), dHead, dModel)
    })
    return {
      norm1: norm(layer.norm1),
      norm2: dMlp > 0 ? norm(layer.norm2) : undefined,
      q: project('q'),
      k: project('k'),
      v: project('v'),
      out: kernels.prepare(layer.WO, heads * dHead, dModel, layer.bO),
      mlpIn: kernels.prepare(layer.WIn, dModel, dMlp, shape.gated ? undefined : layer.bIn),
      mlpGate: shape.gated ? kernels.prepare(layer.WGate, dModel, dMlp) : undefined,
      mlpOut: kernels.prepare(layer.WOut, dMlp, dModel, layer.bOut),
      head: (projection, head) => perHead(`${projection}${head}`),
      headTransposed: (projection, head) => perHeadTransposed(`${projection}${head}`),
      headOut: lazily((head) =>
        kernels.prepare(layer.WO.subarray(head * headSize, (head + 1) * headSize), dHead, dModel),
      ),
      transposed,
    }
  }

  let turned: Weight | undefined
  return {
    layers: weights.layers.map(prepareLayer),
    normFinal: norm(weights.normFinal),
    unembed: kernels.prepare(weights.WU, dModel, vocabulary, weights.bU),
    unembedTransposed: () =>
      (turned ??= kernels.prepare(transpose(weights.WU, dModel, vocabulary), vocabulary, dModel)),
    rotary:
      shape.positions.kind === 'rotary'
        ? prepareRotary(kernels, shape.context, dHead, shape.positions.base)
        : undefined,
  }
}

/** Angle of position p in pair i: p · base^(-2i / dHead). */
function prepareRotary(
  kernels: Kernels,
  context: number,
  dHead: number,
  base: number,
): { cosines: Address; sines: Address } {
  const half = dHead / 2
  const cosines = kernels.allocate(context * half)
  const sines = kernels.allocate(context * half)
  const { memory } = kernels
  for (let position = 0; position < context; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * Math.exp((-2 * i * Math.log(base)) / dHead)
      memory[cosines + position * half + i] = Math.cos(angle)
      memory[sines + position * half + i] = Math.sin(angle)
    }
  }
  return { cosines, sines }
}
