import { expect, test } from 'vitest'
import { oneLine } from './one-line.ts'

test('of a file that cannot be parsed, the place and the reason stay', () => {
  const message = [
    'Transform failed with 1 error:',
    '',
    '\u001b[31m[PARSE_ERROR] \u001b[0mUnexpected token',
    '    \u001b[38;5;246m╭─[\u001b[0m interpreters/good.ts:15:7 \u001b[38;5;246m]\u001b[0m',
    '15 │ const = 1',
  ].join('\n')
  expect(oneLine(new Error(message))).toBe('interpreters/good.ts:15:7: Unexpected token')
})

test('lines are joined, and a long one is cut', () => {
  expect(oneLine(new Error('✖ Too small\n  → at samples\n'))).toBe('✖ Too small → at samples')
  expect(oneLine('x'.repeat(600))).toMatch(/^x{500} … \[cut: 500 of 600 characters\]$/)
})
