// Functions of each number by itself, four at a time; what is read past the end is not written.

import { exponentials } from './exp'
import { put } from './put'

/** What gelu is made of; exp says why they are in memory. */
const GELU = memory.data<f32>([1, 0.044715, -1.5957691216], 16)

/** How many numbers at a time go through all steps, and where their exponents are. */
const PART = 256
const POWERS = memory.data(4 * 256, 16)

export function relu(out: usize, x: usize, count: i32): void {
  const end = out + <usize>count * 4
  for (; out < end; out += 16, x += 16) put(out, f32x4.max(v128.load(x), f32x4.splat(0)), end)
}

/** x (1 + tanh u) / 2, which is x / (1 + e^(-2u)), with u = sqrt(2/π) (x + 0.044715 x³). */
export function gelu(out: usize, x: usize, count: i32): void {
  for (; count > 0; count -= PART) {
    const part = min(count, PART)
    for (let i: usize = 0; i < <usize>part * 4; i += 16) {
      const value = v128.load(x + i)
      const square = f32x4.mul(value, value)
      const cubic = f32x4.mul(square, v128.load32_splat(GELU, 4))
      const twice = f32x4.mul(value, v128.load32_splat(GELU, 8))
      v128.store(POWERS + i, f32x4.mul(f32x4.add(v128.load32_splat(GELU), cubic), twice))
    }
    gate(out, x, part)
    x += PART * 4
    out += PART * 4
  }
}

/** x / (1 + e^-x) */
export function silu(out: usize, x: usize, count: i32): void {
  for (; count > 0; count -= PART) {
    const part = min(count, PART)
    for (let i: usize = 0; i < <usize>part * 4; i += 16) {
      v128.store(POWERS + i, f32x4.neg(v128.load(x + i)))
    }
    gate(out, x, part)
    x += PART * 4
    out += PART * 4
  }
}

/** out = x / (1 + e^p) with p the exponents at `POWERS`. */
function gate(out: usize, x: usize, count: i32): void {
  exponentials(POWERS, POWERS, count)
  const end = out + <usize>count * 4
  for (let i: usize = 0; out + i < end; i += 16) {
    const below = f32x4.add(v128.load32_splat(GELU), v128.load(POWERS + i))
    put(out + i, f32x4.div(v128.load(x + i), below), end)
  }
}

export function copy(out: usize, x: usize, count: i32): void {
  const end = out + <usize>count * 4
  for (; out + 64 <= end; out += 64, x += 64) {
    v128.store(out, v128.load(x))
    v128.store(out, v128.load(x, 16), 16)
    v128.store(out, v128.load(x, 32), 32)
    v128.store(out, v128.load(x, 48), 48)
  }
  for (; out < end; out += 16, x += 16) put(out, v128.load(x), end)
}

export function add(out: usize, a: usize, b: usize, count: i32): void {
  const end = out + <usize>count * 4
  for (; out < end; out += 16, a += 16, b += 16) {
    put(out, f32x4.add(v128.load(a), v128.load(b)), end)
  }
}

export function multiply(out: usize, a: usize, b: usize, count: i32): void {
  const end = out + <usize>count * 4
  for (; out < end; out += 16, a += 16, b += 16) {
    put(out, f32x4.mul(v128.load(a), v128.load(b)), end)
  }
}

/** out = out + (plus - minus) */
export function exchange(out: usize, plus: usize, minus: usize, count: i32): void {
  const end = out + <usize>count * 4
  for (; out < end; out += 16, plus += 16, minus += 16) {
    const difference = f32x4.sub(v128.load(plus), v128.load(minus))
    put(out, f32x4.add(v128.load(out), difference), end)
  }
}
