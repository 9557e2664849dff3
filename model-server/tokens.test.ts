import { expect, test } from 'vitest'
import { EMPTY_REPLY } from './conversation.ts'
import { cutOff } from './tokens.ts'

const said = { ...EMPTY_REPLY, text: 'abcdefgh', calls: [{ name: 'run', arguments: '{"x":1}' }] }

test('a reply is cut where the limit has no room left', () => {
  const { reply, truncated } = cutOff(said, 3)
  expect(truncated).toBe(true)
  expect(reply).toMatchObject({ text: said.text, calls: [{ name: 'run', arguments: '{"x"' }] })
  expect(cutOff(said, null)).toMatchObject({ truncated: false, reply: said })
})

test.each([true, false])(
  'one that says whether it was cut off (%j) is left as it is',
  (truncated) => {
    expect(cutOff({ ...said, truncated }, 1)).toMatchObject({ truncated, reply: said })
  },
)
