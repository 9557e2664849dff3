import { randomNormal } from 'd3-random'
import type { Random } from '../../plugins/contracts.ts'
import type { LayerWeights, Numbers, Transformer } from './model.ts'

/**
 * The same function in other coordinates: the residual stream, and queries with keys and values
 * with outputs of each layer's heads, in bases drawn at random, so that no weight shows by itself
 * what it is for.
 */
export function rotate(model: Transformer, random: Random): Transformer {
  const { shape, weights } = model
  if (shape.normalization !== 'none' || shape.positions.kind !== 'learned')
    throw new Error(
      `only a model with learned positions and without normalization can be rotated, not one with ${shape.positions.kind} positions and normalization "${shape.normalization}"`,
    )
  if (shape.keyValueHeads !== shape.heads)
    throw new Error(
      `only heads with keys and values of their own can be rotated: ${shape.keyValueHeads} for ${shape.heads}`,
    )
  const d = shape.dModel
  const basis = orthogonal(d, random)
  const writes = (matrix: Numbers) => multiply(matrix, basis, d, d)
  const reads = (matrix: Numbers, columns: number) => multiplyTransposed(basis, matrix, d, columns)

  const layers = weights.layers.map((layer): LayerWeights => {
    const turned = turnHeads(layer, shape, random)
    const perHead = (matrix: Numbers) => mapHeads(matrix, shape.heads, (w) => reads(w, shape.dHead))
    return {
      ...layer,
      WQ: perHead(turned.WQ),
      WK: perHead(turned.WK),
      WV: perHead(turned.WV),
      WO: mapHeads(turned.WO, shape.heads, writes),
      bQ: turned.bQ,
      bK: turned.bK,
      bV: turned.bV,
      bO: writes(layer.bO),
      WIn: reads(layer.WIn, shape.dMlp),
      WGate: layer.WGate.length === 0 ? layer.WGate : reads(layer.WGate, shape.dMlp),
      WOut: writes(layer.WOut),
      bOut: writes(layer.bOut),
    }
  })
  return {
    shape,
    weights: {
      ...weights,
      WE: writes(weights.WE),
      WPos: writes(weights.WPos),
      layers,
      WU: reads(weights.WU, shape.vocabulary),
    },
  }
}

function turnHeads(
  { WQ, WK, WV, WO, bQ, bK, bV }: LayerWeights,
  { heads, dHead }: Transformer['shape'],
  random: Random,
) {
  const size = WQ.length / heads
  const rows = size / dHead
  const turned = { WQ, WK, WV, WO, bQ, bK, bV }
  for (const name of Object.keys(turned) as (keyof typeof turned)[])
    turned[name] = Float64Array.from(turned[name])
  const [scores, values] = [orthogonal(dHead, random), orthogonal(dHead, random)]
  for (let h = 0; h < heads; h++) {
    const turn = (name: keyof typeof turned, each: number, by: Float64Array) =>
      turned[name].set(
        multiply(turned[name].subarray(h * each, (h + 1) * each), by, dHead, dHead),
        h * each,
      )
    turn('WQ', size, scores)
    turn('bQ', dHead, scores)
    turn('WK', size, scores)
    turn('bK', dHead, scores)
    turn('WV', size, values)
    turn('bV', dHead, values)
    turned.WO.set(
      multiplyTransposed(values, WO.subarray(h * size, (h + 1) * size), dHead, rows),
      h * size,
    )
  }
  return turned
}

function mapHeads(matrix: Numbers, heads: number, f: (head: Numbers) => Float64Array) {
  const size = matrix.length / heads
  const mapped = new Float64Array(matrix.length)
  for (let h = 0; h < heads; h++) mapped.set(f(matrix.subarray(h * size, (h + 1) * size)), h * size)
  return mapped
}

/** An orthogonal matrix, uniformly drawn: normal rows made orthonormal one after the other. */
function orthogonal(size: number, random: Random): Float64Array {
  const normal = randomNormal.source(random)()
  const matrix = Float64Array.from({ length: size * size }, normal)
  for (let i = 0; i < size; i++) {
    const row = matrix.subarray(i * size, (i + 1) * size)
    // Twice, so that rounding leaves nothing of the earlier rows.
    for (let pass = 0; pass < 2; pass++)
      for (let j = 0; j < i; j++) {
        let dot = 0
        for (let c = 0; c < size; c++) dot += row[c]! * matrix[j * size + c]!
        for (let c = 0; c < size; c++) row[c]! -= dot * matrix[j * size + c]!
      }
    let square = 0
    for (let c = 0; c < size; c++) square += row[c]! * row[c]!
    const norm = Math.sqrt(square)
    for (let c = 0; c < size; c++) row[c]! /= norm
  }
  return matrix
}

/** A · B, where B has `inner` rows and `columns` columns. Zeros of A cost nothing. */
function multiply(a: Numbers, b: Numbers, inner: number, columns: number): Float64Array {
  const rows = a.length / inner
  const product = new Float64Array(rows * columns)
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < inner; i++) {
      const weight = a[r * inner + i]!
      if (weight === 0) continue
      for (let c = 0; c < columns; c++) product[r * columns + c]! += weight * b[i * columns + c]!
    }
  return product
}

/** Aᵀ · B of a square A. Rows of B that are all zeros cost next to nothing. */
function multiplyTransposed(a: Numbers, b: Numbers, size: number, columns: number): Float64Array {
  const product = new Float64Array(size * columns)
  for (let i = 0; i < size; i++) {
    const row = b.subarray(i * columns, (i + 1) * columns)
    if (row.every((weight) => weight === 0)) continue
    for (let r = 0; r < size; r++) {
      const weight = a[i * size + r]!
      for (let c = 0; c < columns; c++) product[r * columns + c]! += weight * row[c]!
    }
  }
  return product
}
