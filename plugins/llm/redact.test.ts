import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redact, redactJson } from './redact.ts'

const KEY = 'k3y/with "odd" \\ parts & ümläut 😀'

test('replaces a secret wherever it is', () => {
  expect(redact('a 0123456789 b 0123456789', ['0123456789'])).toBe('a [redacted] b [redacted]')
  expect(redact('0123456789', ['\t0123456789\n'])).toBe('[redacted]')
})

test.each([
  ['JSON', JSON.stringify({ key: KEY }), '{"key":"[redacted]"}'],
  [
    'JSON in JSON',
    JSON.stringify(JSON.stringify({ key: KEY })),
    String.raw`"{\"key\":\"[redacted]\"}"`,
  ],
  [
    'JSON in ASCII',
    KEY.replaceAll(/[^]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    '[redacted]',
  ],
  ['JSON with escaped slashes', JSON.stringify(KEY).replaceAll('/', '\\/'), '"[redacted]"'],
  [
    'a URL',
    `https://a.test/?key=${encodeURIComponent(KEY)}&b=1`,
    'https://a.test/?key=[redacted]&b=1',
  ],
  ['a form', `${String(new URLSearchParams({ key: KEY }))}&b=1`, 'key=[redacted]&b=1'],
  ['a URL in a URL', encodeURIComponent(`?k=${encodeURIComponent(KEY)}`), '%3Fk%3D[redacted]'],
  ['a URL in small letters', encodeURIComponent(KEY).toLowerCase(), '[redacted]'],
])('finds a secret in %s', (_, text, expected) => {
  expect(redact(text, [KEY])).toBe(expected)
})

test('finds a secret in the texts and names of JSON, and leaves the rest as it is', () => {
  const deep = {
    [KEY]: [1, null, { text: `${'\\'.repeat(9)}${KEY}` }],
    look: 'sk-0123456789abcdef',
  }
  expect(redactJson(deep, [`${KEY}\r`])).toEqual({
    '[redacted]': [1, null, { text: '\\[redacted]' }],
    look: 'sk-0123456789abcdef',
  })
})

test('replaces all that overlapping secrets cover', () => {
  expect(redact('x-abcdefghijkl-x', ['abcdefgh', 'efghijkl'])).toBe('x-[redacted]-x')
  expect(redact('x-abcdefghijkl-x', ['cdefghij', 'abcdefghijkl'])).toBe('x-[redacted]-x')
  expect(redact('abababababab.', ['abababab'])).toBe('[redacted].')
})

test.each([
  [
    'Incorrect API key provided: sk-proj-Ab12****************wxyz.',
    'Incorrect API key provided: [redacted].',
  ],
  ['{"Authorization":"Bearer eyJhbGciOi.J9.abc_-="}', '{"Authorization":"Bearer [redacted]"}'],
  ['authorization: bearer 0123abcd', 'authorization: bearer [redacted]'],
  ['Bearer%20abcdefghijklmnopqrstuvwxyz', 'Bearer%20[redacted]'],
  ['gsk_0123456789abcdef', '[redacted]'],
])('replaces what looks like a key: %s', (text, expected) => {
  expect(redact(text, [])).toBe(expected)
})

test.each([
  'a task-oriented-approach-to-risk-averse-desk-arrangement, ask-me-anything-you-like',
  'the bearer of this letter; Bearer authentication',
  'sk-learn',
])('leaves plain words alone: %s', (text) => {
  expect(redact(text, [])).toBe(text)
})

test('stand-ins for a key are no secrets', () => {
  expect(redact('none of it is EMPTY', ['', 'none', 'EMPTY', '       '])).toBe(
    'none of it is EMPTY',
  )
})

const key = fc.oneof(
  fc.string({ minLength: 8, maxLength: 40 }),
  fc.string({ minLength: 8, maxLength: 40, unit: 'binary' }),
  fc.string({
    minLength: 8,
    maxLength: 12,
    unit: fc.constantFrom('a', 'b', '\\', '"', '%', '5', 'c', 'u', '0'),
  }),
)
const secret = key.filter((text) => text.trim().length >= 8)
const form = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  (text) => encodeURIComponent(text.toWellFormed()),
  (text) => String(new URLSearchParams([['', text]])).slice(1),
)

test('no secret survives in any form', () => {
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(), form, fc.string({ maxLength: 5 })), { minLength: 1 }),
      (secrets, parts) => {
        const pick = (i: number) => secrets[i % secrets.length]!.trim().toWellFormed()
        const text = parts.map(([i, write, filler]) => filler + write(pick(i))).join('')
        const pieces = redact(
          text,
          secrets.map((one) => one.toWellFormed()),
        ).split('[redacted]')
        expect(pieces.length).toBeGreaterThan(1)
        for (const [i, write] of parts)
          for (const piece of pieces) expect(piece).not.toContain(write(pick(i)))
      },
    ),
    { numRuns: 200 },
  )
})

test('text without secrets is unchanged, and redacted text stays as it is', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(secret), (text, secrets) => {
      fc.pre(secrets.every((one) => !text.includes(one.trim())))
      expect(redact(text, secrets)).toBe(text)
    }),
  )
  fc.assert(
    fc.property(fc.string(), secret, fc.string(), (before, one, after) => {
      fc.pre(!'[redacted]'.includes(one.trim()))
      const once = redact(before + one + after, [one])
      expect(redact(once, [one])).toBe(once)
    }),
  )
})

test('long hostile text is searched in linear time', () => {
  // In quadratic time each would take minutes.
  for (const unit of ['\\', '%25', 'sk-', 'bearer ', 'a', 'a\\']) {
    const text = unit.repeat(100_000)
    const redacted = redact(text, ['aaaaaaaaaaaaaaaaaaab', 'a\\\\\\\\"aaaaaaaaa'])
    expect(redacted === text || redacted === '[redacted]').toBe(true)
  }
})
