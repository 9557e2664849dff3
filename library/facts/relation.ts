/** A relation of the world of facts, which may fail on a part of its class. */
import { withArticle } from './column.ts'
import { type Column, type Row, type Table, tableNamed } from './index.ts'

/** Things of a class that a relation leaves out, told by one of their properties. */
export interface Exception {
  readonly by: string
  readonly is: string
}

/** From a thing of the class to one of its properties; names are those of tables and columns. */
export interface Relation {
  readonly class: string
  readonly relation: string
  readonly exception: Exception | null
}

/** What a relation gives where it gives nothing. */
export const UNDEFINED = 'undefined'

/** The relation as a function of words. */
export function relationOf({
  class: name,
  relation,
  exception,
}: Relation): (word: string) => string {
  const { find } = tableNamed(name)
  return (word) => {
    const row = find(word)
    if (!row || isExcepted(row, exception)) return UNDEFINED
    return row.values[relation] ?? UNDEFINED
  }
}

export const isExcepted = (row: Row, exception: Exception | null): boolean =>
  exception !== null && row.values[exception.by] === exception.is

/** @throws Error that says which columns there are. */
export function columnNamed({ name, columns }: Table, column: string): Column {
  const found = columns.find((one) => one.name === column)
  const names = columns.map((one) => one.name)
  if (!found)
    throw new Error(`${name}: expected one of the columns ${names.join(', ')}; got ${column}`)
  return found
}

/** What a relation does, and where it fails. */
export function describeRelation({ class: name, relation, exception }: Relation) {
  const table = tableNamed(name)
  const { noun } = columnNamed(table, relation)
  return {
    description: `The ${noun} of ${withArticle(name)}; undefined for any other word.`,
    domain:
      exception &&
      `Undefined where the ${name} ${columnNamed(table, exception.by).says(exception.is)}.`,
  }
}
