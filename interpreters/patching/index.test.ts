import { expect, test } from 'vitest'
import { circuits } from '../../plugins/categories/circuits/index.ts'
import { openMeter } from '../../plugins/run/meter.ts'
import { testInterpreter } from '../../plugins/testing/test-interpreter.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import patching from './index.ts'
import { METHODS } from './options.ts'

testInterpreter(patching)

const [one] = Object.values(circuits.samples)

async function answer(options: object, budget = 5000) {
  const { meter, counts } = openMeter(budget)
  const box = circuits.open(one!, meter, randomStream(0))
  const { interpret } = patching(options)
  if (typeof interpret === 'function') throw new Error('expected handlers')
  const given = await interpret.circuits!(box, { random: randomStream(1) } as never)
  return { given: circuits.answer.parse(given), queries: counts.queries, experiments: counts }
}

test.each(METHODS.filter((method) => method !== 'random'))(
  '%s finds the head that copies, and says what it did',
  async (method) => {
    const { given } = await answer({ method })
    const [beside, part] = Object.values(given.scores)
    expect(Math.abs(part!)).toBeGreaterThan(Math.abs(beside!))
    expect(given.setting).toEqual({
      method,
      corruption: 'one',
      metric: 'logit-difference',
      direction: 'denoising',
      hook: 'hook_z',
      ranking: 'size',
    })
  },
)

test.each([
  [{ corruption: 'noise' }],
  [{ corruption: 'mean' }],
  [{ corruption: 'zero' }],
  [{ direction: 'both' }],
  [{ direction: 'noising', metric: 'probability' }],
  [{ metric: 'kl-divergence' }],
  [{ sites: ['z', 'v'] }],
  [{ threshold: '2sd' }],
])('%o finds it too', async (options) => {
  const { given } = await answer(options)
  const [beside, part] = Object.values(given.scores)
  expect(Math.abs(part!)).toBeGreaterThan(Math.abs(beside!))
})

test('it takes as many pairs as its budget has room for, and then as many components', async () => {
  expect((await answer({})).queries).toBe(16)
  expect((await answer({}, 9)).queries).toBe(8)
  const { given, queries } = await answer({}, 3)
  expect(queries).toBe(3)
  expect(Object.values(given.scores)).toEqual([0, 0])
})

test.each([
  [{ method: 'guess' }, 'method'],
  [{ corruption: 'mean', method: 'atp' }, 'mean'],
  [{ window: 0 }, 'window'],
  [{ threshold: -1 }, 'threshold'],
  [{ sites: [] }, 'sites'],
])('%o is refused when it is made', (options, name) => {
  expect(() => patching(options)).toThrow(name)
})

test('a corruption that the task does not have is an error that names those it has', async () => {
  await expect(answer({ corruption: 'S2' })).rejects.toThrow(
    'corruption "S2": expected a choice of tokens, one',
  )
})
