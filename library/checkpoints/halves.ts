/** Numbers of 16 bits. */

/** Half precision by its bits: IEEE 754, 5 bits of exponent, 10 of fraction. */
const HALVES = new Float32Array(2 ** 16)
for (let bits = 0; bits < HALVES.length; bits++) HALVES[bits] = valueOf(bits)

function valueOf(bits: number): number {
  const sign = bits & 0x80_00 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3_ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

export const float16 = (bits: number): number => HALVES[bits]!

/** Half precision, a file's bytes of it, as single precision. */
export function float16s(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const halves = wordsOf(bytes)
  const singles = new Float32Array(halves.length)
  for (let at = 0; at < halves.length; at++) singles[at] = HALVES[halves[at]!]!
  return singles
}

/** bfloat16: the upper half of single precision. */
export function bfloat16s(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const halves = wordsOf(bytes)
  const singles = new Uint32Array(halves.length)
  for (let at = 0; at < halves.length; at++) singles[at] = halves[at]! << 16
  return new Float32Array(singles.buffer)
}

const wordsOf = (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2)
