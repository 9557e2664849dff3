import { expect, test } from 'vitest'
import { escaped } from './escaped.ts'

test('nothing of a text is markup, or what no page may hold', () => {
  expect(escaped('<b a="1">\'&amp;')).toBe('&lt;b a=&quot;1&quot;&gt;&#39;&amp;amp;')
  expect(escaped('a\u0000\u001B[31m\u202E\uFFFE\uD800\n')).toBe('a␀␛[31m‹U+202E›‹U+FFFE›‹U+D800›\n')
})
