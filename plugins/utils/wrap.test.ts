import { expect, test } from 'vitest'
import { wrap } from './wrap.ts'

test('breaks at blanks, within words that no line has room for, and colours take no room', () => {
  const line = ' gate  \u001b[31m✗ failed\u001b[39m  good  2 cases: lines/f00001 was lost'
  const lines = wrap(line, 24, 7)
  expect(lines).toEqual([
    ' gate  \u001b[31m✗ failed\u001b[39m  good  2',
    '       cases:',
    '       lines/f00001 was',
    '       lost',
  ])
  expect(wrap('too-long b', 6, 2)).toEqual(['too-', '  long', '  b'])
  expect(wrap(line, 200, 7)).toEqual([line])
})
