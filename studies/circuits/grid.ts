/**
 * Localization under every choice: rows are corruption, metric and direction, columns methods, cells
 * the mean AUROC over all built boxes against the circuit that the row's corruption can show. Below
 * them what a method costs, and the paper's claims (arXiv 2309.16042) with what became of each here.
 *
 *     npm run study:patching -- --seeds 0,1,2 [--methods patching,atp]
 */
import process from 'node:process'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { mean } from 'simple-statistics'
import { METHODS } from '../../interpreters/patching/options.ts'
import { METRICS } from '../../library/patching/metric.ts'
import { claims } from './claims.ts'
import { type Cell, cellOf, studiedBoxes } from './cells.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '0' },
    methods: { type: 'string', default: 'random,patching,atp,atp-ig,eap,eap-ig,gim,bootstrap' },
    pairs: { type: 'string', default: '4' },
  },
})
const seeds = values.seeds.split(',').map(Number)
const methods = values.methods.split(',').map((name) => {
  const found = METHODS.find((method) => method === name)
  if (!found) throw new Error(`--methods: expected some of ${METHODS.join(', ')}; got ${name}`)
  return found
})
const pairs = Number(values.pairs)
const boxes = seeds.flatMap(studiedBoxes)

const rows = [
  ...['tokens', 'noise'].flatMap((corruption) =>
    METRICS.flatMap((metric) =>
      (['denoising', 'noising'] as const).map((direction) => ({ corruption, metric, direction })),
    ),
  ),
  ...['mean', 'zero'].map((corruption) => ({
    corruption,
    metric: 'logit-difference' as const,
    direction: 'noising' as const,
  })),
]

const table = new Table({ head: ['corruption', 'metric', 'direction', ...methods] })
const costs = new Map<string, number[]>()
for (const row of rows) {
  const cells: string[] = []
  for (const method of methods) {
    const found: Cell[] = []
    for (const box of boxes) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: their cost is counted
      const cell = await cellOf(box, { ...row, method, pairs })
      if (cell) found.push(cell)
    }
    cells.push(found.length === 0 ? '–' : mean(found.map(({ auroc }) => auroc)).toFixed(3))
    costs.set(method, [...(costs.get(method) ?? []), ...found.map(({ cost }) => cost)])
  }
  table.push([row.corruption, row.metric, row.direction, ...cells])
}
table.push([
  { colSpan: 3, content: `queries a box, ${pairs} pairs` },
  ...methods.map((method) => mean(costs.get(method)!).toFixed(0)),
])
console.log(`\nmean AUROC of ${boxes.length} boxes (seeds ${seeds.join(', ')})`)
console.log(table.toString())

const found = await claims(seeds)
for (const { claim, paper, here, holds } of found)
  console.log(`${holds ? '✓' : '✗'} ${claim}\n    paper: ${paper}\n    here:  ${here}`)
console.log(`${found.filter(({ holds }) => holds).length} of ${found.length} claims hold`)
process.exitCode = 0
