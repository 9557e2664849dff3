import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visible } from './visible.ts'

test('what a terminal would obey is shown instead', () => {
  expect(visible('\u001b[31mred\u0007 \u009b2J \u202etxt \ud800\n\tend')).toBe(
    '␛[31mred␇ ‹U+009B›2J ‹U+202E›txt ‹U+D800›\n\tend',
  )
})

test('no control character is left, and printable text stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(text)).not.toMatch(/(?![\n\t])\p{Cc}/u)
      expect(visible(visible(text))).toBe(visible(text))
    }),
  )
  expect(visible('plain Ünïcödé 🙂 “text”')).toBe('plain Ünïcödé 🙂 “text”')
})
