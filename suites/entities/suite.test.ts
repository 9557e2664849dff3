import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { belonging } from '../../library/world/concepts-of.ts'
import { world } from '../../library/world/index.ts'
import { nearness } from '../../library/world/kinship.ts'
import { testSuite } from '../../plugins/testing/test-suite.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { drawnEntities } from './drawn-entities.ts'
import { entities, entitiesSuite } from './suite.ts'

testSuite(entities)

const functions = entities.functions(0)

test('140 are of one concept, no two alike, and 60 of two that are far apart', () => {
  const drawn = drawnEntities(0).map(({ concepts }) => concepts)
  const one = drawn.filter((concepts) => concepts.length === 1)
  const two = drawn.filter((concepts) => concepts.length === 2)
  expect([one.length, two.length]).toEqual([140, 60])
  expect(new Set(drawn.map(String)).size).toBe(200)
  for (const [a, b] of two) expect(nearness(a!, b!)).toBeLessThan(0.2)
  for (const concept of drawn.flat()) expect(world().concepts[concept]!.drawn).toBe(true)
})

test('functions are judged at a hundred words, high, middle, near and low, and at no exemplar', async () => {
  for (const fn of functions) {
    const truth = fn.truth()
    const { sets } = await entities.category.probe(truth, randomStream(0, fn.id, 'probes'))
    const inputs = Object.values(sets).flatMap((set) => set.inputs)
    expect(new Set(inputs).size, fn.id).toBe(inputs.length)
    expect(inputs.length, fn.id).toBeGreaterThanOrEqual(75)
    expect(sets['high']!.inputs.length, fn.id).toBeGreaterThanOrEqual(8)
    expect(sets['high']!.expected.every((value) => value >= 0.7)).toBe(true)
    expect(sets['near']!.expected.every((value) => value < 0.25)).toBe(true)
    expect(inputs.filter((word) => truth.exemplars.includes(word))).toEqual([])
  }
})

test('ten exemplars mix what is related with what is not', () => {
  for (const fn of functions) {
    const truth = fn.truth()
    expect(new Set(truth.exemplars).size, fn.id).toBe(10)
    const values = truth.expected(truth.exemplars)
    expect(values.filter((value) => value >= 0.25).length, fn.id).toBe(6)
    expect(values.filter((value) => value < 0.25).length, fn.id).toBe(4)
  }
})

test('ten questions of each unit test, of three words, the right one far above the others', () => {
  for (const [i, fn] of functions.entries()) {
    const f = belonging(drawnEntities(0)[i]!.concepts)
    const { exemplars } = fn.truth()
    for (const [name, most] of [
      ['unit-test', 0.1],
      ['unit-test-strict', 0.4],
    ] as const) {
      const questions = fn.questions(name, randomStream(0, fn.id, name))
      if ('inapplicable' in questions) throw new Error(`${fn.id}: ${questions.inapplicable}`)
      expect(questions).toHaveLength(10)
      for (const { choices, right } of questions) {
        const values = choices.map(({ input }) => f(input as string))
        expect(values[right]).toBeGreaterThanOrEqual(0.8)
        expect(values.toSpliced(right, 1).every((value) => value < most)).toBe(true)
        expect(choices.some(({ input }) => exemplars.includes(input as string))).toBe(false)
      }
    }
  }
  expect(() => functions[0]!.questions('no such', randomStream(0))).toThrow(
    'no unit test "no such"',
  )
})

test('the mix of the paper has exemplars for a fifth of the right words, and words as they come', () => {
  const paper = entitiesSuite({ questions: 'paper' })
  expect(paper.name).toBe('entities-paper')
  const all = paper.functions(0).flatMap((fn, i) => {
    const f = belonging(drawnEntities(0)[i]!.concepts)
    const { exemplars } = fn.truth()
    const questions = fn.questions('unit-test', randomStream(0, fn.id, 'unit-test'))
    if ('inapplicable' in questions) throw new Error(`${fn.id}: ${questions.inapplicable}`)
    return questions.map(({ choices, right }) => {
      const values = choices.map(({ input }) => f(input as string))
      const wrong = values.toSpliced(right, 1)
      expect(values[right]).toBeGreaterThanOrEqual(0.8)
      expect(Math.max(...wrong)).toBeLessThan(0.8)
      return {
        shown: exemplars.includes(choices[right]!.input as string),
        near: wrong.some((value) => value >= 0.1),
      }
    })
  })
  const share = (part: 'shown' | 'near') => all.filter((one) => one[part]).length / all.length
  expect(all).toHaveLength(2000)
  expect(share('shown')).toBeGreaterThan(0.1)
  expect(share('shown')).toBeLessThan(0.25)
  expect(share('near')).toBeGreaterThan(0.1)
  // The strict twin is as it was.
  const strict = ({ functions: made }: typeof paper) =>
    made(0)[0]!.questions('unit-test-strict', randomStream(0))
  expect(strict(paper)).toEqual(strict(entities))
})

test('noise is added to what is asked, and to nothing that is judged', async () => {
  const [plain, noisy] = [entities, entitiesSuite({ noise: 0.1 })].map((suite) =>
    suite.functions(0)[0]!.truth(),
  )
  const words = plain!.exemplars
  expect(noisy!.expected(words)).toEqual(plain!.expected(words))
  const drawn = await noisy!.sample(words, randomStream(0, 'noise'))
  expect(drawn).not.toEqual(plain!.expected(words))
  for (const value of drawn) expect(value >= 0 && value <= 1).toBe(true)
})

test('the probes are pinned: a change of them is a new version', async () => {
  const hash = createHash('sha256')
  for (const fn of functions) {
    const probed = await entities.category.probe(fn.truth(), randomStream(0, fn.id, 'probes'))
    hash.update(JSON.stringify([fn.params, probed]))
  }
  expect(hash.digest('hex')).toMatchInlineSnapshot(
    `"ee11d56e557a0e8e16f43a109f09c1b654d8e76e2ff7d458f62031fef2172a56"`,
  )
})
