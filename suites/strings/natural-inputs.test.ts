import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { naturalInputs } from './natural-inputs.ts'

test('the inputs are different, the same for the same stream, and of all kinds', () => {
  const inputs = naturalInputs(randomStream(0, 'natural'), 300, [])
  expect(new Set(inputs).size).toBe(300)
  expect(naturalInputs(randomStream(0, 'natural'), 300, [])).toEqual(inputs)
  for (const kind of [
    /^[a-z]+$/,
    /^[A-Z]+$/,
    /^[A-Z][a-z]+ [A-Z]/,
    /\d/,
    /[.!?]$/,
    /@/,
    /^ .* $/,
  ]) {
    expect(
      inputs.some((input) => kind.test(input)),
      String(kind),
    ).toBe(true)
  }
})

test('half of the inputs have a wanted letter', () => {
  const inputs = naturalInputs(randomStream(0, 'wanted'), 10, ['q'])
  expect(inputs.filter((input) => input.includes('q')).length).toBeGreaterThanOrEqual(3)
})
