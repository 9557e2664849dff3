/**
 * Reads a relation from a description in language: which class and property its words name, and
 * which part of the class its note on the domain is about. It reads no grammar: what the words do
 * not name is not read.
 */
import { cleanWord, wordKeys } from '../words/clean-word.ts'
import { type Column, factTables, FIRST_LETTER, type Table } from './index.ts'
import type { Exception, Relation } from './relation.ts'

/** A name as it stands in a text, from one word to another. */
interface Span {
  readonly start: number
  readonly end: number
  /** Letters of the name: the longer, the less likely by chance. */
  readonly letters: number
}

/** The relation that the words name, or undefined where they name none. */
export function readDescription(description: string, domain: string | null): Relation | undefined {
  const words = stems(description)
  let [best, most]: [readonly [Table, Column] | undefined, number] = [undefined, 0]
  for (const table of factTables()) {
    const classes = spansOf(table, words)
    if (classes.length === 0) continue
    for (const column of table.columns)
      for (const property of spansOf(column, words))
        for (const own of classes) {
          // A neighbouring country is a property of a country, said or not.
          const letters = (overlap(own, property) ? 0 : own.letters) + property.letters
          if (letters > most && !same(own, property)) [best, most] = [[table, column], letters]
        }
  }
  if (!best) return undefined
  const [table, column] = best
  const exception = domain === null ? null : readException(table, domain)
  return { class: table.name, relation: column.name, exception }
}

const overlap = (one: Span, other: Span) => one.start < other.end && other.start < one.end
const same = (one: Span, other: Span) => one.start === other.start && one.end === other.end

/** Where the names of a thing stand. */
function spansOf(
  { name, also }: { readonly name: string; readonly also: readonly string[] },
  words: readonly string[],
): Span[] {
  return [name, ...also].flatMap((text) => {
    const key = stems(text)
    return words.flatMap((_, start) => {
      const stands = key.every((word, i) => words[start + i] === word)
      return stands ? [{ start, end: start + key.length, letters: key.join('').length }] : []
    })
  })
}

/** Each word in one form, be it written as a plural or not. */
const stems = (text: string): string[] =>
  cleanWord(text)
    .split(' ')
    .map((word) => {
      const [key = word, singular = key] = wordKeys(word)
      return singular
    })

/** The part that a note speaks of: in the words of the column, by a letter, or by a value. */
function readException(table: Table, domain: string): Exception | null {
  return (
    readLetter(domain) ??
    longest(table, (column, value) => {
      const said = ` ${cleanWord(column.says(value))} `
      return ` ${cleanWord(domain)} `.includes(said) ? said.length : 0
    }) ??
    readValue(table, domain)
  )
}

const SPELLING = /start|begin|initial|first letter|letter/i

/** A letter that stands alone, where the note is about letters; the last, as `A` may be a word. */
function readLetter(domain: string): Exception | null {
  const letter = SPELLING.test(domain) ? domain.match(/(?<![\w’'])[A-Z](?![\w’'])/g)?.at(-1) : null
  return letter ? { by: FIRST_LETTER.name, is: letter } : null
}

/** The value whose words stand in the note, or others of their stem: `Asian`, `Texan`, `Italian`. */
function readValue(table: Table, domain: string): Exception | null {
  const words = stems(domain)
  const mentions = new Map(
    table.columns.map((column) => [column, spansOf(column, words).length > 0]),
  )
  return longest(table, (column, value) => {
    const parts = stems(value)
    const last = parts.at(-1)!
    const found = parts.every((part) => words.some((word) => isAkin(word, part)))
      ? parts.join('').length
      : words.includes(last) && parts.length > 1
        ? last.length * SURNAME
        : 0
    return found > 0 && mentions.get(column) ? found + MENTIONED : found
  })
}

/** A value of a property that is mentioned is likelier than one that is so many letters longer. */
const MENTIONED = 20
/** A last name alone is less than any name in whole. */
const SURNAME = 0.01
/** Letters at the end in which words of one stem may differ, and those that they share at least. */
const ENDING = 2
const SHARED = 4

function isAkin(word: string, part: string): boolean {
  if (word === part) return true
  const stem = part.slice(0, Math.max(SHARED, part.length - ENDING))
  return stem.length >= SHARED && word.startsWith(stem)
}

/** The value of most worth, the first of equals; null where none has any. */
function longest(
  { columns, rows }: Table,
  worth: (column: Column, value: string) => number,
): Exception | null {
  let [found, most]: [Exception | null, number] = [null, 0]
  for (const column of columns.filter(({ name }) => name !== FIRST_LETTER.name))
    for (const value of new Set(rows.flatMap(({ values }) => values[column.name] ?? []))) {
      const letters = worth(column, value)
      if (letters > most) [found, most] = [{ by: column.name, is: value }, letters]
    }
  return found
}
