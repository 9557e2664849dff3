/** How values of words are kept in a file: opened by every process, written by the build. */
import { gunzipSync, gzipSync } from 'node:zlib'

export interface WorldTable {
  readonly concepts: readonly TableConcept[]
  /** Words with a value, the frequent ones first. */
  readonly rows: readonly {
    readonly key: string
    /** Concepts, in their order, and parts of 255. */
    readonly entries: readonly (readonly [concept: number, level: number])[]
  }[]
}

export interface TableConcept {
  readonly label: string
  /** Words that mean the concept, the label first. */
  readonly names: readonly string[]
  /** Whether functions are drawn from it; others can be named in an answer. */
  readonly drawn: boolean
}

/** The table as it is looked up: rows one after the other in typed arrays. */
export interface OpenTable {
  readonly concepts: readonly TableConcept[]
  readonly words: readonly string[]
  /** Where the row of each word begins; one more at the end. */
  readonly start: Uint32Array
  readonly concept: Uint16Array
  readonly level: Uint8Array
}

interface Header {
  readonly concepts: readonly TableConcept[]
  /** Bytes of its parts. */
  readonly words: number
  readonly rows: number
  readonly entries: number
}

/**
 * Length of the header, header (JSON), words by line, entries of each row (16 bits), concepts of
 * the entries as steps from the one before (16 bits), levels (8 bits); all of it as gzip has it.
 */
export function packTable({ concepts, rows }: WorldTable): Buffer {
  const words = Buffer.from(rows.map(({ key }) => key).join('\n'))
  const entries = rows.flatMap((row) => row.entries)
  const steps = rows.flatMap((row) =>
    row.entries.map(([concept], i) => concept - (i === 0 ? 0 : row.entries[i - 1]![0])),
  )
  const header: Header = {
    concepts,
    words: words.length,
    rows: rows.length,
    entries: entries.length,
  }
  const head = Buffer.from(JSON.stringify(header))
  return gzipSync(
    Buffer.concat([
      Uint8Array.from([head.length & 255, (head.length >> 8) & 255, head.length >> 16]),
      head,
      words,
      bytesOf(Uint16Array.from(rows, (row) => row.entries.length)),
      bytesOf(Uint16Array.from(steps)),
      Uint8Array.from(entries, ([, level]) => level),
    ]),
    { level: 9 },
  )
}

export function openTable(packed: Uint8Array): OpenTable {
  const bytes = gunzipSync(packed)
  let at = 0
  const take = (length: number) => bytes.subarray(at, (at += length))
  const [a, b, c] = take(3)
  const { concepts, words, rows, entries } = JSON.parse(
    take(a! + (b! << 8) + (c! << 16)).toString(),
  ) as Header
  const keys = take(words).toString().split('\n')
  // Copies, so that they are aligned.
  const counts = new Uint16Array(copyOf(take(2 * rows)))
  const concept = new Uint16Array(copyOf(take(2 * entries)))
  const level = new Uint8Array(copyOf(take(entries)))
  const start = new Uint32Array(rows + 1)
  for (let row = 0; row < rows; row++) {
    const end = start[row]! + counts[row]!
    start[row + 1] = end
    for (let i = start[row]! + 1; i < end; i++) concept[i]! += concept[i - 1]!
  }
  return { concepts, words: keys, start, concept, level }
}

const bytesOf = ({ buffer }: Uint16Array<ArrayBuffer>) => new Uint8Array(buffer)
const copyOf = ({ buffer, byteOffset, byteLength }: Buffer) =>
  buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
