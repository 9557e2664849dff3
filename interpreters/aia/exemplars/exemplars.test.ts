import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openBox } from '../../../plugins/run/black-box.ts'
import { CATEGORIES, type Category, type Suite } from '../../../plugins/contracts.ts'
import { randomStream } from '../../../plugins/utils/random.ts'
import { numeric } from '../../../suites/numeric/suite.ts'
import { strings } from '../../../suites/strings/suite.ts'
import { FIRST_NAMES, LAST_NAMES, WORDS } from '../../../suites/strings/words.ts'
import { exemplarInputs, exemplarLines, ExemplarOptions } from './exemplars.ts'
import { LONG, MARKS } from './string-exemplars.ts'

const SUITES: { readonly [C in Category]: Suite<C> } = { numeric, strings }
const DRAWS = ['regular', 'random'] as const
const drawn = <C extends Category>(category: C, count: number, draw: (typeof DRAWS)[number]) =>
  exemplarInputs(category, { count, draw }, randomStream(count, draw))

const settings = fc.record({
  category: fc.constantFrom(...CATEGORIES),
  draw: fc.constantFrom(...DRAWS),
  count: fc.integer({ min: 1, max: 200 }),
})

test('are as many as asked for, all different, and the same of the same stream', () => {
  fc.assert(
    fc.property(settings, ({ category, draw, count }) => {
      const inputs = drawn(category, count, draw)
      expect(new Set<unknown>(inputs).size).toBe(count)
      expect(drawn(category, count, draw)).toEqual(inputs)
    }),
  )
})

test('numbers are odd multiples of 1/20 in the domain', () => {
  fc.assert(
    fc.property(settings, ({ draw, count }) => {
      for (const x of drawn('numeric', count, draw)) {
        const twentieths = Math.round(x * 20)
        expect(x).toBe(twentieths / 20)
        expect(Math.abs(twentieths % 2)).toBe(1)
        expect(Math.abs(x)).toBeLessThanOrEqual(128)
      }
    }),
  )
})

test('regular numbers go from one end of the domain to the other', () => {
  expect(drawn('numeric', 1, 'regular')).toEqual([0.05])
  expect(drawn('numeric', 5, 'regular')).toEqual([-127.95, -63.95, 0.05, 63.95, 127.95])
})

test('regular strings are of ten kinds', () => {
  expect(drawn('strings', 10, 'regular')).toMatchInlineSnapshot(`
    [
      "square forward juice",
      "Yesterday's toy",
      "Railway Mississippi Chicken",
      "(nut)",
      "RABBLE FARMER VILLAGE",
      "rabble #22",
      "Buffalo ceiling market morning 1784",
      "salt/COW",
      " bookshelf  quick  running",
      "1:55 railway",
    ]
  `)
})

test('strings are of two forms that judging strings never have', () => {
  const marked = `(?=.*[A-Za-z0-9])[A-Za-z0-9 ]*[${MARKS}][A-Za-z0-9 ]*[${MARKS}]?[A-Za-z0-9 ]*`
  const phrase = '(?=.{16,99}$) ?([A-Za-z]{5,} {1,2}){2,3}[A-Za-z]{5,}( [0-9]+)?'
  fc.assert(
    fc.property(settings, ({ draw, count }) => {
      for (const text of drawn('strings', count, draw))
        expect(text).toMatch(new RegExp(`^(${marked}|${phrase})$`))
    }),
  )
})

test('no word of a phrase has a word or a name in it that judging strings are made of', () => {
  const theirs = [...WORDS, ...FIRST_NAMES, ...LAST_NAMES].map((word) => word.toLowerCase())
  const hits = LONG.flatMap((word) =>
    theirs.filter((one) => one.length > 2 && word.includes(one)).map((one) => [word, one]),
  )
  expect(hits).toEqual([])
})

describe.each(CATEGORIES)('%s', (category) => {
  test.each([0, 1])('no function of seed %i is judged at an exemplar', (seed) => {
    const suite = SUITES[category] as unknown as Suite
    const exemplars = new Set<unknown>(
      DRAWS.flatMap((draw) =>
        [1, 10, 33, 200].flatMap((count) => [...drawn(category, count, draw)]),
      ),
    )
    const shared = suite.specs(seed).flatMap((spec) => {
      const probes = suite.probes(spec, suite.build(spec), randomStream(seed, spec.id, 'probes'))
      return Object.values(probes).flatMap(({ inputs }) =>
        Array.from(inputs as Iterable<unknown>).filter((input) => exemplars.has(input)),
      )
    })
    expect(shared).toEqual([])
  })
})

test('are written one a line, and are queries', async () => {
  const sample = (inputs: readonly string[]) => inputs.map((text) => `"${text}"\n`)
  const { box, meter } = openBox('strings', { sample }, { budget: 10, random: randomStream(0) })
  const options = ExemplarOptions.parse({ count: 3, draw: 'random' })
  const lines = (await exemplarLines(box, options, randomStream(3, 'random'))).split('\n')
  const inputs = drawn('strings', 3, 'random')
  expect(lines).toEqual(
    inputs.map((text) => `${JSON.stringify(text)} -> ${JSON.stringify(`"${text}"\n`)}`),
  )
  expect(meter.queries).toBe(3)
  await expect(
    exemplarLines(box, ExemplarOptions.parse({}), randomStream(0)),
  ).rejects.toMatchObject({ name: 'BudgetExceeded' })
})
