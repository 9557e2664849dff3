/** What a table of facts is: things of one class, and properties that they have. */
import { cleanWord, findKey } from '../words/clean-word.ts'

/** A thing, under its usual name. A property that it does not have, or has not one of, is absent. */
export interface Row {
  readonly word: string
  readonly values: Readonly<Record<string, string>>
}

/** A property of the things of a table. */
export interface Column {
  readonly name: string
  /** What it is of a thing, `capital`: it stands behind `the`. */
  readonly noun: string
  /** Other names that it goes by. */
  readonly also: readonly string[]
  /** What is said of a thing that has the value, `is in Asia`. */
  readonly says: (value: string) => string
}

/** Things of one class. */
export interface Table {
  /** What each of them is, `country`. */
  readonly name: string
  /** Other names of the class. */
  readonly also: readonly string[]
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** The thing of that name, however it is written; undefined of any other. */
  readonly find: (text: string) => Row | undefined
}

/** What a table is made of. */
export interface TableSource extends Omit<Table, 'find' | 'columns' | 'rows'> {
  readonly columns: readonly Column[]
  /** Words that may stand around a name, `river` for instance. */
  readonly around?: readonly string[]
  readonly rows: readonly (Row & { readonly also: readonly string[] })[]
}

/** The column of every table that its words themselves give. */
export const FIRST_LETTER: Column = {
  name: 'first letter',
  noun: 'first letter',
  also: ['initial', 'initial letter', 'letter', 'starting letter', 'starts with', 'begins with'],
  says: (value) => `has a name that begins with ${value}`,
}

/** So many names that are asked for again need not be cleaned again. */
const REMEMBERED = 4096

const ARTICLE = 'the '

/** Things can be found under all their names; a name that two of them share is of the first. */
export function factTable({ name, also, columns, around = [], rows }: TableSource): Table {
  const named = rows.map(({ word, values }): Row => {
    const letter = cleanWord(word).charAt(0).toUpperCase()
    return { word, values: { ...values, [FIRST_LETTER.name]: letter } }
  })
  const index = new Map<string, Row>()
  const isKnown = (key: string) => index.has(key)
  /** Names that begin with an article, by what stands behind it. */
  const withArticle = new Map<string, Row>()
  const enter = (text: string, row: Row) => {
    const key = cleanWord(text)
    if (key === '' || index.has(key)) return
    index.set(key, row)
    if (key.startsWith(ARTICLE)) withArticle.set(key.slice(ARTICLE.length), row)
  }
  named.forEach((row) => enter(row.word, row))
  rows.forEach((row, i) => row.also.forEach((text) => enter(text, named[i]!)))

  const outer = new Set(around)
  /** A name without what may stand around it. */
  function bare(key: string): string {
    if (outer.size === 0 || !key.includes(' ')) return key
    const words = key.split(' ')
    if (outer.has(words[0]!)) words.shift()
    if (words.length > 1 && outer.has(words.at(-1)!)) words.pop()
    return words.join(' ')
  }
  function search(text: string): Row | undefined {
    const given = cleanWord(text)
    const key = given.startsWith(ARTICLE) ? given.slice(ARTICLE.length) : given
    const inner = bare(key)
    const row = withArticle.get(key) ?? index.get(key) ?? index.get(inner)
    if (row) return row
    const known = findKey(key, isKnown) ?? (inner === key ? undefined : findKey(inner, isKnown))
    return known === undefined ? undefined : index.get(known)
  }

  const remembered = new Map<string, Row | undefined>(named.map((row) => [row.word, row]))
  const most = named.length + REMEMBERED
  return {
    name,
    also,
    columns: [...columns, FIRST_LETTER],
    rows: named,
    find(text) {
      const row = remembered.get(text)
      if (row !== undefined || remembered.has(text)) return row
      const found = search(text)
      if (remembered.size < most) remembered.set(text, found)
      return found
    },
  }
}
