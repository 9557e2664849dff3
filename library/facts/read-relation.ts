/** Reads a relation as people and models name it: `nations`, `its capital city`, `located in Asia`. */
import { cleanWord, wordKeys } from '../words/clean-word.ts'
import { type Column, factTables, type Table } from './index.ts'
import type { Exception, Relation } from './relation.ts'

export type Read<T> = T | { readonly unknown: string }

interface Named {
  readonly name: string
  readonly also: readonly string[]
}

/** Words that a name may have or not. */
const FILLERS = new Set('a an the of its it that which is in for to name word given any'.split(' '))
const YES = new Set(['yes', 'true'])

/** The relation that is meant, under the names of tables and columns; or what names none. */
export function readRelation(written: Relation): Read<Relation> {
  const table = oneNamed(factTables(), written.class)
  if (!table) return { unknown: `the class ${JSON.stringify(written.class)}` }
  const column = oneNamed(table.columns, written.relation)
  if (!column) return { unknown: `the relation ${JSON.stringify(written.relation)}` }
  const exception = written.exception && readException(table, written.exception)
  if (exception && 'unknown' in exception) return exception
  return { class: table.name, relation: column.name, exception }
}

/** A property by its name, or by its value where that alone is enough. */
function readException(table: Table, { by, is }: Exception): Read<Exception> {
  const said = YES.has(cleanWord(is)) ? by : is
  const column = oneNamed(table.columns, by)
  const found = (column ? [column] : table.columns).flatMap((one) => {
    const value = oneNamed(valuesOf(table, one), said)
    return value === undefined ? [] : [{ by: one.name, is: value.name }]
  })
  return found.length === 1
    ? found[0]!
    : { unknown: `the exception ${JSON.stringify(`${by} is ${is}`)}` }
}

const valuesOf = ({ rows }: Table, { name }: Column): readonly Named[] =>
  [...new Set(rows.flatMap(({ values: { [name]: value } }) => value ?? []))].map((value) => ({
    name: value,
    also: [],
  }))

/**
 * The thing that the text names: by all that it says, else by the longest name that stands in it,
 * where that is of one thing alone.
 */
function oneNamed<T extends Named>(things: readonly T[], text: string): T | undefined {
  const keys = things.map(({ name, also }) => [name, ...also].map(content))
  const said = content(text)
  const exact = things.find((_, i) => keys[i]!.includes(said))
  if (exact) return exact
  for (const all of [said, stems(text).join(' ')]) {
    const held = keys.map((own) =>
      Math.max(...own.map((key) => (` ${all} `.includes(` ${key} `) ? key.length : 0))),
    )
    const longest = Math.max(...held)
    const [best, ...others] = things.filter((_, i) => longest > 0 && held[i] === longest)
    if (best) return others.length === 0 ? best : undefined
  }
  return undefined
}

/** Each word in one form, be it written as a plural or not. */
const stems = (text: string) =>
  cleanWord(text)
    .split(' ')
    .map((word) => {
      const [key = word, singular = key] = wordKeys(word)
      return singular
    })

/** What is said beside the words that a name may have or not. */
function content(text: string): string {
  const words = stems(text)
  const left = words.filter((word) => !FILLERS.has(word))
  return (left.length > 0 ? left : words).join(' ')
}
