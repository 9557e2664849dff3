import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanWord } from '../words/clean-word.ts'
import { everydayWords, factTables, FIRST_LETTER, tableNamed } from './index.ts'
import { describeRelation, relationOf, UNDEFINED } from './relation.ts'

const FOLDER = new URL('../../fixtures/facts/', import.meta.url)
const value = (name: string, word: string, column: string) =>
  tableNamed(name).find(word)?.values[column]

test('every file of facts says where it is from, and of when', () => {
  const files = readdirSync(FOLDER)
  expect(files).toHaveLength(14)
  for (const file of files) {
    const [source, date] = readFileSync(new URL(file, FOLDER), 'utf8').split('\n')
    expect(source, file).toMatch(/^# source: .{20,}/)
    expect(date, file).toMatch(/^# date: 20\d\d/)
  }
})

test('what is made of WordNet carries its notice', () => {
  const text = readFileSync(new URL('people.txt', FOLDER), 'utf8')
  expect(text).toContain(
    'WordNet 3.0 Copyright 2006 by Princeton University.  All rights reserved.',
  )
})

test('nothing is in a table twice, and each thing is found under its name', () => {
  for (const { rows, find } of factTables()) {
    expect(new Set(rows.map(({ word }) => cleanWord(word))).size).toBe(rows.length)
    for (const row of rows) expect(find(row.word)).toBe(row)
  }
})

test('every value is of a column, and every column has some', () => {
  for (const { name, columns, rows } of factTables()) {
    const names = columns.map((column) => column.name)
    expect(names.at(-1)).toBe(FIRST_LETTER.name)
    for (const { values } of rows)
      expect(names).toEqual(expect.arrayContaining(Object.keys(values)))
    for (const column of names)
      expect(
        rows.filter(({ values }) => values[column]).length,
        `${name}, ${column}`,
      ).toBeGreaterThan(40)
  }
})

test('countries of other tables are countries, by their name', () => {
  const countries = new Set(tableNamed('country').rows.map(({ word }) => word))
  for (const name of ['city', 'head of state', 'monument', 'mountain'])
    for (const { values } of tableNamed(name).rows) expect(countries).toContain(values['country'])
  const states = new Set(tableNamed('US state').rows.map(({ word }) => word))
  for (const { values } of tableNamed('US city').rows) expect(states).toContain(values['state'])
})

test('atomic numbers follow each other, and symbols are those of their elements', () => {
  const numbers = tableNamed('element').rows.map(({ values }) => Number(values['atomic number']))
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  expect(numbers.filter((n) => n > 84)).toEqual([
    86, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99,
  ])
})

test.each([
  ['country', 'Austria', 'capital', 'Vienna'],
  ['country', 'Peru', 'continent', 'South America'],
  ['country', 'Russia', 'continent', undefined],
  ['country', 'Switzerland', 'official language', undefined],
  ['country', 'Brazil', 'official language', 'Portuguese'],
  ['country', 'Portugal', 'bordering country', 'Spain'],
  ['country', 'Iceland', 'bordering country', undefined],
  ['country', 'Nepal', 'coast', 'landlocked'],
  ['country', 'Japan', 'calling code', '+81'],
  ['country', 'Kenya', 'currency', 'Kenyan shilling'],
  ['country', 'Bulgaria', 'currency', undefined],
  ['city', 'Nairobi', 'country', 'Kenya'],
  ['city', 'Lima', 'continent', 'South America'],
  ['city', 'Mumbai', 'time zone', 'India Time'],
  ['monument', 'Taj Mahal', 'continent', 'Asia'],
  ['person', 'Albert Einstein', 'occupation', 'physicist'],
])('%s %s has the %s %s', (name, word, column, expected) => {
  expect(tableNamed(name).find(word)).toBeDefined()
  expect(value(name, word, column)).toBe(expected)
})

test.each([
  ['country', 'THE usa', 'United States'],
  ['country', 'uk', 'United Kingdom'],
  ['country', 'Russian Federation', 'Russia'],
  ['country', 'cote_divoire', 'Ivory Coast'],
  ['river', 'the Mississippi River', 'Mississippi River'],
  ['river', 'the nile river', 'Nile'],
  ['river', 'River Thames', 'Thames'],
  ['mountain', 'Mt. Fuji', 'Mount Fuji'],
  ['animal', 'Geese', 'Goose'],
  ['animal', 'hippos', 'Hippopotamus'],
  ['book', 'nineteen eighty four', 'Nineteen Eighty-Four'],
])('of each %s, %s is %s', (name, text, word) => {
  expect(tableNamed(name).find(text)?.word).toBe(word)
})

test('words of every day are of no class', () => {
  for (const word of everydayWords())
    for (const { find } of factTables()) expect(find(word), word).toBeUndefined()
})

test('whatever is asked gives a text, and never an error', () => {
  const capital = relationOf({ class: 'country', relation: 'capital', exception: null })
  const known = new Set(tableNamed('country').rows.map(({ values }) => values['capital']))
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const output = capital(text)
      expect(output === UNDEFINED || known.has(output)).toBe(true)
    }),
  )
})

test('a relation says what it does, and where it fails', () => {
  const relation = { class: 'US city', relation: 'state', exception: { by: 'state', is: 'Texas' } }
  expect(describeRelation(relation)).toEqual({
    description: 'The state of a US city; undefined for any other word.',
    domain: 'Undefined where the US city is in Texas.',
  })
  expect(() => relationOf({ ...relation, class: 'planet' })).toThrow(/expected one of the classes/)
  expect(() => describeRelation({ ...relation, relation: 'mayor' })).toThrow(
    /US city: expected one of the columns state, first letter; got mayor/,
  )
})
