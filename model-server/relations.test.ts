/** The personas on relations, by the interpreters that ask them. */
import { expect, test } from 'vitest'
import exemplars from '../interpreters/exemplars.ts'
import aia from '../interpreters/aia/index.ts'
import type { Interpreter } from '../plugins/contracts.ts'
import { relations as category, type RelationAnswer } from '../plugins/index.ts'
import { handlerOf } from '../plugins/run/load-interpreter.ts'
import { openMeter } from '../plugins/run/meter.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { relations as suite } from '../suites/relations/suite.ts'
import type { PersonaName } from './personas.ts'
import { played } from './testing/played-model.ts'

async function interpret(name: PersonaName, interpreter: Interpreter, id: number) {
  const fn = suite.functions(0)[id]!
  const box = category.open(fn.truth(), openMeter(5000).meter, randomStream(0))
  const model = played(name)
  const { signal } = new AbortController()
  const answer: RelationAnswer = await handlerOf(interpreter, category)!(box, {
    model,
    signal,
    random: randomStream(0, id),
    run: () => Promise.reject(new Error('an answer has no code')),
  })
  const { class: of, relation, exception } = answer
  const ideal = fn.ideal()
  const isRight =
    of === ideal.class &&
    relation === ideal.relation &&
    exception?.by === ideal.exception?.by &&
    exception?.is === ideal.exception?.is
  return { answer, isRight, turns: model.turns() }
}

const IDS = Array.from({ length: 75 }, (_, i) => i)

test.each(['tools', 'text'] as const)(
  'a scientist finds relations in turns: %s',
  async (dialect) => {
    const all = await Promise.all(IDS.map((id) => interpret('scientist', aia({ dialect }), id)))
    expect(all.filter(({ isRight }) => isRight).length).toBeGreaterThanOrEqual(71)
    expect(Math.max(...all.map(({ turns }) => turns))).toBeLessThanOrEqual(20)
  },
)

test('a scientist makes the best of exemplars', async () => {
  const all = await Promise.all(IDS.map((id) => interpret('scientist', exemplars(), id)))
  const known = all.filter(({ answer }) => answer.class !== 'nothing known')
  expect(known.length).toBeGreaterThanOrEqual(71)
  expect(all.filter(({ isRight }) => isRight).length).toBeGreaterThanOrEqual(50)
})

test.each(['tools', 'text'] as const)('a rambler is understood in the end: %s', async (dialect) => {
  for (const id of [0, 1, 2, 3, 4, 5]) {
    const { answer, turns } = await interpret('rambler', aia({ dialect }), id)
    expect(answer).toMatchObject({ class: 'country', relation: 'capital', exception: null })
    // Prose in place of the answer is asked about first, up to twice.
    expect(turns).toBeGreaterThanOrEqual(3)
    expect(turns).toBeLessThanOrEqual(5)
  }
})
