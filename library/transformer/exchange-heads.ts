import type { LayerWeights, Numbers, Transformer } from './model.ts'

/** The same function where two heads of a layer have changed places. */
export function exchangeHeads(
  model: Transformer,
  layer: number,
  a: number,
  b: number,
): Transformer {
  const { shape, weights } = model
  const exchange = (matrix: Numbers): Numbers => {
    const size = matrix.length / shape.heads
    const exchanged = matrix.slice()
    exchanged.set(matrix.subarray(a * size, (a + 1) * size), b * size)
    exchanged.set(matrix.subarray(b * size, (b + 1) * size), a * size)
    return exchanged
  }
  return {
    shape,
    weights: {
      ...weights,
      layers: weights.layers.map((each, i): LayerWeights => {
        if (i !== layer) return each
        const { WQ, WK, WV, WO, bQ, bK, bV } = each
        return {
          ...each,
          WQ: exchange(WQ),
          WK: exchange(WK),
          WV: exchange(WV),
          WO: exchange(WO),
          bQ: exchange(bQ),
          bK: exchange(bK),
          bV: exchange(bV),
        }
      }),
    },
  }
}
