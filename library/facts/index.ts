/**
 * The world of facts: things of fifteen classes and what is true of them. It is what a person
 * may know; which facts the benchmark asks about is no part of it.
 */
import { cityRows } from './cities.ts'
import { has, isA, isIn, place, says, under, withArticle } from './column.ts'
import { countryRows, independentCountries } from './countries.ts'
import { readTable } from './read-table.ts'
import { factTable, type Table, type TableSource } from './table.ts'

export { FIRST_LETTER } from './table.ts'
export type { Column, Row, Table } from './table.ts'

let tables: readonly Table[] | undefined

/** All tables, which are read when they are first asked for. */
export const factTables = (): readonly Table[] => (tables ??= readTables())

/** @throws Error that says which tables there are. */
export function tableNamed(name: string): Table {
  const table = factTables().find((one) => one.name === name)
  const names = factTables().map((one) => one.name)
  if (!table) throw new Error(`expected one of the classes ${names.join(', ')}; got ${name}`)
  return table
}

let everyday: readonly string[] | undefined

/** Words of every day that are of no class. */
export const everydayWords = (): readonly string[] =>
  (everyday ??= readTable('everyday-words.txt').map(({ word }) => word))

const continent = isIn('continent', 'part of the world')
const country = isIn('country', 'nation', 'state', 'country it is in', 'located in')
const century = says((value) => `is of the ${value} century`, 'century', 'time', 'age')
const language = says((value) => `is in ${value}`, 'language', 'original language')

