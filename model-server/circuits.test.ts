/** The personas on circuits, by the interpreters that ask them. */
import { expect, test } from 'vitest'
import aia from '../interpreters/aia/index.ts'
import exemplars from '../interpreters/exemplars.ts'
import type { Interpreter } from '../plugins/contracts.ts'
import { circuits as category } from '../plugins/index.ts'
import { handlerOf } from '../plugins/run/load-interpreter.ts'
import { openMeter } from '../plugins/run/meter.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { circuits as suite } from '../suites/circuits/suite.ts'
import { played } from './testing/played-model.ts'

async function interpret(interpreter: Interpreter, id: number) {
  const fn = suite.functions(0)[id]!
  const { meter, counts } = openMeter(500)
  const model = played('scientist')
  const answer = await handlerOf(interpreter, category)!(
    category.open(fn.truth(), meter, randomStream(0)),
    {
      model,
      signal: new AbortController().signal,
      random: randomStream(0, id),
      run: () => Promise.reject(new Error('an answer has no code')),
    },
  )
  return { answer, ideal: fn.ideal(), queries: counts.queries, turns: model.turns() }
}

test.each(['tools', 'text'] as const)(
  'a scientist patches every component within 500 queries: %s',
  async (dialect) => {
    for (const id of [0, 4, 20]) {
      const { answer, ideal, queries, turns } = await interpret(aia({ dialect }), id)
      expect(answer.circuit.toSorted()).toEqual(ideal.circuit.toSorted())
      expect(queries).toBeLessThanOrEqual(500)
      expect(turns).toBe(4)
    }
  },
)

test('from examples alone nobody knows, and it says so', async () => {
  const { answer, queries } = await interpret(exemplars(), 0)
  expect(answer).toMatchObject({ scores: {}, circuit: [], roles: {} })
  expect(queries).toBe(0)
})
