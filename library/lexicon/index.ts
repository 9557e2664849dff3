/**
 * What a person knows of words: those that are common, which of them have to do with each other, and
 * words to begin with. It is of WordNet alone, and knows no concept and no value of the world.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'

const FILE = new URL('../../fixtures/world/lexicon.bin.gz', import.meta.url)

export interface Lexicon {
  /** Common words, the frequent ones first. */
  readonly words: readonly string[]
  /** Places of the words that each has to do with, the nearest first. */
  readonly neighbours: readonly (readonly number[])[]
  /** Places of words of all fields and kinds. */
  readonly broad: readonly number[]
}

let opened: Lexicon | undefined

/** The lexicon, opened once a process. */
export const lexicon = (): Lexicon => (opened ??= openLexicon(readFileSync(FILE)))

/** Header (JSON, a line), words by line, an empty line; places of 16 bits. */
export function packLexicon({ words, neighbours, broad }: Lexicon): Buffer {
  const header = JSON.stringify({ broad, counts: neighbours.map((own) => own.length) })
  const places = Uint16Array.from(neighbours.flat())
  const text = Buffer.from(`${header}\n${words.join('\n')}\n\n`)
  return gzipSync(Buffer.concat([text, new Uint8Array(places.buffer)]), { level: 9 })
}

export function openLexicon(packed: Uint8Array): Lexicon {
  const bytes = gunzipSync(packed)
  const end = bytes.indexOf('\n\n')
  const [header, ...words] = bytes.subarray(0, end).toString().split('\n')
  const { broad, counts } = JSON.parse(header!) as { broad: number[]; counts: number[] }
  const places = new Uint16Array(
    bytes.buffer.slice(bytes.byteOffset + end + 2, bytes.byteOffset + bytes.byteLength),
  )
  let at = 0
  const neighbours = counts.map((count) => Array.from(places.subarray(at, (at += count))))
  return { words, neighbours, broad }
}
