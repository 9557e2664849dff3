/**
 * The embedded world: how much any word belongs to any of its concepts. It is exact and always the
 * same, and stands for a language model that would be asked; docs/neurons.md says what it is not.
 */
import { readFileSync } from 'node:fs'
import { findWord } from '../words/clean-word.ts'
import { openTable, type TableConcept } from './table.ts'

const FILE = new URL('../../fixtures/world/values.bin.gz', import.meta.url)
/** Values are kept as so many parts of 1. */
export const LEVELS = 255

export interface World {
  /** Every concept that can be named; functions are drawn from those that are `drawn`. */
  readonly concepts: readonly TableConcept[]
  /** All words with a value, the frequent ones first. */
  readonly words: readonly string[]
  /** The place of a word among them, whatever its case and form; undefined of an unknown one. */
  readonly find: (word: string) => number | undefined
  /** How much a word belongs to the concept of that number, in [0, 1]; 0 of an unknown word. */
  readonly value: (word: string, concept: number) => number
  /** The concepts that a word of {@link words} has to do with, and how much. */
  readonly profile: (word: number) => readonly Belonging[]
  /** The words that have to do with a concept, the frequent ones first, and how much. */
  readonly members: (concept: number) => Members
  /** The number of the concept of that label. Throws where there is none. */
  readonly labelled: (label: string) => number
}

export interface Members {
  /** Places of words. */
  readonly places: Uint32Array
  /** Parts of {@link LEVELS}. */
  readonly levels: Uint8Array
}

export interface Belonging {
  readonly concept: number
  readonly value: number
}

let opened: World | undefined

/** The world, opened once a process. */
export const world = (): World => (opened ??= openWorld())

function openWorld(): World {
  const { concepts, words, start, concept: ids, level } = openTable(readFileSync(FILE))
  const places = new Map(words.map((word, i) => [word, i]))
  const labels = new Map(concepts.map(({ label }, i) => [label, i]))
  const isKnown = (key: string) => places.has(key)

  function find(word: string): number | undefined {
    const place = places.get(word)
    if (place !== undefined) return place
    const key = findWord(word, isKnown)
    return key === undefined ? undefined : places.get(key)
  }

  function value(word: string, concept: number): number {
    const place = find(word)
    if (place === undefined) return 0
    const end = start[place + 1]!
    for (let i = start[place]!; i < end; i++) if (ids[i] === concept) return level[i]! / LEVELS
    return 0
  }

  let transposed: readonly Members[] | undefined

  /** The table by its concepts. */
  function byConcept(): readonly Members[] {
    const counts = new Uint32Array(concepts.length)
    for (const id of ids) counts[id]!++
    const own = Array.from(counts, (count) => ({
      places: new Uint32Array(count),
      levels: new Uint8Array(count),
    }))
    counts.fill(0)
    for (let word = 0; word < words.length; word++)
      for (let i = start[word]!; i < start[word + 1]!; i++) {
        const { places: at, levels } = own[ids[i]!]!
        const next = counts[ids[i]!]!++
        at[next] = word
        levels[next] = level[i]!
      }
    return own
  }

  return {
    concepts,
    words,
    find,
    value,
    members: (concept) => (transposed ??= byConcept())[concept]!,
    profile: (word) =>
      Array.from({ length: start[word + 1]! - start[word]! }, (_, i) => ({
        concept: ids[start[word]! + i]!,
        value: level[start[word]! + i]! / LEVELS,
      })),
    labelled(label) {
      const concept = labels.get(label)
      if (concept === undefined)
        throw new Error(`the world has no concept ${JSON.stringify(label)}`)
      return concept
    },
  }
}
