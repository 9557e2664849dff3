/**
 * Nanoseconds per call of the functions, by operator: a scalar call, a batch, and beside them
 * the loop written by hand. `npm run bench` (all), `npm run bench -- numeric sin` (some).
 *
 * Times are the medians of batches of 1000 calls. The ratio to the loop by hand is measured in
 * the same run; absolute times depend on the machine.
 */
import process from 'node:process'
import Table from 'cli-table3'
import { Bench } from 'tinybench'
import type { FunctionSpec, Suite } from '../plugins/contracts.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { compile as compileNumeric } from '../library/numeric/index.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { compile as compileString } from '../library/strings/index.ts'
import { strings } from '../suites/strings/suite.ts'
import { BY_HAND } from './by-hand.ts'

const CALLS = 1000
const wanted = process.argv.slice(2)
const isWanted = (category: string, operator: string) =>
  wanted.every((word) => word === category || word === operator)

const nanoseconds = (bench: Bench, name: string): number => {
  const result = bench.getTask(name)?.result
  if (result?.state !== 'completed') throw new Error(`${name} did not complete`)
  return (result.latency.p50 * 1e6) / CALLS
}

/** A plain function of each operator, the first one of the seed. */
function examples<S extends FunctionSpec>(specs: readonly S[]): Map<string, S> {
  const atomic = specs.filter(
    ({ variant, operators }) =>
      (variant === 'clean' || variant === 'atomic') && operators.length === 1,
  )
  return new Map(atomic.toReversed().map((spec) => [spec.operators[0]!, spec]))
}

const format = (ns: number) => ns.toFixed(1)
const table = new Table({
  head: ['operator', 'scalar', 'batch', 'by hand', 'batch / by hand'],
  colAligns: ['left', 'right', 'right', 'right', 'right'],
  style: { head: [], border: [], compact: true },
})

async function measure(
  label: string,
  tasks: Readonly<Record<'scalar' | 'batch' | 'by hand', (() => unknown) | undefined>>,
): Promise<void> {
  const bench = new Bench({ time: 20, warmupTime: 10 })
  for (const [name, task] of Object.entries(tasks)) if (task) bench.add(name, task)
  await bench.run()
  const [scalar, batch] = [nanoseconds(bench, 'scalar'), nanoseconds(bench, 'batch')]
  const byHand = tasks['by hand'] ? nanoseconds(bench, 'by hand') : NaN
  table.push([
    label,
    format(scalar),
    format(batch),
    tasks['by hand'] ? format(byHand) : '–',
    tasks['by hand'] ? (batch / byHand).toFixed(2) : '–',
  ])
}

async function benchNumeric(suite: Suite<'numeric'>): Promise<void> {
  const xs = Float64Array.from({ length: CALLS }, (_, i) => -127.9 + (255.8 * i) / CALLS)
  const ys = new Float64Array(CALLS)
  for (const [operator, spec] of examples(suite.specs(0))) {
    if (!isWanted('numeric', operator)) continue
    const truth = suite.build(spec)
    const { one } = compileNumeric(truth.code.source)
    const law = spec.params['law'] as {
      term: { parameters: Parameters<NonNullable<(typeof BY_HAND)[string]>>[0] }
    }
    const loop = BY_HAND[operator]?.(law.term.parameters)
    await measure(operator, {
      scalar: () => {
        for (let i = 0; i < CALLS; i++) ys[i] = one(xs[i]!)
      },
      batch: () => truth.expected(xs),
      'by hand': loop && (() => loop(xs, ys)),
    })
  }
}

async function benchStrings(suite: Suite<'strings'>): Promise<void> {
  const words = ['Hello World', 'interpretability', 'a1 b2 c3', 'UPPER lower', 'x', 'The quick fox']
  const inputs = Array.from({ length: CALLS }, (_, i) => words[i % words.length]!)
  const random = randomStream(0, 'bench')
  for (const [operator, spec] of examples(suite.specs(0))) {
    if (!isWanted('strings', operator)) continue
    const truth = suite.build(spec)
    const steps = spec.params['steps'] as { operator: string; params: string[] }[]
    const one = compileString(operator, steps[0]!.params, random)
    await measure(operator, {
      scalar: () => {
        for (const input of inputs) one(input)
      },
      batch: () => truth.sample(inputs, random),
      'by hand': undefined,
    })
  }
}

await benchNumeric(numeric)
await benchStrings(strings)
console.log('nanoseconds per call (median)')
console.log(table.toString())
