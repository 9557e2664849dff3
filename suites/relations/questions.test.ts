import { mean } from 'simple-statistics'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Relation, relationOf, UNDEFINED } from '../../library/facts/relation.ts'
import type { FindFunction, Question } from '../../plugins/contracts.ts'
import { hashQuestions } from '../../plugins/testing/hash-probes.ts'
import { testUnitTest } from '../../plugins/testing/test-unit-test.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { drawnRelations, rivalsOf } from './drawn-relations.ts'
import { relations, relationsSuite } from './suite.ts'

const paper = relationsSuite({ questions: 'paper' })

const Choice = z.strictObject({ input: z.string(), output: z.string() })
const Asked = z.array(z.strictObject({ choices: z.array(Choice), right: z.int() }))
const numberOf = ({ id }: FindFunction<'relations'>) => Number(id.slice(1))
const relationOfFunction = (fn: FindFunction<'relations'>) =>
  drawnRelations(0)[numberOf(fn)]!.relation

const knows = (fn: FindFunction<'relations'>) => {
  const f = relationOf(relationOfFunction(fn))
  return (example: Question['choices'][number]) => {
    const { input, output } = Choice.parse(example)
    return f(input) === output
  }
}

testUnitTest(relations, 'unit-test', knows, 0)
testUnitTest(relations, 'unit-test-strict', knows, 0)
testUnitTest(paper, 'unit-test', knows, 0)

const functions = relations.functions(0)
const corrupted = functions.filter(({ variant }) => variant === 'corrupted')
const ask = (fn: FindFunction<'relations'>, name: string, suite = relations) => {
  const own = suite.functions(0)[numberOf(fn)]!
  return Asked.parse(own.questions(name, randomStream(0, fn.id, name)))
}

/** The share of questions that a reader is right in, who picks evenly among what fits its belief. */
function share(
  fns: readonly FindFunction<'relations'>[],
  name: string,
  believe: (fn: FindFunction<'relations'>) => (word: string) => string,
) {
  return mean(
    fns.flatMap((fn) => {
      const f = believe(fn)
      return ask(fn, name).map(({ choices, right }) => {
        const fits = choices.map((choice) => f(choice.input) === choice.output)
        const fitting = fits.filter(Boolean).length
        return fitting === 0 ? 1 / 3 : fits[right] ? 1 / fitting : 0
      })
    }),
  )
}

const withOther = (fn: FindFunction<'relations'>, other: Partial<Relation>) =>
  relationOf({ ...relationOfFunction(fn), ...other })

test('no word of a question is an exemplar', () => {
  for (const fn of functions) {
    const exemplars = new Set<unknown>(fn.truth().exemplars)
    for (const name of relations.unitTests)
      for (const { choices } of ask(fn, name))
        expect(choices.filter(({ input }) => exemplars.has(input))).toEqual([])
  }
})

test('half of the questions about a relation with an exception are about what is excepted', () => {
  for (const fn of corrupted)
    for (const name of relations.unitTests) {
      const f = withOther(fn, { exception: null })
      const own = ask(fn, name).map(({ choices, right }) => choices[right]!)
      const excepted = own.filter(
        ({ input, output }) => output === UNDEFINED && f(input) !== UNDEFINED,
      )
      expect(excepted).toHaveLength(5)
    }
})

test('neither undefined nor anything else is always right', () => {
  const isRight = functions.flatMap((fn) =>
    ask(fn, 'unit-test').map(({ choices, right }) => choices[right]!.output === UNDEFINED),
  )
  expect(mean(isRight.map(Number))).toBeGreaterThan(0.3)
  expect(mean(isRight.map(Number))).toBeLessThan(0.65)
  expect(share(functions, 'unit-test', () => () => UNDEFINED)).toBeLessThan(0.5)
})

test('who misses the exception is wrong in the half that is about it', () => {
  for (const name of relations.unitTests)
    expect(share(corrupted, name, (fn) => withOther(fn, { exception: null }))).toBeLessThan(0.52)
})

test('who knows the relation is right, and who takes it for another is not', () => {
  expect(share(functions, 'unit-test', (fn) => withOther(fn, {}))).toBe(1)
  const rival = (fn: FindFunction<'relations'>) =>
    withOther(fn, rivalsOf(relationOfFunction(fn))[0]!)
  expect(share(functions, 'unit-test-strict', rival)).toBeLessThan(0.85)
  const unrelated = (fn: FindFunction<'relations'>) =>
    relationOf(drawnRelations(0)[(numberOf(fn) + 24) % 75]!.relation)
  expect(share(functions, 'unit-test-strict', unrelated)).toBeLessThan(0.5)
})

test('the mix of the paper asks of what is excepted as it comes', () => {
  const own = corrupted.flatMap((fn) => {
    const f = withOther(fn, { exception: null })
    return ask(fn, 'unit-test', paper).map(({ choices, right }) => {
      const { input, output } = choices[right]!
      return output === UNDEFINED && f(input) !== UNDEFINED
    })
  })
  expect(mean(own.map(Number))).toBeLessThan(0.25)
})

test('the questions are pinned: a change of them is a new version', () => {
  expect(hashQuestions(relations)).toMatchInlineSnapshot(
    `"05ce31ac6deff2d0411fbc154a6cdfa236ab7acc85c91cd8496739bd23e650c7"`,
  )
})
