import { compile } from '../../../library/strings/index.ts'

const NUMBERS = new Map(
  Array.from({ length: 31 }, (_, number) => [compile('length', [])('x'.repeat(number)), number]),
)

/**
 * How alike two outputs are, 1 where they are equal: of number words how near the numbers are,
 * of other texts the share of characters that agree, counted from both ends.
 */
export function similarity(a: string, b: string): number {
  if (a === b) return 1
  const numberA = NUMBERS.get(a)
  const numberB = NUMBERS.get(b)
  if (numberA !== undefined && numberB !== undefined) return 0.9 / (1 + Math.abs(numberA - numberB))
  const longest = Math.max(a.length, b.length)
  const shortest = Math.min(a.length, b.length)
  let fromStart = 0
  let fromEnd = 0
  for (let i = 0; i < shortest; i++) {
    if (a[i] === b[i]) fromStart++
    if (a[a.length - 1 - i] === b[b.length - 1 - i]) fromEnd++
  }
  return Math.max(fromStart, fromEnd) / (longest + 1)
}
