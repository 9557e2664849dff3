import { expect, test } from 'vitest'
import { factTables } from './index.ts'
import { readRelation } from './read-relation.ts'

const read = (name: string, relation: string, by?: string, is?: string) =>
  readRelation({
    class: name,
    relation,
    exception: by === undefined || is === undefined ? null : { by, is },
  })

test('every relation and every exception is read as itself', () => {
  for (const { name, columns, rows } of factTables())
    for (const column of columns) {
      const plain = { class: name, relation: column.name, exception: null }
      expect(readRelation(plain)).toEqual(plain)
      for (const is of new Set(rows.flatMap(({ values }) => values[column.name] ?? []))) {
        const excepted = { ...plain, exception: { by: column.name, is } }
        expect(readRelation(excepted)).toEqual(excepted)
      }
    }
})

test.each([
  ['Countries', 'capital city', 'country', 'capital'],
  ['the name of a country', 'Its capital', 'country', 'capital'],
  ['countries of the world', 'the capital city of the country', 'country', 'capital'],
  ['nation', 'neighbouring country', 'country', 'bordering country'],
  ['American cities', 'US state', 'US city', 'state'],
  ['cities in the United States', 'state', 'US city', 'state'],
  ['cities', 'country', 'city', 'country'],
  ['famous people', 'profession', 'person', 'occupation'],
  ['gems', 'color', 'gemstone', 'colour'],
  ['novels', 'its writer', 'book', 'author'],
  ['heads of state', 'country', 'head of state', 'country'],
  ['rivers', 'length in kilometres', 'river', 'length in km'],
  ['chemical elements', 'chemical symbol', 'element', 'symbol'],
  ['animals', 'the primary food', 'animal', 'main food'],
])('%s and %s are %s → %s', (name, relation, table, column) => {
  expect(read(name, relation)).toEqual({ class: table, relation: column, exception: null })
})

test.each([
  ['country', 'continent', 'asia', 'continent', 'Asia'],
  ['country', 'located in', 'Africa', 'continent', 'Africa'],
  ['country', 'initial letter', 't', 'first letter', 'T'],
  ['country', 'starts with', 'the letter T', 'first letter', 'T'],
  ['country', 'landlocked', 'yes', 'coast', 'landlocked'],
  ['country', 'coast', 'landlocked', 'coast', 'landlocked'],
  ['animal', 'diet', 'carnivores', 'diet', 'carnivore'],
  ['animal', 'feeding habit', 'carnivore', 'diet', 'carnivore'],
  ['person', 'occupation', 'Painters', 'occupation', 'painter'],
  ['US city', 'state', 'Texas', 'state', 'Texas'],
  ['opera', 'century', '19th', 'century', '19th'],
  ['opera', 'century', '19th century', 'century', '19th'],
])('of a %s, %s = %s is %s = %s', (name, by, is, column, value) => {
  const [relation] = factTables().find((table) => table.name === name)!.columns
  expect(read(name, relation!.name, by, is)).toMatchObject({ exception: { by: column, is: value } })
})

test.each([
  ['planet', 'mass', undefined, undefined, 'the class "planet"'],
  ['country', 'favourite song', undefined, undefined, 'the relation "favourite song"'],
  ['country', 'capital', 'mood', 'bad', 'the exception "mood is bad"'],
  ['country', 'capital', 'continent', 'Atlantis', 'the exception "continent is Atlantis"'],
])('%s, %s, %s names none', (name, relation, by, is, unknown) => {
  expect(read(name, relation, by, is)).toEqual({ unknown })
})
