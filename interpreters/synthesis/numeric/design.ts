/**
 * The inputs that are asked. They avoid multiples of 1/20, on which the library's edges lie, and
 * are irregular, so that no period of the library aliases with them.
 */

/** Distance of neighbours: less than 5, so that no corrupted interval slips through. */
const SPACING = 4.87
const GOLDEN = 0.6180339887

/** 53 inputs over the whole domain. */
export const GRID: readonly number[] = Array.from({ length: 53 }, (_, i) => {
  const jitter = ((i * GOLDEN) % 1) * 0.06
  return offEdges(-127.37 + i * SPACING + jitter)
})

/** 24 inputs around zero, where the library's shapes are; they are denser towards it. */
export const CENTRE: readonly number[] = [
  0.0131, 0.1917, 0.4672, 0.7423, 1.1286, 1.6137, 2.1662, 2.7618, 3.3814, 4.1278, 4.7619, 5.6364,
].flatMap((x) => [-offEdges(x + 0.011), x])

/** `count` inputs between two bounds. */
export function between(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const share = (i + 0.35 + 0.3 * ((i * GOLDEN) % 1)) / count
    return offEdges(low + share * (high - low))
  })
}

/** About `count` inputs, spread evenly over some stretches. */
export function betweenAll(
  stretches: readonly (readonly [low: number, high: number])[],
  count: number,
): number[] {
  const width = stretches.reduce((total, [low, high]) => total + high - low, 0)
  return stretches.flatMap(([low, high]) =>
    between(low, high, Math.ceil(((high - low) / width) * count)),
  )
}

/** 64 inputs all over the domain, in no order: what was concluded is checked at them. */
export const SCATTERED: readonly number[] = Array.from({ length: 64 }, (_, i) =>
  offEdges(-128 + 256 * ((0.5 + (i + 1) * GOLDEN) % 1)),
)

/** The inputs, all of them again and again until there are `count`. */
export function repeatedly(xs: readonly number[], count: number): number[] {
  return Array.from({ length: Math.ceil(count / xs.length) }, () => xs).flat()
}

/** The input, moved a little aside where it is near a multiple of 1/20. */
function offEdges(x: number): number {
  const near = Math.round(x * 20) / 20
  const moved = Math.abs(x - near) < 0.002 ? near + 0.0037 : x
  return Math.round(moved * 1e5) / 1e5
}
