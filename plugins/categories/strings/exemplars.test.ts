import fc from 'fast-check'
import { expect, test } from 'vitest'
import { strings as suite } from '../../../suites/strings/suite.ts'
import { FIRST_NAMES, LAST_NAMES, WORDS } from '../../../suites/strings/words.ts'
import { openMeter } from '../../run/meter.ts'
import { testExemplars } from '../../testing/test-exemplars.ts'
import { randomStream } from '../../utils/random.ts'
import { truthOf } from '../functions.ts'
import { LONG, MARKS, randomStrings, regularStrings } from './exemplars.ts'
import { strings } from './index.ts'

const DRAWS = {
  regular: (count: number) => regularStrings(count, randomStream(count, 'regular')),
  random: (count: number) => randomStrings(count, randomStream(count, 'random')),
}

testExemplars(suite, 100_000)

test('regular ones are of ten kinds', () => {
  expect(DRAWS.regular(10)).toMatchInlineSnapshot(`
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

test('are of two forms that judging strings never have', () => {
  const marked = `(?=.*[A-Za-z0-9])[A-Za-z0-9 ]*[${MARKS}][A-Za-z0-9 ]*[${MARKS}]?[A-Za-z0-9 ]*`
  const phrase = '(?=.{16,99}$) ?([A-Za-z]{5,} {1,2}){2,3}[A-Za-z]{5,}( [0-9]+)?'
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (count) => {
      for (const text of [...DRAWS.regular(count), ...DRAWS.random(count)])
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

test('are written one a line, and are queries', async () => {
  const quoted = truthOf((inputs: readonly string[]) => inputs.map((text) => `"${text}"\n`), [''])
  const { meter, counts: asked } = openMeter(10)
  const box = strings.open(quoted, meter, randomStream(0))
  const exemplars = strings.prompt!.exemplars!
  const lines = await exemplars(box, { count: 3, draw: 'random' }, randomStream(3, 'random'))
  expect(lines).toEqual(
    DRAWS.random(3).map((text) => `${JSON.stringify(text)} -> ${JSON.stringify(`"${text}"\n`)}`),
  )
  expect(asked.queries).toBe(3)
  await expect(
    exemplars(box, { count: 10, draw: 'regular' }, randomStream(0)),
  ).rejects.toMatchObject({ name: 'BudgetExceeded' })
})
