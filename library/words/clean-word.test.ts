import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanWord, findWord, wordKeys } from './clean-word.ts'

test.each([
  ['chess', 'chess'],
  ['  Chess ', 'chess'],
  ['São_Tomé', 'sao tome'],
  ["CÔTE d'Ivoire", 'cote divoire'],
  ['Guinea-Bissau', 'guinea bissau'],
  ['St. John’s', 'st johns'],
  ['U.S.A.', 'usa'],
  ['ŁÓDŹ', 'lodz'],
  ['Straße', 'strasse'],
  ['Türkiye', 'turkiye'],
  ['Москва', 'москва'],
  ['New\n\tYork,  NY', 'new york ny'],
  ['4 July 1776', '4 july 1776'],
  ['', ''],
  ['?!', ''],
])('%j is known as %j', (text, key) => {
  expect(cleanWord(text)).toBe(key)
})

test('a key is a key of itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const key = cleanWord(text)
      expect(cleanWord(key)).toBe(key)
      expect(key).not.toMatch(/^ | {2}| $/)
    }),
  )
})

test.each([
  ['knights', 'knight'],
  ['Cities', 'city'],
  ['foxes', 'fox'],
  ['churches', 'church'],
  ['potatoes', 'potato'],
  ['horses', 'horse'],
  ['firemen', 'fireman'],
  ['Lower Teeth', 'lower tooth'],
  ['Snow_Geese', 'snow goose'],
])('%s may be the plural of %s', (text, key) => {
  expect(wordKeys(text)).toContain(key)
})

test.each(['chess', 'bus', 'tennis', 'a', 's', 'gas', 'constructor'])('%s is no plural', (word) => {
  expect(wordKeys(word)).toEqual([word])
})

test('a word is found as it stands before what it may be the plural of', () => {
  const known = new Set(['athletics', 'athletic', 'horse'])
  const find = (text: string) => findWord(text, (key) => known.has(key))
  expect(find('Athletics')).toBe('athletics')
  expect(find('HORSES')).toBe('horse')
  expect(find('unicorn')).toBeUndefined()
})
