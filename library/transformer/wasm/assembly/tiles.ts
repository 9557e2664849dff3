// Tiles of a product that fit the registers. Each goes on from the sums at `from`, and adds the bias
// in the end.

/** Bytes of a row of a panel. */
export const ROW: usize = 32
/** Where sums begin, and a bias that is none. */
export const ZEROS = memory.data(128, 16)

/** Four rows of A times a panel of B. */
export function tile4x8(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  b: usize,
  depth: i32,
  from: usize,
  fromRow: usize,
  bias: usize,
): void {
  let s00 = v128.load(from)
  let s01 = v128.load(from, 16)
  from += fromRow
  let s10 = v128.load(from)
  let s11 = v128.load(from, 16)
  from += fromRow
  let s20 = v128.load(from)
  let s21 = v128.load(from, 16)
  from += fromRow
  let s30 = v128.load(from)
  let s31 = v128.load(from, 16)
  let a1 = a + aRow
  let a2 = a1 + aRow
  let a3 = a2 + aRow
  // Twice the same: a loop of one step would wait for its own bookkeeping.
  for (; depth >= 2; depth -= 2) {
    let b0 = v128.load(b)
    let b1 = v128.load(b, 16)
    let x = v128.load32_splat(a)
    s00 = f32x4.add(s00, f32x4.mul(x, b0))
    s01 = f32x4.add(s01, f32x4.mul(x, b1))
    x = v128.load32_splat(a1)
    s10 = f32x4.add(s10, f32x4.mul(x, b0))
    s11 = f32x4.add(s11, f32x4.mul(x, b1))
    x = v128.load32_splat(a2)
    s20 = f32x4.add(s20, f32x4.mul(x, b0))
    s21 = f32x4.add(s21, f32x4.mul(x, b1))
    x = v128.load32_splat(a3)
    s30 = f32x4.add(s30, f32x4.mul(x, b0))
    s31 = f32x4.add(s31, f32x4.mul(x, b1))
    b0 = v128.load(b, 32)
    b1 = v128.load(b, 48)
    x = v128.load32_splat(a, 4)
    s00 = f32x4.add(s00, f32x4.mul(x, b0))
    s01 = f32x4.add(s01, f32x4.mul(x, b1))
    x = v128.load32_splat(a1, 4)
    s10 = f32x4.add(s10, f32x4.mul(x, b0))
    s11 = f32x4.add(s11, f32x4.mul(x, b1))
    x = v128.load32_splat(a2, 4)
    s20 = f32x4.add(s20, f32x4.mul(x, b0))
    s21 = f32x4.add(s21, f32x4.mul(x, b1))
    x = v128.load32_splat(a3, 4)
    s30 = f32x4.add(s30, f32x4.mul(x, b0))
    s31 = f32x4.add(s31, f32x4.mul(x, b1))
    b += 2 * ROW
    a += 8
    a1 += 8
    a2 += 8
    a3 += 8
  }
  if (depth == 1) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    let x = v128.load32_splat(a)
    s00 = f32x4.add(s00, f32x4.mul(x, b0))
    s01 = f32x4.add(s01, f32x4.mul(x, b1))
    x = v128.load32_splat(a1)
    s10 = f32x4.add(s10, f32x4.mul(x, b0))
    s11 = f32x4.add(s11, f32x4.mul(x, b1))
    x = v128.load32_splat(a2)
    s20 = f32x4.add(s20, f32x4.mul(x, b0))
    s21 = f32x4.add(s21, f32x4.mul(x, b1))
    x = v128.load32_splat(a3)
    s30 = f32x4.add(s30, f32x4.mul(x, b0))
    s31 = f32x4.add(s31, f32x4.mul(x, b1))
  }
  put(c, s00, s01, bias)
  c += cRow
  put(c, s10, s11, bias)
  c += cRow
  put(c, s20, s21, bias)
  c += cRow
  put(c, s30, s31, bias)
}

/**
 * One row of A times four panels, `panel` bytes apart: as many sums at a time as a tile of four
 * rows has.
 */
export function tile1x32(
  c: usize,
  a: usize,
  b: usize,
  panel: usize,
  bRow: usize,
  depth: i32,
  from: usize,
  bias: usize,
): void {
  let s0 = v128.load(from)
  let s1 = v128.load(from, 16)
  let s2 = v128.load(from, 32)
  let s3 = v128.load(from, 48)
  let s4 = v128.load(from, 64)
  let s5 = v128.load(from, 80)
  let s6 = v128.load(from, 96)
  let s7 = v128.load(from, 112)
  let p = b + panel
  let q = p + panel
  let r = q + panel
  for (; depth > 0; depth--) {
    const x = v128.load32_splat(a)
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)))
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)))
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(p)))
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(p, 16)))
    s4 = f32x4.add(s4, f32x4.mul(x, v128.load(q)))
    s5 = f32x4.add(s5, f32x4.mul(x, v128.load(q, 16)))
    s6 = f32x4.add(s6, f32x4.mul(x, v128.load(r)))
    s7 = f32x4.add(s7, f32x4.mul(x, v128.load(r, 16)))
    a += 4
    b += bRow
    p += bRow
    q += bRow
    r += bRow
  }
  put(c, s0, s1, bias)
  put(c + 32, s2, s3, bias + 32)
  put(c + 64, s4, s5, bias + 64)
  put(c + 96, s6, s7, bias + 96)
}

/** One row of A times a panel. */
export function tile1x8(
  c: usize,
  a: usize,
  b: usize,
  bRow: usize,
  depth: i32,
  from: usize,
  bias: usize,
): void {
  let s0 = v128.load(from)
  let s1 = v128.load(from, 16)
  for (; depth > 0; depth--) {
    const x = v128.load32_splat(a)
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)))
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)))
    a += 4
    b += bRow
  }
  put(c, s0, s1, bias)
}

function put(c: usize, s0: v128, s1: v128, bias: usize): void {
  v128.store(c, f32x4.add(s0, v128.load(bias)))
  v128.store(c, f32x4.add(s1, v128.load(bias, 16)), 16)
}
