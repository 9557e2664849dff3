import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { rollup } from 'd3-array'
import { ModelIdentity, type RunRecord, type RunSettings, Size } from '../contracts.ts'
import { meanOf } from './statistics.ts'

/** Value of each compared scorer on one function. */
const Outcome = z.record(z.string(), z.number())
export type Outcome = z.infer<typeof Outcome>

/** What an interpreter reached, function by function: `fixtures/baselines/<interpreter>.json`. */
export const Baseline = z.strictObject({
  schema: z.literal(1),
  interpreter: z.strictObject({
    name: z.string(),
    version: z.string(),
    options: z.unknown(),
    model: ModelIdentity.nullable().default(null),
    trials: z.int().positive().default(1),
  }),
  suites: z.record(z.string(), z.string()),
  seed: z.int(),
  size: Size,
  functions: z.record(z.string(), Outcome),
})
export type Baseline = z.infer<typeof Baseline>

/** Where the baseline of an interpreter is kept. */
export const baselinePath = (root: string, interpreter: string): string =>
  join(root, 'fixtures', 'baselines', `${interpreter}.json`)

/**
 * The committed baseline; null where there is none.
 *
 * @throws Error that names the file where it is not a baseline.
 */
export function readBaseline(path: string): Baseline | null {
  if (!existsSync(path)) return null
  try {
    return Baseline.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause)
    throw new Error(`${path} is not a baseline: ${reason}`, { cause })
  }
}

/** One function a line, so that a change of the baseline reads well in a diff. */
export function writeBaseline(path: string, baseline: Baseline): void {
  const { functions, ...about } = baseline
  const lines = Object.entries(functions).map(
    ([id, outcome]) => `    ${JSON.stringify(id)}: ${JSON.stringify(outcome)}`,
  )
  const head = JSON.stringify(about, null, 2).slice(0, -2)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${head},\n  "functions": {\n${lines.join(',\n')}\n  }\n}\n`)
}

/** The baseline that a run of an interpreter would set. */
export function baselineOf(
  { seed, size, interpreter }: RunSettings,
  records: readonly RunRecord[],
): Baseline {
  return {
    schema: 1,
    interpreter: {
      name: interpreter.name,
      version: records[0]?.interpreter.version ?? '',
      options: interpreter.options ?? null,
      model: interpreter.model?.identity ?? null,
      trials: interpreter.trials,
    },
    suites: Object.fromEntries(records.map(({ suite }) => [suite.name, suite.version])),
    seed,
    size,
    functions: Object.fromEntries(
      rollup(
        records.filter((record) => record.state === 'interpreted'),
        outcomeOf,
        ({ functionId }) => functionId,
      ),
    ),
  }
}

/**
 * The scores that are compared, means over the trials: those of the paper protocol, and `solved`.
 * What a judge model says of the same answer may differ from run to run.
 */
function outcomeOf(trials: readonly (RunRecord & { state: 'interpreted' })[]): Outcome {
  const scored = trials.flatMap(({ scores }) =>
    scores.flatMap(({ scorer, protocol, score }) =>
      score.status === 'scored' && (protocol === 'paper' || scorer === 'solved')
        ? { scorer, value: score.value }
        : [],
    ),
  )
  return Object.fromEntries(
    rollup(
      scored,
      (values) => meanOf(values.map(({ value }) => value))!,
      ({ scorer }) => scorer,
    ),
  )
}
