import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { assemble } from './assemble.ts'
import { interpret } from './interpret.ts'
import type { SOp, Value } from './language.ts'
import { planOf } from './plan.ts'
import {
  count,
  countLessFreq,
  detectPattern,
  dyck1,
  fracPrevs,
  fractionOf,
  hist,
  identity,
  induction,
  length,
  pairBalance,
  reverse,
  shift,
  sort,
  sortFreq,
  sortUnique,
} from './programs.ts'
import { answersOf, numbersOf } from './testing.ts'

/** Of models that Tracr compiled: studies/circuits/tracr-fixtures.py wrote it. */
interface Fixture {
  readonly program: string
  readonly vocabulary: readonly NonNullable<Value>[]
  readonly longest: number
  /** Dimensions of the residual stream. */
  readonly width: number
  readonly layers: number
  readonly cases: readonly (readonly [readonly Value[], readonly Value[]])[]
}
const folder = new URL('../../fixtures/circuits/tracr/', import.meta.url)
const fixtures = readdirSync(folder).map((file): Fixture =>
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
)

/** The programs that the fixtures are of. */
const programs: Record<string, (longest: number) => SOp> = {
  identity,
  length: () => length(null),
  frac_prevs: (longest) => fractionOf(fracPrevs('a'), longest),
  hist,
  count: () => count('a'),
  reverse: () => reverse(null),
  sort_unique: () => sortUnique(),
  sort,
  sort_freq: sortFreq,
  pair_balance: (longest) => fractionOf(pairBalance('(', ')'), longest),
  dyck1: () => dyck1('(', ')', null),
  shift: () => shift(1),
  detect_pattern: () => detectPattern(['a', 'b', 'c']),
  induction,
  count_less_freq: () => countLessFreq(2),
}

test('there is a fixture of every program', () => {
  expect(fixtures.map(({ program }) => program).toSorted()).toEqual(
    Object.keys(programs).toSorted(),
  )
})

test.each(fixtures.map((fixture) => [fixture.program, fixture] as const))(
  'our model of %s answers as that of Tracr where the program says anything',
  (name, { vocabulary, longest, cases }) => {
    const program = programs[name]!(longest)
    const plan = planOf(program, { tokens: vocabulary, longest })
    const numbers = numbersOf(plan)
    const model = assemble(plan, numbers)
    const wrong = cases.flatMap(([tokens, theirs]) => {
      const [ours] = answersOf(model, numbers, [tokens])
      return interpret(program, tokens).flatMap((expected, i) =>
        expected == null || same(ours![i]!, theirs[i]!)
          ? []
          : [{ tokens: tokens.join(' '), position: i, ours: ours![i], theirs: theirs[i] }],
      )
    })
    expect(wrong).toEqual([])
  },
)

test('our models are about as deep and wide as those of Tracr: ours, then theirs', () => {
  const sizes = fixtures.map(({ program, vocabulary, longest, layers, width }) => {
    const plan = planOf(programs[program]!(longest), { tokens: vocabulary, longest })
    return `${program}: ${plan.layers.length} ${layers} layers, ${plan.width} ${width} dimensions`
  })
  expect(sizes).toMatchInlineSnapshot(`
    [
      "count: 1 1 layers, 11 18 dimensions",
      "count_less_freq: 2 2 layers, 18 25 dimensions",
      "detect_pattern: 3 3 layers, 19 25 dimensions",
      "dyck1: 5 6 layers, 35 38 dimensions",
      "frac_prevs: 2 2 layers, 22 13 dimensions",
      "hist: 1 1 layers, 11 18 dimensions",
      "identity: 1 1 layers, 12 14 dimensions",
      "induction: 2 2 layers, 15 17 dimensions",
      "length: 1 1 layers, 11 18 dimensions",
      "pair_balance: 3 2 layers, 34 15 dimensions",
      "reverse: 3 4 layers, 24 41 dimensions",
      "shift: 1 1 layers, 12 14 dimensions",
      "sort: 3 3 layers, 34 36 dimensions",
      "sort_freq: 4 5 layers, 51 64 dimensions",
      "sort_unique: 2 2 layers, 19 21 dimensions",
    ]
  `)
})

/** Numbers of ours may be in words, and those of Tracr are of single precision. */
function same(ours: Value, theirs: Value): boolean {
  if (typeof theirs !== 'number') return ours === theirs
  const [part, whole = '1'] = String(ours).split('/')
  return Math.abs(Number(part) / Number(whole) - theirs) < 1e-3
}
