import { readFileSync } from 'node:fs'
import { mean } from 'simple-statistics'
import { expect, test } from 'vitest'
import { linkDescription } from '../../library/world/link-description.ts'
import { world } from '../../library/world/index.ts'
import { siblings } from '../../library/world/kinship.ts'
import { drawnEntities } from '../../suites/entities/drawn-entities.ts'
import { strictUnitTest, unitTest } from '../../suites/entities/questions.ts'
import { entities } from '../../suites/entities/suite.ts'
import type { Questions } from '../contracts.ts'
import { randomStream } from '../utils/random.ts'
import { choose } from './entity-judge.ts'

const { concepts: known, labelled } = world()
const functions = entities.functions(0)
const drawn = drawnEntities(0)
const CHANCE = 1 / 3

/** The share of questions that the judge gets right of a description. */
function judged(questions: Questions, description: string): number {
  if ('inapplicable' in questions) throw new Error(questions.inapplicable)
  const read = linkDescription(description)
  return mean(questions.map((question) => (choose(question, read) === question.right ? 1 : 0)))
}

test("the project's own wording is read as what it says, and judged right", () => {
  const scores = functions.map((fn, i) => {
    const { description } = fn.ideal()
    return judged(unitTest(drawn[i]!.concepts, randomStream(0, fn.id)), description)
  })
  expect(mean(scores)).toBeGreaterThanOrEqual(0.95)
})

test("people's wording is judged right", () => {
  const lines = readFileSync(
    new URL('../../fixtures/world/paraphrases.txt', import.meta.url),
    'utf8',
  )
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  expect(lines.length).toBeGreaterThanOrEqual(100)
  const scores = lines.map((line) => {
    const [labels, ...text] = line.split(': ')
    const concepts = labels!.split('+').map((label) => labelled(label.replaceAll('_', ' ')))
    return judged(unitTest(concepts, randomStream(0, labels!)), text.join(': '))
  })
  expect(mean(scores)).toBeGreaterThanOrEqual(0.85)
})

const describing = (concept: number) =>
  `The function tells how much a word has to do with ${known[concept]!.label}.`

test('an unrelated description is judged near chance', () => {
  const draw = randomStream(0, 'unrelated')
  const scores = functions.map((fn, i) => {
    const { concepts } = drawn[i]!
    const far = siblings(concepts[0]!).filter((one) => !concepts.includes(one))
    const concept = far[far.length - 1 - Math.floor(draw() * 60)]!
    return judged(unitTest(concepts, randomStream(0, fn.id)), describing(concept))
  })
  expect(Math.abs(mean(scores) - CHANCE)).toBeLessThan(0.1)
})

test("a sibling's description is judged below chance by the strict twin", () => {
  const scores = functions.slice(0, 140).map((fn, i) => {
    const { concepts } = drawn[i]!
    return judged(
      strictUnitTest(concepts, randomStream(0, fn.id)),
      describing(siblings(concepts[0]!)[0]!),
    )
  })
  expect(mean(scores)).toBeLessThan(0.45)
})

test('what follows a negation is not what is meant', () => {
  const read = linkDescription('Words about wine, but not about prison or religion.')
  expect(read.map((concept) => known[concept]!.label)).toEqual(['wine'])
  expect(linkDescription('A function of words, with values from 0 to 1.')).toEqual([])
})
