import { expect, test } from 'vitest'
import { randomStream } from './random.ts'

const draws = (...names: [number, ...(string | number)[]]) => {
  const random = randomStream(...names)
  return Array.from({ length: 5 }, () => random())
}

test('a stream is named by seed and purpose, and by nothing else', () => {
  expect(draws(0, 'numeric/f00001', 'noise')).toEqual(draws(0, 'numeric/f00001', 'noise'))
  expect(draws(0, 'a', 'noise')).not.toEqual(draws(1, 'a', 'noise'))
  expect(draws(0, 'a', 'noise')).not.toEqual(draws(0, 'b', 'noise'))
  expect(draws(0, 'ab', 'c')).not.toEqual(draws(0, 'a', 'bc'))
})

test('the first draws are pinned: every function and score hangs on them', () => {
  expect(draws(0, 'pin')).toMatchInlineSnapshot(`
    [
      0.8518842913152782,
      0.2869337414973669,
      0.6237036977101188,
      0.6592612097096582,
      0.9813654436570814,
    ]
  `)
})
