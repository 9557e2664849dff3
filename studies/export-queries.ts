/**
 * Writes, for 100 numeric functions, what `synthesis` asked and was answered, the points it is
 * scored at, and how it fared, so that a symbolic regressor of another kind can be given the
 * very same data: `npm run study:export -- --size 100 --seed 0`. See docs/studies.md.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import synthesis from '../interpreters/synthesis/index.ts'
import type { BlackBox, Interpreter, RunRecord } from '../plugins/contracts.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { runBenchmark } from './run-benchmark.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '100' },
    seed: { type: 'string', default: '0' },
    out: { type: 'string', default: '.find/studies/queries.json' },
  },
})
const seed = Number(values.seed)

/** The interpreter, with every finite answer it is given written down. */
function recorded(inputs: number[], outputs: number[]): Interpreter {
  const { interpret, ...about } = synthesis()
  return {
    ...about,
    interpret: {
      numeric: (box, context) => {
        const query = async (asked: number | readonly number[]) => {
          const xs = typeof asked === 'number' ? [asked] : asked
          const ys = await box.query(xs)
          xs.forEach((x, i) => {
            if (!Number.isFinite(ys[i])) return
            inputs.push(x)
            outputs.push(ys[i]!)
          })
          return typeof asked === 'number' ? ys[0]! : ys
        }
        const spy = {
          ...box,
          query,
          get queriesLeft() {
            return box.queriesLeft
          },
        }
        return interpret.numeric!(spy as BlackBox<'numeric'>, context)
      },
    },
  }
}

const asked = new Map<string, { inputs: number[]; outputs: number[] }>()
const records = await runBenchmark(
  numeric,
  (spec) => {
    const data = { inputs: [], outputs: [] }
    asked.set(spec.id, data)
    return recorded(data.inputs, data.outputs)
  },
  { seed, size: Number(values.size) },
)

const value = (record: RunRecord, scorer: string) =>
  record.state === 'interpreted'
    ? record.scores.flatMap(({ scorer: name, score }) =>
        name === scorer && score.status === 'scored' ? score.value : [],
      )[0]
    : undefined

const functions = records.map((record) => {
  const spec = numeric.specs(seed).find(({ id }) => id === record.functionId)!
  const probes = numeric.probes(spec, numeric.build(spec), randomStream(seed, spec.id, 'probes'))
  return {
    id: spec.id,
    variant: spec.variant,
    ...asked.get(spec.id),
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
  }
})
const path = resolve(import.meta.dirname, '..', values.out)
await mkdir(dirname(path), { recursive: true })
await writeFile(path, JSON.stringify(functions))
console.log(`${functions.length} functions: ${path}`)
