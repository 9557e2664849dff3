import { expect, test } from 'vitest'
import { lexicon, openLexicon, packLexicon } from './index.ts'

const { words, neighbours, broad } = lexicon()

test('words are common, different and known by what is near to them', () => {
  expect(words.length).toBeGreaterThan(20_000)
  expect(new Set(words).size).toBe(words.length)
  const near = (word: string) => neighbours[words.indexOf(word)]!.map((place) => words[place])
  expect(near('lighthouse')).toEqual(expect.arrayContaining(['beacon', 'tower', 'ship']))
  expect(near('wine')).toEqual(expect.arrayContaining(['vineyard', 'grape', 'winery']))
  for (const own of neighbours) expect(own.every((place) => place < words.length)).toBe(true)
})

test('the first words are of all fields, and none is a neighbour of another', () => {
  const first = broad.slice(0, 12).map((place) => words[place])
  expect(first).toMatchInlineSnapshot(`
    [
      "law",
      "city",
      "person",
      "chemistry",
      "writer",
      "bush",
      "biology",
      "town",
      "river",
      "physics",
      "port",
      "tree",
    ]
  `)
  expect(new Set(broad).size).toBe(broad.length)
  for (const a of broad) for (const b of broad) expect(neighbours[a]!.includes(b)).toBe(false)
})

test('a lexicon survives its file', () => {
  const small = { words: ['one', 'zwölf'], neighbours: [[1], []], broad: [0] }
  expect(openLexicon(packLexicon(small))).toEqual(small)
})
