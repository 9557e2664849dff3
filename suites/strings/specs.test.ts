import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { operatorNamed } from '../../library/strings/index.ts'
import { ATOMIC_COUNTS, stringSpecs } from './specs.ts'
import { stepsOf } from './truth.ts'

const specs = stringSpecs(0)
const hash = (seed: number) =>
  createHash('sha256')
    .update(JSON.stringify(stringSpecs(seed)))
    .digest('hex')

test('there are 349 atomic and 651 composed functions', () => {
  expect(specs.map(({ id }) => id)).toEqual(
    Array.from({ length: 1000 }, (_, index) => `strings/f${String(index).padStart(5, '0')}`),
  )
  expect(specs.filter(({ variant }) => variant === 'atomic')).toHaveLength(349)
  expect(specs.filter(({ variant }) => variant === 'composed')).toHaveLength(651)
})

test('the atomic functions are allotted as documented', () => {
  const atomic = specs.filter(({ variant }) => variant === 'atomic')
  const counts = Map.groupBy(atomic, ({ operators }) => operators.join())
  for (const [name, count] of ATOMIC_COUNTS) expect(counts.get(name)).toHaveLength(count)
  expect(ATOMIC_COUNTS.get('replace_letter')).toBe(103)
  expect(ATOMIC_COUNTS.get('permute_letters')).toBe(100)
  expect(ATOMIC_COUNTS.get('append_letters')).toBe(84)
  expect(ATOMIC_COUNTS.get('shift_up')).toBe(1)
  expect(ATOMIC_COUNTS.get('reverse')).toBe(1)
})

test('composed functions have two different operators, named from the outside', () => {
  for (const spec of specs.filter(({ variant }) => variant === 'composed')) {
    const [inner, outer] = stepsOf(spec).map(({ operator }) => operator)
    expect(spec.operators).toEqual([outer, inner])
    expect(inner).not.toBe(outer)
  }
})

test('all functions differ', () => {
  const different = new Set(specs.map(({ params }) => JSON.stringify(params)))
  expect(different.size).toBe(1000)
  for (const { operators } of specs) for (const name of operators) operatorNamed(name)
})

test('specs survive JSON and cannot be changed', () => {
  expect(JSON.parse(JSON.stringify(specs))).toEqual(specs)
  const frozen = (value: unknown): boolean =>
    typeof value !== 'object' ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(frozen))
  expect(frozen(specs)).toBe(true)
})

test('a seed gives the same functions for ever, another seed others', () => {
  expect(hash(0)).toMatchInlineSnapshot(
    `"35bcddb78a4db56301ef981bfc30cd58b5bc547fb9e81392e935cce3c2094a07"`,
  )
  expect(hash(1)).not.toBe(hash(0))
})
