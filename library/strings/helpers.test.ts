import { expect, test } from 'vitest'
import { HELPERS, helpersOf } from './helpers.ts'

const names = (source: string) =>
  helpersOf(source).map((text) => Object.keys(HELPERS).find((name) => HELPERS[name] === text))

test('code brings the helpers it calls, and those that they call before them', () => {
  expect(names('x.toLowerCase()')).toEqual([])
  expect(names('W([...x].length)')).toEqual(['W'])
  expect(names('M(x,3)')).toEqual(['S', 'I', 'M'])
  expect(names('W(P(x))')).toEqual(['W', 'P'])
})

test('a letter among the arguments is no call', () => {
  expect(names('x.replaceAll("W","S")')).toEqual([])
})