function readTables(): readonly Table[] {
  const independent = independentCountries()
  const nameOf = new Map(independent.map(({ cca2, name }) => [cca2, name.common]))
  const countries = factTable({
    name: 'country',
    also: ['nation', 'sovereign state', 'state', 'name of a country'],
    columns: [
      has('capital', 'capital city'),
      continent,
      has('official language', 'language', 'national language'),
      under(
        'first bordering country by name',
        says(
          (value) => `has ${value} as its first neighbour by name`,
          'bordering country',
          'neighbour',
          'neighbouring country',
          'neighbor',
          'neighboring country',
          'border',
        ),
      ),
      has('currency', 'money'),
      has(
        'calling code',
        'dialling code',
        'phone code',
        'telephone code',
        'country code',
        'phone prefix',
        'dialling prefix',
        'dial code',
      ),
      has('demonym', 'inhabitant', 'nationality'),
      has('internet domain', 'top level domain', 'tld', 'domain'),
      under(
        'flag colour (upper corner by the staff)',
        says(
          (value) => `has a flag that is ${value} at its upper corner by the staff`,
          'flag colour',
          'flag color',
          'flag',
          'colour of the flag',
          'color of the flag',
        ),
      ),
      under(
        'highest elevation in km',
        says(
          (value) => `has a highest point of ${value} km`,
          'highest elevation in km',
          'highest elevation',
          'highest point',
          'elevation',
          'highest mountain',
          'how high',
        ),
      ),
      says(
        (value) => (value === 'landlocked' ? 'is landlocked' : 'has a coast'),
        'coast',
        'landlocked',
        'sea access',
        'access to the sea',
      ),
    ],
    rows: countryRows(independent),
  })

  /** Things of a place, with the continent of their country. */
  const inCountries = (rows: TableSource['rows']): TableSource['rows'] =>
    rows.map((row) => {
      const found = countries.find(row.values['country']!)?.values['continent']
      return found === undefined ? row : { ...row, values: { ...row.values, continent: found } }
    })

  return [
    countries,
    factTable({
      name: 'city',
      also: ['large city', 'town', 'major city'],
      columns: [country, continent, says((value) => `keeps ${value}`, 'time zone', 'timezone')],
      around: ['city'],
      rows: inCountries(cityRows((code) => nameOf.get(code))),
    }),
    factTable({
      name: 'US city',
      also: [
        'american city',
        'city in the united states',
        'city of the united states',
        'city in the us',
        'city in the usa',
      ],
      columns: [isIn('state', 'us state', 'american state')],
      around: ['city'],
      rows: readTable('us-cities.txt'),
    }),
    factTable({
      name: 'US state',
      also: ['american state', 'state of the united states', 'state of the us', 'state of the usa'],
      columns: [
        has('capital', 'capital city'),
        says((value) => `is in the ${value}`, 'region', 'part'),
      ],
      rows: readTable('us-states.txt'),
    }),
    fileTable('head of state', 'heads-of-state.txt', {
      also: [
        'ruler',
        'leader',
        'political leader',
        'president or monarch',
        'national leader',
        'monarch or president',
        'historical leader',
      ],
      columns: [
        says(
          (value) => `was of ${place(value)}`,
          'country',
          'nation',
          'state',
          'country ruled',
          'country led',
        ),
        says((value) => `was of a country in ${value}`, 'continent'),
        says(
          (value) =>
            value === 'other' ? 'was neither a monarch nor a president' : `was a ${value}`,
          'office',
          'kind',
          'title',
          'type',
        ),
      ],
      complete: inCountries,
    }),
    fileTable('monument', 'monuments.txt', {
      also: [
        'landmark',
        'building',
        'famous building',
        'famous monument',
        'sight',
        'monument or landmark',
      ],
      columns: [country, continent, isA('kind', 'type', 'sort')],
      complete: inCountries,
    }),
    fileTable('mountain', 'peaks.txt', {
      also: ['peak', 'mount', 'summit', 'volcano'],
      columns: [country, continent],
      around: ['mount', 'mt', 'peak'],
      complete: inCountries,
    }),
    fileTable('river', 'rivers.txt', {
      also: ['stream', 'name of a river'],
      columns: [
        continent,
        under(
          'length in km',
          says((value) => `is ${value} km long`, 'length in km', 'length', 'how long'),
        ),
      ],
      around: ['river'],
    }),
    fileTable('person', 'people.txt', {
      also: [
        'famous person',
        'historical person',
        'historical figure',
        'name of a person',
        'people',
      ],
      columns: [
        says((value) => `is known as ${withArticle(value)}`, 'occupation', 'profession', 'job'),
        says((value) => `worked in ${value}`, 'field', 'area', 'domain', 'occupation class'),
      ],
    }),
    fileTable('opera', 'operas.txt', {
      also: ['operetta', 'title of an opera'],
      columns: [
        says((value) => `was composed by ${value}`, 'composer', 'composed', 'music by'),
        language,
        century,
      ],
    }),
    fileTable('book', 'books.txt', {
      also: ['novel', 'literary work', 'title of a book', 'work of literature'],
      columns: [
        says((value) => `was written by ${value}`, 'author', 'writer', 'wrote', 'written by'),
        language,
        century,
      ],
    }),
    fileTable('animal', 'animals.txt', {
      also: ['species', 'living animal', 'creature'],
      columns: [
        isA('kind', 'type', 'animal class', 'taxonomic class'),
        isA('diet', 'feeding type', 'trophic kind'),
        says(
          (value) => `lives on ${value}`,
          'main food',
          'food',
          'diet item',
          'primary food',
          'eat',
          'feed on',
          'prey',
        ),
        under(
          'habitat',
          says((value) => `lives in this habitat: ${value}`, 'habitat', 'environment', 'live'),
        ),
      ],
    }),
    fileTable('gemstone', 'gems.txt', {
      also: ['gem', 'jewel', 'precious stone', 'mineral'],
      columns: [
        says((value) => `is ${value}`, 'colour', 'color'),
        says((value) => `is of the kind ${value}`, 'kind', 'type', 'mineral group', 'group'),
      ],
    }),
    fileTable('element', 'elements.txt', {
      also: ['chemical element', 'name of a chemical element'],
      columns: [
        has('symbol', 'chemical symbol'),
        has('atomic number', 'number'),
        isA('kind', 'type', 'group', 'category'),
        isA('state', 'phase', 'state of matter'),
      ],
    }),
  ]
}

/** A table whose facts are a file of fixtures/facts. */
function fileTable(
  name: string,
  file: string,
  about: Omit<TableSource, 'name' | 'rows'> & {
    readonly complete?: (rows: TableSource['rows']) => TableSource['rows']
  },
): Table {
  const { complete = (rows) => rows, ...spec } = about
  return factTable({ ...spec, name, rows: complete(readTable(file)) })
}
