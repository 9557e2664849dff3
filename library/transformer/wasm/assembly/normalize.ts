import { put } from './put'
import { sum, sumOfSquares } from './sum'

/** Each row less its mean, over its standard deviation, scaled and shifted. */
export function layerNorm(
  out: usize,
  x: usize,
  rows: i32,
  size: i32,
  epsilon: f32,
  scale: usize,
  shift: usize,
): void {
  const bytes = <usize>size * 4
  for (; rows > 0; rows--) {
    const end = out + bytes
    const mean = f32x4.splat(sum(x, size) / <f32>size)
    for (let i: usize = 0; i < bytes; i += 16) put(out + i, f32x4.sub(v128.load(x + i), mean), end)
    const deviation = f32x4.splat(sqrt<f32>(sumOfSquares(out, size) / <f32>size + epsilon))
    for (let i: usize = 0; i < bytes; i += 16) {
      const unit = f32x4.div(v128.load(out + i), deviation)
      const scaled = f32x4.mul(unit, v128.load(scale + i))
      put(out + i, f32x4.add(scaled, v128.load(shift + i)), end)
    }
    x += bytes
    out += bytes
  }
}

/** Each row over the root of the mean of its squares, scaled. */
export function rmsNorm(
  out: usize,
  x: usize,
  rows: i32,
  size: i32,
  epsilon: f32,
  scale: usize,
): void {
  const bytes = <usize>size * 4
  for (; rows > 0; rows--) {
    const end = out + bytes
    const root = f32x4.splat(sqrt<f32>(sumOfSquares(x, size) / <f32>size + epsilon))
    for (let i: usize = 0; i < bytes; i += 16) {
      put(out + i, f32x4.mul(f32x4.div(v128.load(x + i), root), v128.load(scale + i)), end)
    }
    x += bytes
    out += bytes
  }
}
