/** Writes four numbers, or as many as there is room for before `end`. */
export function put(out: usize, x: v128, end: usize): void {
  if (out + 16 <= end) {
    v128.store(out, x)
  } else {
    if (out < end) v128.store32_lane(out, x, 0)
    if (out + 4 < end) v128.store32_lane(out + 4, x, 1)
    if (out + 8 < end) v128.store32_lane(out + 8, x, 2)
  }
}
