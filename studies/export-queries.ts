/**
 * Writes, for 100 numeric functions, what `synthesis` asked and was answered, the points it is
 * scored at, and how it fared, so that a symbolic regressor of another kind can be given the
 * very same data: `npm run study:export -- --size 100 --seed 0`. See docs/studies.md.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import synthesis from '../interpreters/synthesis/index.ts'
import { functionOf, type RunRecord } from '../plugins/records.ts'
import { handlerOf } from '../plugins/run/load-interpreter.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { recordedBox, type Samples } from './recorded-box.ts'
import { runBenchmark } from './run-benchmark.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '100' },
    seed: { type: 'string', default: '0' },
    out: { type: 'string', default: '.find/studies/queries.json' },
  },
})
const seed = Number(values.seed)

const asked = new Map<string, Samples>()
const scientist = synthesis()
const interpret = handlerOf(scientist, numeric.category)!
const records = await runBenchmark(
  numeric,
  ({ id }) => {
    const samples: Samples = { inputs: [], outputs: [] }
    asked.set(id, samples)
    return {
      ...scientist,
      interpret: { numeric: (box, context) => interpret(recordedBox(box, samples), context) },
    }
  },
  { seed, size: Number(values.size) },
)

const value = (record: RunRecord, scorer: string) =>
  record.state === 'interpreted'
    ? record.scores.flatMap(({ scorer: name, score }) =>
        name === scorer && score.status === 'scored' ? score.value : [],
      )[0]
    : undefined

const functionsById = new Map(numeric.functions(seed).map((fn) => [fn.id, fn]))
const functions = []
for (const record of records) {
  const fn = functionsById.get(record.functionId)!
  const probes = await fn.truth().probes(randomStream(seed, functionOf(record), 'probes'))
  functions.push({
    id: functionOf(record),
    variant: fn.variant,
    ...asked.get(fn.id),
    probes: Object.fromEntries(
      Object.entries(probes).map(([name, { inputs, expected }]) => [
        name,
        { inputs: [...inputs], expected: [...expected] },
      ]),
    ),
    synthesis: {
      seconds: (record.timing.interpretMs ?? 0) / 1000,
      nmse: value(record, 'nmse'),
      fit: value(record, 'fit'),
      extrapolation: value(record, 'extrapolation'),
    },
  })
}
const path = resolve(import.meta.dirname, '..', values.out)
await mkdir(dirname(path), { recursive: true })
await writeFile(path, JSON.stringify(functions))
console.log(`${functions.length} functions: ${path}`)
