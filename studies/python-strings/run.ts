/**
 * `synthesis` on string functions of other conventions: Python's, in which letters are those of
 * any script, and an input raises where its number has no word or a character is missing.
 *
 *   npm run study:python-strings -- --seed 0 --size 1000
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mean } from 'simple-statistics'
import { interpretStrings } from '../../interpreters/synthesis/strings/index.ts'
import { program, type Step } from '../../library/strings/index.ts'
import type { FunctionBox } from '../../plugins/categories/functions.ts'
import { BudgetExceeded, InvalidQuery } from '../../plugins/contracts.ts'
import { selectFunctions } from '../../plugins/run/select-functions.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { baitOf } from '../../suites/strings/hard-inputs.ts'
import { naturalInputs } from '../../suites/strings/natural-inputs.ts'
import { strings } from '../../suites/strings/suite.ts'
import { isSure } from '../claims-of.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '0' },
    size: { type: 'string', default: '1000' },
    /** Every answer that is wrong. */
    verbose: { type: 'boolean', default: false },
  },
})
const BUDGET = 5000
/** Inputs that a function is judged at, as in FIND. */
const JUDGED = 10

/** One Python process, which is whatever function it was last told to be. */
function openPython() {
  const path = fileURLToPath(new URL('operators.py', import.meta.url))
  const child = spawn('python3', [path], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const tell = (message: object) => child.stdin.write(`${JSON.stringify(message)}\n`)
  return {
    become: (steps: readonly Step[]) => tell({ steps }),
    /** Null for an input that raises. */
    async run(inputs: readonly string[]): Promise<(string | null)[]> {
      tell({ inputs })
      const { value } = await lines.next()
      if (value === undefined) throw new Error('python3 ended: its error is above')
      return JSON.parse(value) as (string | null)[]
    },
    async close() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}
type Python = ReturnType<typeof openPython>

function boxOf(python: Python): FunctionBox<string, string> {
  let left = BUDGET
  const seen: [string, string][] = []
  async function queryAll(inputs: readonly string[]): Promise<string[]> {
    if (inputs.length > left) throw new BudgetExceeded(inputs.length, left, BUDGET)
    const outputs = await python.run(inputs)
    return outputs.map((output, i) => {
      if (output === null) throw new InvalidQuery(`raises for ${JSON.stringify(inputs[i])}`)
      left -= 1
      seen.push([inputs[i]!, output])
      return output
    })
  }
  return {
    get queriesLeft() {
      return left
    },
    seen: () => seen,
    query: async (input) => (await queryAll([input]))[0]!,
    queryAll,
  }
}

/** The share of inputs at which a program gives what Python gave, those left out that raised. */
function exact(
  run: (input: string) => unknown,
  inputs: readonly string[],
  expected: readonly (string | null)[],
): number {
  const hits = inputs.flatMap((input, i) =>
    expected[i] === null ? [] : run(input) === expected[i] ? 1 : 0,
  )
  return hits.length === 0 ? 1 : mean(hits)
}

const python = openPython()
const seed = Number(values.seed)
const rows: { own: number; truth: number; sure: boolean; random: boolean }[] = []
for (const fn of selectFunctions(strings.functions(seed), Number(values.size))) {
  const { steps } = fn.params as { steps: readonly Step[] }
  python.become(steps)
  const answer = await interpretStrings(boxOf(python))
  // The code of an interpreter of this project, which writes it from the library alone.
  // oxlint-disable-next-line typescript/no-implied-eval
  const run = new Function(`${answer.code?.source ?? 'function f() {}'}\nreturn f`)()
  const inputs = naturalInputs(randomStream(seed, fn.id, 'python'), JUDGED, baitOf(steps).letters)
  const expected = await python.run(inputs)
  const own = exact(run, inputs, expected)
  const { random } = program(steps, randomStream(seed, fn.id, 'truth'))
  const truth = exact(program(steps, randomStream(seed, fn.id, 'truth')).run, inputs, expected)
  const sure = isSure({ confidence: answer.confidence ?? 0 })
  rows.push({ own, truth, sure, random })
  if (values.verbose && own < truth)
    console.log(fn.id, JSON.stringify(steps), own, truth, '|', answer.description)
}
await python.close()

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const sure = rows.filter((row) => row.sure && !row.random)
console.log(
  `seed ${seed}, ${rows.length} functions: exact on ${JUDGED} natural inputs ` +
    `${percent(mean(rows.map(({ own }) => own)))}, the program itself ${percent(mean(rows.map(({ truth }) => truth)))}; ` +
    `of ${sure.length} sure claims all right ${percent(mean(sure.map(({ own }) => (own === 1 ? 1 : 0))))}`,
)
