/** The personas on entities, by the interpreters that ask them. */
import { expect, test } from 'vitest'
import exemplars from '../interpreters/exemplars.ts'
import aia from '../interpreters/aia/index.ts'
import type { Interpreter } from '../plugins/contracts.ts'
import { entities as category, type EntityAnswer } from '../plugins/index.ts'
import { handlerOf } from '../plugins/run/load-interpreter.ts'
import { openMeter } from '../plugins/run/meter.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { entities as suite } from '../suites/entities/suite.ts'
import type { PersonaName } from './personas.ts'
import { played } from './testing/played-model.ts'

async function interpret(name: PersonaName, interpreter: Interpreter, id: number) {
  const fn = suite.functions(0)[id]!
  const box = category.open(fn.truth(), openMeter(5000).meter, randomStream(0))
  const model = played(name)
  const answer: EntityAnswer = await handlerOf(interpreter, category)!(box, {
    model,
    signal: new AbortController().signal,
    random: randomStream(0, id),
    run: () => Promise.reject(new Error('an answer has no code')),
  })
  const isRight = answer.concepts.toSorted().join() === fn.ideal().concepts.toSorted().join()
  return { answer, isRight, turns: model.turns() }
}

/** Of one concept, then of two. */
const IDS = Array.from({ length: 40 }, (_, i) => 5 * i)

test.each(['tools', 'text'] as const)(
  'a scientist finds concepts in turns: %s',
  async (dialect) => {
    const all = await Promise.all(IDS.map((id) => interpret('scientist', aia({ dialect }), id)))
    expect(all.filter(({ isRight }) => isRight).length).toBeGreaterThanOrEqual(38)
    expect(Math.max(...all.map(({ turns }) => turns))).toBeLessThanOrEqual(20)
  },
)

test('a scientist makes the best of exemplars', async () => {
  const all = await Promise.all(IDS.map((id) => interpret('scientist', exemplars(), id)))
  expect(all.filter(({ isRight }) => isRight).length).toBeGreaterThanOrEqual(20)
})

test.each(['tools', 'text'] as const)('a rambler is understood in the end: %s', async (dialect) => {
  for (const id of [0, 1, 2, 3, 4, 5]) {
    const { answer } = await interpret('rambler', aia({ dialect }), id)
    expect(answer).toMatchObject({ concepts: ['animal'] })
  }
})
