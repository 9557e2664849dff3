// Sums of four lanes, which are added in the end: of the same numbers always in the same order.

export function sum(x: usize, count: i32): f32 {
  let lanes = f32x4.splat(0)
  const end = <usize>count * 4
  const whole = end & ~15
  for (let i: usize = 0; i < whole; i += 16) lanes = f32x4.add(lanes, v128.load(x + i))
  let total = across(lanes)
  for (let i = whole; i < end; i += 4) total += load<f32>(x + i)
  return total
}

export function sumOfSquares(x: usize, count: i32): f32 {
  let lanes = f32x4.splat(0)
  const end = <usize>count * 4
  const whole = end & ~15
  for (let i: usize = 0; i < whole; i += 16) {
    const value = v128.load(x + i)
    lanes = f32x4.add(lanes, f32x4.mul(value, value))
  }
  let total = across(lanes)
  for (let i = whole; i < end; i += 4) total += load<f32>(x + i) * load<f32>(x + i)
  return total
}

export function across(lanes: v128): f32 {
  const pairs = f32x4.add(lanes, i32x4.shuffle(lanes, lanes, 2, 3, 0, 1))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}
