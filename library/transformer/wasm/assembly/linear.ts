// Products of matrices. Each sum begins with 0 and goes on in the order of the inputs, and every
// multiplication and addition rounds: a number comes out the same to the last bit whichever rows
// and columns are computed beside it.

import { ROW, ZEROS, tile1x32, tile1x8, tile4x8 } from './tiles'

/** Inputs of a block of a weight: 8 KiB of a panel, so that four of them fit the first cache. */
const BLOCK = 256

/** Where an incomplete last panel is computed: four rows of eight columns. */
const CORNER = memory.data(4 * 32, 16)

/**
 * out = x · weight + bias, rows being `outRow` and `xRow` bytes apart. The weight is cut into blocks
 * of 256 inputs, and those into panels of 8 outputs, so that it is read once from front to back.
 * Weight and bias are filled up to a multiple of 8 outputs; a bias of 0 is none.
 */
export function linear(
  out: usize,
  outRow: usize,
  x: usize,
  xRow: usize,
  rows: i32,
  weight: usize,
  bias: usize,
  inputs: i32,
  outputs: i32,
): void {
  let panel = weight
  for (let start = 0; start < inputs; start += BLOCK) {
    const depth = min(BLOCK, inputs - start)
    const size = <usize>depth * ROW
    const a = x + <usize>start * 4
    const fromRow = start > 0 ? outRow : 0
    const biased = bias != 0 && start + depth == inputs
    for (let column = 0; column < outputs;) {
      const at = <usize>column * 4
      const c = out + at
      const from = start > 0 ? c : ZEROS
      const plus = biased ? bias + at : ZEROS
      if (column + 32 <= outputs) {
        fourPanels(c, outRow, a, xRow, rows, panel, size, depth, from, fromRow, plus)
        panel += 4 * size
        column += 32
      } else {
        if (column + 8 <= outputs) {
          onePanel(c, outRow, a, xRow, rows, panel, depth, from, fromRow, plus)
        } else {
          const width = <usize>(outputs - column) * 4
          partOfPanel(c, outRow, a, xRow, rows, panel, depth, from, fromRow, plus, width)
        }
        panel += size
        column += 8
      }
    }
  }
}

function fourPanels(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  rows: i32,
  panels: usize,
  size: usize,
  depth: i32,
  from: usize,
  fromRow: usize,
  bias: usize,
): void {
  for (; rows >= 4; rows -= 4) {
    for (let p: usize = 0; p < 4; p++) {
      const at = p * ROW
      tile4x8(c + at, cRow, a, aRow, panels + p * size, depth, from + at, fromRow, bias + at)
    }
    a += 4 * aRow
    c += 4 * cRow
    from += 4 * fromRow
  }
  for (; rows > 0; rows--) {
    tile1x32(c, a, panels, size, ROW, depth, from, bias)
    a += aRow
    c += cRow
    from += fromRow
  }
}

function onePanel(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  rows: i32,
  panel: usize,
  depth: i32,
  from: usize,
  fromRow: usize,
  bias: usize,
): void {
  for (; rows >= 4; rows -= 4) {
    tile4x8(c, cRow, a, aRow, panel, depth, from, fromRow, bias)
    a += 4 * aRow
    c += 4 * cRow
    from += 4 * fromRow
  }
  for (; rows > 0; rows--) {
    tile1x8(c, a, panel, ROW, depth, from, bias)
    a += aRow
    c += cRow
    from += fromRow
  }
}

/** The first `width` bytes of a panel's columns, four rows at a time by way of the corner. */
function partOfPanel(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  rows: i32,
  panel: usize,
  depth: i32,
  from: usize,
  fromRow: usize,
  bias: usize,
  width: usize,
): void {
  for (; rows > 0; rows -= 4) {
    const height = min(4, rows)
    copyRows(CORNER, ROW, from, fromRow, height, width)
    onePanel(CORNER, ROW, a, aRow, height, panel, depth, CORNER, ROW, bias)
    copyRows(c, cRow, CORNER, ROW, height, width)
    a += 4 * aRow
    c += 4 * cRow
    from += 4 * fromRow
  }
}

function copyRows(
  to: usize,
  toRow: usize,
  from: usize,
  fromRow: usize,
  rows: i32,
  bytes: usize,
): void {
  for (; rows > 0; rows--) {
    for (let i: usize = 0; i < bytes; i += 4) store<f32>(to + i, load<f32>(from + i))
    to += toRow
    from += fromRow
  }
}

/** out = x · matrix for one row x; the matrix as it is, its rows `matrixRow` bytes apart. */
export function rowTimes(
  out: usize,
  x: usize,
  matrix: usize,
  matrixRow: usize,
  inputs: i32,
  outputs: i32,
): void {
  let left = outputs
  for (; left >= 32; left -= 32) {
    tile1x32(out, x, matrix, ROW, matrixRow, inputs, ZEROS, ZEROS)
    out += 4 * ROW
    matrix += 4 * ROW
  }
  for (; left >= 8; left -= 8) {
    tile1x8(out, x, matrix, matrixRow, inputs, ZEROS, ZEROS)
    out += ROW
    matrix += ROW
  }
  if (left > 0) {
    tile1x8(CORNER, x, matrix, matrixRow, inputs, ZEROS, ZEROS)
    copyRows(out, 0, CORNER, 0, 1, <usize>left * 4)
  }
}
