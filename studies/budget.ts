/**
 * Accuracy against the number of queries: `synthesis` beside `interpolate` at the same budget,
 * under both protocols, per variant. Prints a Markdown table and writes a plot.
 *
 *   npm run study:budget -- --size 200 --seed 0
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { parse, View } from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import interpolate from '../interpreters/interpolate.ts'
import synthesis from '../interpreters/synthesis/index.ts'
import type { Category, Interpreter, Suite } from '../plugins/contracts.ts'
import { summarize } from '../plugins/report/summarize.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'
import { runBenchmark } from './run-benchmark.ts'

const PLOT = resolve(import.meta.dirname, '../docs/studies/budget.svg')
const NUMERIC_BUDGETS = [5, 9, 17, 33, 65, 129, 257, 513]
const STRINGS_BUDGETS = [2, 4, 8, 12, 16, 24, 32, 64]

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '200' },
    seed: { type: 'string', default: '0' },
  },
})

interface Point {
  readonly suite: string
  readonly variant: string
  readonly interpreter: string
  readonly protocol: string
  readonly budget: number
  readonly accuracy: number
  readonly failed: number
}

async function sweep<C extends Category>(
  suite: Suite<C>,
  budgets: readonly number[],
  interpreterOf: (budget: number) => Interpreter,
): Promise<Point[]> {
  const points: Point[] = []
  for (const budget of budgets) {
    const interpreter = interpreterOf(budget)
    const options = { seed: Number(values.seed), size: Number(values.size), queries: budget }
    const rows = summarize(await runBenchmark(suite, interpreter, options))
    for (const row of rows) {
      const { variant, protocol, mean, scored, n, failed } = row
      // What did not come to an answer is no success at this budget.
      const accuracy = ((mean ?? 0) * scored) / n
      if (protocol === 'paper' || protocol === 'solved')
        points.push({
          suite: suite.name,
          variant,
          interpreter: interpreter.name,
          protocol,
          budget,
          accuracy,
          failed,
        })
    }
  }
  return points
}

const points = [
  ...(await sweep(numeric, NUMERIC_BUDGETS, () => synthesis())),
  ...(await sweep(numeric, NUMERIC_BUDGETS, (samples) => interpolate({ samples }))),
  ...(await sweep(strings, STRINGS_BUDGETS, () => synthesis())),
]

function printTable(suite: string, budgets: readonly number[]): void {
  const own = points.filter((point) => point.suite === suite)
  const keys = new Set(own.map((p) => `${p.variant} | ${p.interpreter} | ${p.protocol}`))
  console.log(`\n${suite}: % right (failed cases are not)\n`)
  console.log(`| variant | interpreter | protocol | ${budgets.join(' | ')} |`)
  console.log(`|---|---|---|${budgets.map(() => '---').join('|')}|`)
  for (const key of keys) {
    const cells = budgets.map((budget) => {
      const point = own.find(
        (p) => p.budget === budget && `${p.variant} | ${p.interpreter} | ${p.protocol}` === key,
      )
      return point ? (100 * point.accuracy).toFixed(1) : '–'
    })
    console.log(`| ${key} | ${cells.join(' | ')} |`)
  }
}
printTable(numeric.name, NUMERIC_BUDGETS)
printTable(strings.name, STRINGS_BUDGETS)

const plot: TopLevelSpec = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  data: {
    values: points.map((point) => ({
      ...point,
      panel: `${point.suite}, ${point.variant}`,
      accuracy: 100 * point.accuracy,
    })),
  },
  facet: { field: 'panel', type: 'nominal', title: null },
  columns: 4,
  resolve: { axis: { x: 'independent', y: 'independent' } },
  spec: {
    width: 190,
    height: 150,
    mark: { type: 'line', point: true },
    encoding: {
      x: {
        field: 'budget',
        type: 'quantitative',
        scale: { type: 'log', base: 2 },
        axis: { title: 'queries', values: [2, 8, 32, 128, 512] },
      },
      y: { field: 'accuracy', type: 'quantitative', scale: { domain: [0, 100] }, title: '% right' },
      color: { field: 'interpreter', type: 'nominal' },
      strokeDash: {
        field: 'protocol',
        type: 'nominal',
        legend: { symbolType: 'stroke', symbolStrokeColor: 'black' },
      },
    },
  },
}
await mkdir(resolve(PLOT, '..'), { recursive: true })
await writeFile(PLOT, await new View(parse(compile(plot).spec), { renderer: 'none' }).toSVG())
console.log(`\nplot: ${PLOT}`)
