import { expect, test } from 'vitest'
import { tagOf } from './tag-of.ts'

test.each([
  ['linear', 'linear'],
  ['relu-2.x', 'relu-2.x'],
  ['and', 'and_'],
  ['NOT', 'NOT_'],
  ['band', 'band'],
  ['a b', 'a_b'],
  ['(x|y)&!z*', '_x_y___z_'],
])('%s is the tag %s', (name, tag) => {
  expect(tagOf(name)).toBe(tag)
})
