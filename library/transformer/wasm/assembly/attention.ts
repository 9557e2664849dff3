// Attention of queries at positions first ≤ p < last. Queries and z are [position, prompt, head,
// dHead], keys and values likewise with heads of their own, scores and patterns [position, prompt,
// head, key]; addresses are those of position 0.

import { exponentials } from './exp'
import { linear, rowTimes } from './linear'
import { put } from './put'
import { across } from './sum'
import { ROW } from './tiles'

/**
 * Queries times keys, divided by `scale`; -Infinity for keys that a query does not see. Keys are
 * turned into panels first, at `work`: dHead numbers for each, filled up to a multiple of 8 keys.
 */
export function scores(
  out: usize,
  q: usize,
  k: usize,
  first: i32,
  last: i32,
  batch: i32,
  positions: i32,
  heads: i32,
  keyValueHeads: i32,
  dHead: i32,
  causal: bool,
  scale: f32,
  work: usize,
): void {
  const known = causal ? last : positions
  const outRow = <usize>(batch * heads * positions) * 4
  const qRow = <usize>(batch * heads * dHead) * 4
  const kRow = <usize>(batch * keyValueHeads * dHead) * 4
  const group = heads / keyValueHeads
  for (let i = 0; i < batch * heads; i++) {
    const to = out + <usize>(i * positions) * 4 + <usize>first * outRow
    const from = q + <usize>(i * dHead) * 4 + <usize>first * qRow
    if (i % group == 0) transpose(work, k + <usize>((i / group) * dHead) * 4, kRow, known, dHead)
    linear(to, outRow, from, qRow, last - first, work, 0, dHead, known)
  }
  let row = out + <usize>first * outRow
  for (let query = first; query < last; query++) {
    const seen = causal ? query + 1 : positions
    for (let i = 0; i < batch * heads; i++) {
      divide(row, scale, <usize>seen * 4)
      for (let key = seen; key < positions; key++) store<f32>(row + <usize>key * 4, -Infinity)
      row += <usize>positions * 4
    }
  }
}

/** Rows into panels of eight columns. */
function transpose(to: usize, from: usize, row: usize, rows: i32, width: i32): void {
  for (let start = 0; start < rows; start += 4) {
    const height = min(4, rows - start)
    let j = 0
    if (height == 4)
      for (; j + 4 <= width; j += 4) transpose4(to + <usize>j * ROW, from + <usize>j * 4, row)
    for (; j < width; j++) {
      for (let i = 0; i < height; i++) {
        const value = load<f32>(from + <usize>i * row + <usize>j * 4)
        store<f32>(to + <usize>j * ROW + <usize>i * 4, value)
      }
    }
    from += 4 * row
    // The right half of this panel, or the left half of the next.
    to += start % 8 == 0 ? 16 : <usize>width * ROW - 16
  }
}

/** Four numbers of four rows. */
function transpose4(to: usize, from: usize, row: usize): void {
  const a = v128.load(from)
  const b = v128.load(from + row)
  const c = v128.load(from + 2 * row)
  const d = v128.load(from + 3 * row)
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5)
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5)
  const abEnd = i32x4.shuffle(a, b, 2, 6, 3, 7)
  const cdEnd = i32x4.shuffle(c, d, 2, 6, 3, 7)
  v128.store(to, i64x2.shuffle(ab, cd, 0, 2))
  v128.store(to + ROW, i64x2.shuffle(ab, cd, 1, 3))
  v128.store(to + 2 * ROW, i64x2.shuffle(abEnd, cdEnd, 0, 2))
  v128.store(to + 3 * ROW, i64x2.shuffle(abEnd, cdEnd, 1, 3))
}

/** Softmax over the keys that a query sees, and 0 of the others. */
export function softmax(
  out: usize,
  x: usize,
  first: i32,
  last: i32,
  rows: i32,
  positions: i32,
  causal: bool,
): void {
  const row = <usize>positions * 4
  const size = <usize>rows * row
  x += <usize>first * size
  out += <usize>first * size
  for (let query = first; query < last; query++) {
    const seen = causal ? query + 1 : positions
    for (let at: usize = 0; at < size; at += row) exponents(out + at, x + at, seen, row)
    exponentials(out, out, rows * positions)
    for (let at: usize = 0; at < size; at += row) shares(out + at, seen, row)
    x += size
    out += size
  }
}

/** Scores less the largest of those that are seen; -Infinity for the others, e to which is 0. */
function exponents(out: usize, x: usize, seen: i32, row: usize): void {
  const none = f32x4.splat(-Infinity)
  let most = none
  let left = seen
  for (let i: usize = 0; i < row; i += 16, left -= 4) {
    const score = v128.bitselect(v128.load(x + i), none, firstLanes(left))
    most = f32x4.pmax(most, score)
    put(out + i, score, out + row)
  }
  most = f32x4.pmax(most, i32x4.shuffle(most, most, 2, 3, 0, 1))
  most = f32x4.pmax(most, i32x4.shuffle(most, most, 1, 0, 3, 2))
  for (let i: usize = 0; i < row; i += 16) {
    put(out + i, f32x4.sub(v128.load(out + i), most), out + row)
  }
}

/** Each number over their sum. */
function shares(x: usize, seen: i32, row: usize): void {
  let sums = f32x4.splat(0)
  let at = x
  for (let left = seen; left > 0; left -= 4, at += 16) {
    sums = f32x4.add(sums, v128.and(v128.load(at), firstLanes(left)))
  }
  divide(x, across(sums), row)
}

const LANES = memory.data<i32>([0, 1, 2, 3], 16)

/** A mask of the first lanes, of none if `count` is negative. */
function firstLanes(count: i32): v128 {
  return i32x4.gt_s(i32x4.splat(count), v128.load(LANES))
}

function divide(x: usize, by: f32, bytes: usize): void {
  const all = f32x4.splat(by)
  for (let i: usize = 0; i < bytes; i += 16) {
    put(x + i, f32x4.div(v128.load(x + i), all), x + bytes)
  }
}

/** z: patterns times values, over the keys that a query sees. */
export function mix(
  z: usize,
  pattern: usize,
  v: usize,
  first: i32,
  last: i32,
  batch: i32,
  positions: i32,
  heads: i32,
  keyValueHeads: i32,
  dHead: i32,
  causal: bool,
): void {
  const vRow = <usize>(batch * keyValueHeads * dHead) * 4
  const group = heads / keyValueHeads
  z += <usize>(first * batch * heads * dHead) * 4
  pattern += <usize>(first * batch * heads * positions) * 4
  for (let query = first; query < last; query++) {
    const seen = causal ? query + 1 : positions
    for (let i = 0; i < batch * heads; i++) {
      rowTimes(z, pattern, v + <usize>((i / group) * dHead) * 4, vRow, seen, dHead)
      z += <usize>dHead * 4
      pattern += <usize>positions * 4
    }
  }
}
