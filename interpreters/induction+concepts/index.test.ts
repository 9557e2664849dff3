import { expect, test } from 'vitest'
import { openMeter } from '../../plugins/run/meter.ts'
import { testInterpreter } from '../../plugins/testing/test-interpreter.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { entities } from '../../suites/entities/suite.ts'
import { interpretEntities } from './entities.ts'
import inductionWithConcepts from './index.ts'

testInterpreter(inductionWithConcepts)

test('finds all but a hundredth, in some forty queries', async () => {
  const functions = entities.functions(21)
  let [right, queries] = [0, 0]
  for (const fn of functions) {
    const { meter, counts } = openMeter(5000)
    const box = entities.category.open(fn.truth(), meter, randomStream(0))
    const { concepts } = await interpretEntities(box)
    if (concepts.toSorted().join() === fn.ideal().concepts.toSorted().join()) right++
    queries += counts.queries
  }
  expect(right / functions.length).toBeGreaterThanOrEqual(0.99)
  expect(queries / functions.length).toBeLessThan(50)
})
