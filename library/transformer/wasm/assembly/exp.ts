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
  // Two steps of four at a time share what they load of NUMBERS.
  for (; out < end; out += 32, x += 32) {
    // In this order NaN stays NaN.
    const highest = v128.load32_splat(NUMBERS)
    const lowest = v128.load32_splat(NUMBERS, 4)
    const xa = f32x4.pmax(f32x4.pmin(v128.load(x), highest), lowest)
    const xb = f32x4.pmax(f32x4.pmin(v128.load(x, 16), highest), lowest)
    // 1.5 · 2^23, added to a small number, leaves the nearest integer in the lowest bits.
    const round = v128.load32_splat(NUMBERS, 12)
    const log2e = v128.load32_splat(NUMBERS, 8)
    const roundedA = f32x4.add(f32x4.mul(xa, log2e), round)
    const roundedB = f32x4.add(f32x4.mul(xb, log2e), round)
    const na = f32x4.sub(roundedA, round)
    const nb = f32x4.sub(roundedB, round)
    const ln2 = v128.load32_splat(NUMBERS, 16)
    const ln2Rest = v128.load32_splat(NUMBERS, 20)
    const ra = f32x4.sub(f32x4.sub(xa, f32x4.mul(na, ln2)), f32x4.mul(na, ln2Rest))
    const rb = f32x4.sub(f32x4.sub(xb, f32x4.mul(nb, ln2)), f32x4.mul(nb, ln2Rest))
    // Pairs of terms, since each step of Horner's way would wait for the one before.
    const c5 = v128.load32_splat(NUMBERS, 24)
    const c4 = v128.load32_splat(NUMBERS, 28)
    const highA = f32x4.add(f32x4.mul(c5, ra), c4)
    const highB = f32x4.add(f32x4.mul(c5, rb), c4)
    const c3 = v128.load32_splat(NUMBERS, 32)
    const c2 = v128.load32_splat(NUMBERS, 36)
    const middleA = f32x4.add(f32x4.mul(c3, ra), c2)
    const middleB = f32x4.add(f32x4.mul(c3, rb), c2)
    const c1 = v128.load32_splat(NUMBERS, 40)
    const c0 = v128.load32_splat(NUMBERS, 44)
    const lowA = f32x4.add(f32x4.mul(c1, ra), c0)
    const lowB = f32x4.add(f32x4.mul(c1, rb), c0)
    const squareA = f32x4.mul(ra, ra)
    const squareB = f32x4.mul(rb, rb)
    let ya = f32x4.add(f32x4.mul(highA, squareA), middleA)
    let yb = f32x4.add(f32x4.mul(highB, squareB), middleB)
    ya = f32x4.add(f32x4.mul(ya, squareA), lowA)
    yb = f32x4.add(f32x4.mul(yb, squareB), lowB)
    const one = v128.load32_splat(NUMBERS, 48)
    ya = f32x4.add(f32x4.mul(ya, squareA), f32x4.add(ra, one))
    yb = f32x4.add(f32x4.mul(yb, squareB), f32x4.add(rb, one))
    // The bits of 1 are those of 2^0; 2^-127 comes out as 0, and 2^128 as inf.
    const powerA = i32x4.add(i32x4.shl(i32x4.sub(roundedA, round), 23), one)
    const powerB = i32x4.add(i32x4.shl(i32x4.sub(roundedB, round), 23), one)
    put(out, f32x4.mul(ya, powerA), end)
    put(out + 16, f32x4.mul(yb, powerB), end)
  }
}
