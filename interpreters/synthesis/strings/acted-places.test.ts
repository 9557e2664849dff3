import { expect, test } from 'vitest'
import { operatorNamed } from '../../../library/strings/index.ts'
import { actedPlaces } from './acted-places.ts'
import { instanceOf } from './instances.ts'

test('shows the letters that an operator turns into another kind, where it does', () => {
  const inputs = actedPlaces(instanceOf(operatorNamed('move_last_down'), [22]))
  // F and O become 0 and 9, E becomes a mark.
  expect(inputs).toEqual(expect.arrayContaining(['a F', 'a O', 'a E']))
  const shifted = actedPlaces(instanceOf(operatorNamed('shift_middle_down'), [1]))
  // Of the consonants, b, f, j, p and v become vowels.
  expect(shifted).toEqual(expect.arrayContaining(['bbc', 'bvc', 'bcc', 'bzc']))
})

test('an operator that does nothing to letters is shown by the ends of each kind', () => {
  const inputs = actedPlaces(instanceOf(operatorNamed('remove_digits'), []))
  expect(inputs).toHaveLength(3 * 4 * 2)
})
