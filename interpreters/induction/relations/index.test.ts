import { mean, median } from 'simple-statistics'
import { expect, test } from 'vitest'
import { relations as category } from '../../../plugins/categories/relations/index.ts'
import { handlerOf, randomStream } from '../../../plugins/index.ts'
import { NO_MODEL } from '../../../plugins/llm/open-models.ts'
import { openMeter } from '../../../plugins/run/meter.ts'
import { relations as suite } from '../../../suites/relations/suite.ts'
import induction from '../index.ts'

const SEEDS = [7, 8]
const BUDGET = 5000
const run = () => Promise.reject(new Error('nothing is run'))

async function interpret(fn: ReturnType<typeof suite.functions>[number], seed: number) {
  const { meter, counts } = openMeter(BUDGET)
  const box = category.open(fn.truth(), meter, randomStream(seed, 'noise'))
  const { signal } = new AbortController()
  const context = { random: randomStream(seed, 'interpreter'), signal, model: NO_MODEL, run }
  const answer = await handlerOf(induction(), category)!(box, context)
  return { fn, answer, ideal: fn.ideal(), queries: counts.queries }
}

const all = await Promise.all(
  SEEDS.flatMap((seed) => suite.functions(seed).map((fn) => interpret(fn, seed))),
)
type Interpreted = (typeof all)[number]
const share = (some: readonly Interpreted[], holds: (one: Interpreted) => boolean) =>
  mean(some.map((one) => Number(holds(one))))
const isCorrupted = ({ fn }: Interpreted) => fn.variant === 'corrupted'

test('it names the relation of 19 in 20', () => {
  const named = share(
    all,
    ({ answer, ideal }) => answer.class === ideal.class && answer.relation === ideal.relation,
  )
  expect(named).toBeGreaterThanOrEqual(0.95)
})

test('it names the exception of 17 in 20, and claims next to none that is not there', () => {
  const found = share(all.filter(isCorrupted), ({ answer, ideal }) => {
    const { exception } = answer
    return exception?.by === ideal.exception?.by && exception?.is === ideal.exception?.is
  })
  expect(found).toBeGreaterThanOrEqual(0.85)
  const alarms = share(
    all.filter((one) => !isCorrupted(one)),
    ({ answer }) => answer.exception !== null || answer.domain !== null,
  )
  expect(alarms).toBeLessThanOrEqual(0.02)
})

test('it asks 150 words at the median', () => {
  expect(median(all.map(({ queries }) => queries))).toBeLessThanOrEqual(150)
})

test('it says so where an output is none that it knows', async () => {
  const truth = category.samples['echo']!
  const box = category.open(truth, openMeter(BUDGET).meter, randomStream(0))
  const { signal } = new AbortController()
  const context = { random: randomStream(0), signal, model: NO_MODEL, run }
  const answer = await handlerOf(induction(), category)!(box, context)
  expect(answer).toMatchObject({ class: 'nothing known', confidence: 0 })
})
