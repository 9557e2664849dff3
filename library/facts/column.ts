/** How columns of facts speak of their values. */
import type { Column } from './table.ts'

const named = (name: string, also: readonly string[], says: Column['says']): Column => ({
  name,
  noun: name,
  also,
  says,
})

/** It says `is in Asia`. */
export const isIn = (name: string, ...also: readonly string[]) =>
  named(name, also, (value) => `is in ${place(value)}`)

/** It says `is a mammal`. */
export const isA = (name: string, ...also: readonly string[]) =>
  named(name, also, (value) => `is ${withArticle(value)}`)

/** It says `has Paris as its capital`. */
export const has = (name: string, ...also: readonly string[]) =>
  named(name, also, (value) => `has ${value} as its ${name}`)

/** It says what `says` makes of a value. */
export const says = (say: Column['says'], name: string, ...also: readonly string[]) =>
  named(name, also, say)

/** The column under another noun. */
export const under = (noun: string, column: Column): Column => ({ ...column, noun })

export const withArticle = (noun: string) => `${/^[aeio]|^un[^i]/i.test(noun) ? 'an' : 'a'} ${noun}`

/** A place as it stands in a sentence: some have an article. */
export const place = (name: string) =>
  /^(?:United|Netherlands|Philippines|Dominican Republic|Bahamas|Gambia|DR )/.test(name)
    ? `the ${name}`
    : name
