import { put } from './put'

/** In memory: a constant in the code would be put together anew at every use. */
const NUMBERS = memory.data<f32>(
  [
    89, -88, 1.44269504, 12582912, 0.693359375, -2.1219444e-4, 1.98756915e-4, 1.3981999507e-3,
    8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1, 1,
  ],
  16,
)

/**
 * e^x of numbers, within 2 units in the last place: x = n ln 2 + r, of which e^r is a polynomial
 * (Cephes, expf) and 2^n is put together of bits. It is inf from 88.4 on, and 0 below -87.7.
 */
export function exponentials(out: usize, x: usize, count: i32): void {
  const end = out + <usize>count * 4
  for (; out < end; out += 16, x += 16) put(out, exp(v128.load(x)), end)
}

function exp(x: v128): v128 {
  // In this order NaN stays NaN.
  x = f32x4.pmin(x, v128.load32_splat(NUMBERS))
  x = f32x4.pmax(x, v128.load32_splat(NUMBERS, 4))
  // 1.5 · 2^23, added to a small number, leaves the nearest integer in the lowest bits.
  const round = v128.load32_splat(NUMBERS, 12)
  const rounded = f32x4.add(f32x4.mul(x, v128.load32_splat(NUMBERS, 8)), round)
  const n = f32x4.sub(rounded, round)
  let r = f32x4.sub(x, f32x4.mul(n, v128.load32_splat(NUMBERS, 16)))
  r = f32x4.sub(r, f32x4.mul(n, v128.load32_splat(NUMBERS, 20)))
  // Pairs of terms, since each step of Horner's way would wait for the one before.
  const one = v128.load32_splat(NUMBERS, 48)
  const square = f32x4.mul(r, r)
  const high = f32x4.add(
    f32x4.mul(v128.load32_splat(NUMBERS, 24), r),
    v128.load32_splat(NUMBERS, 28),
  )
  const middle = f32x4.add(
    f32x4.mul(v128.load32_splat(NUMBERS, 32), r),
    v128.load32_splat(NUMBERS, 36),
  )
  const low = f32x4.add(
    f32x4.mul(v128.load32_splat(NUMBERS, 40), r),
    v128.load32_splat(NUMBERS, 44),
  )
  let y = f32x4.add(f32x4.mul(high, square), middle)
  y = f32x4.add(f32x4.mul(y, square), low)
  y = f32x4.add(f32x4.mul(y, square), f32x4.add(r, one))
  // The bits of 1 are those of 2^0; 2^-127 comes out as 0, and 2^128 as inf.
  const power = i32x4.add(i32x4.shl(i32x4.sub(rounded, round), 23), one)
  return f32x4.mul(y, power)
}
