/** Which concepts are near to each other: the cosine between the values of all words. */
import { world } from './index.ts'

let computed: readonly Float32Array[] | undefined

/** Cosines of every concept with every other. */
function kinship(): readonly Float32Array[] {
  if (computed) return computed
  const { concepts, words, profile } = world()
  const products = concepts.map(() => new Float32Array(concepts.length))
  for (let word = 0; word < words.length; word++) {
    const own = profile(word)
    for (const a of own) for (const b of own) products[a.concept]![b.concept]! += a.value * b.value
  }
  const lengths = products.map((row, i) => Math.sqrt(row[i]!))
  computed = products.map((row, i) => row.map((one, j) => one / (lengths[i]! * lengths[j]!)))
  return computed
}

/** How near two concepts are, from 0 to 1. */
export const nearness = (a: number, b: number): number => kinship()[a]![b]!

/** All other concepts, the nearest first. */
export function siblings(concept: number): readonly number[] {
  const row = kinship()[concept]!
  return Array.from(row.keys())
    .filter((other) => other !== concept)
    .toSorted((a, b) => row[b]! - row[a]!)
}
