import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { operatorNamed } from '../../library/strings/index.ts'
import { functionName } from '../../plugins/records.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { ATOMIC_COUNTS, drawnFunctions } from './drawn-functions.ts'
import { stringFunctions } from './functions.ts'

const functions = stringFunctions(0)
const hash = (seed: number) => {
  const said = stringFunctions(seed).map((fn) => {
    const { description, domain } = fn.ideal()
    const { variant, operators } = fn
    const about = { id: functionName('strings', fn.id), category: 'strings', variant, operators }
    return { ...about, description, domain, params: fn.params }
  })
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}

test('there are 349 atomic and 651 composed functions', () => {
  expect(functions.map(({ id }) => id)).toEqual(
    Array.from({ length: 1000 }, (_, index) => `f${String(index).padStart(5, '0')}`),
  )
  expect(drawnFunctions(0).map(({ name }) => name)).toEqual(
    functions.map(({ id }) => functionName('strings', id)),
  )
  expect(functions.filter(({ variant }) => variant === 'atomic')).toHaveLength(349)
  expect(functions.filter(({ variant }) => variant === 'composed')).toHaveLength(651)
})

test('the atomic functions are allotted as documented', () => {
  const atomic = functions.filter(({ variant }) => variant === 'atomic')
  const counts = Map.groupBy(atomic, ({ operators }) => operators.join())
  for (const [name, count] of ATOMIC_COUNTS) expect(counts.get(name)).toHaveLength(count)
  expect(ATOMIC_COUNTS.get('replace_letter')).toBe(103)
  expect(ATOMIC_COUNTS.get('permute_letters')).toBe(100)
  expect(ATOMIC_COUNTS.get('append_letters')).toBe(84)
  expect(ATOMIC_COUNTS.get('shift_up')).toBe(1)
  expect(ATOMIC_COUNTS.get('reverse')).toBe(1)
})

test('composed functions have two different operators, named from the outside', () => {
  for (const [i, { steps }] of drawnFunctions(0).entries()) {
    const [inner, outer] = steps.map(({ operator }) => operator)
    const { variant, operators } = functions[i]!
    expect(variant).toBe(outer === undefined ? 'atomic' : 'composed')
    expect(operators).toEqual(outer === undefined ? [inner] : [outer, inner])
    expect(inner).not.toBe(outer)
  }
})

test('all functions differ', () => {
  const different = new Set(functions.map(({ params }) => JSON.stringify(params)))
  expect(different.size).toBe(1000)
  for (const { operators } of functions) for (const name of operators) operatorNamed(name)
})

test('params survive JSON, and are what the function is drawn from', () => {
  const params = functions.map((fn) => fn.params)
  expect(params).toEqual(drawnFunctions(0).map(({ steps }) => ({ steps })))
  expect(JSON.parse(JSON.stringify(params))).toEqual(params)
})

test('a unit test that is none of the suite’s is refused', () => {
  expect(() => functions[0]!.questions('unit', randomStream(0))).toThrow(
    'strings has no unit test "unit"',
  )
})

test('a seed gives the same functions for ever, another seed others', () => {
  expect(hash(0)).toMatchInlineSnapshot(
    `"05689d0aa58875d594d6445e36a14e6e55ab5e789bf41a495492eb9900b05b8c"`,
  )
  expect(hash(1)).not.toBe(hash(0))
})
