import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { group, groups, rollup, sum } from 'd3-array'
import { z } from 'zod'
import { functionOf, type RunRecord } from '../records.ts'
import { ModelIdentity, type RunSettings, Size } from '../run-settings.ts'

/** Value of each compared scorer on one function. */
const FunctionOutcome = z.record(z.string(), z.number())
type FunctionOutcome = z.infer<typeof FunctionOutcome>

const shared = {
  seed: z.int(),
  size: Size,
  /** The functions stand by name, `<suite>/<id>`. */
  functions: z.record(z.string(), FunctionOutcome),
}
const interpreter = {
  name: z.string(),
  options: z.unknown(),
  model: ModelIdentity.nullable().default(null),
  trials: z.int().positive().default(1),
}

/** What an interpreter reached, function by function: `fixtures/baselines/<interpreter>.json`. */
const Baseline = z.strictObject({
  schema: z.literal(2),
  interpreter: z.strictObject({ ...interpreter, deterministic: z.boolean() }),
  /** Versions of each suite, and of the interpreter on it. */
  suites: z.record(z.string(), z.strictObject({ version: z.string(), interpreter: z.string() })),
  ...shared,
})
export type Baseline = z.infer<typeof Baseline>

/**
 * The first schema knew one version of an interpreter for all suites, and not whether it is
 * deterministic: only such interpreters had a baseline.
 */
const FirstBaseline = z.strictObject({
  schema: z.literal(1),
  interpreter: z.strictObject({ ...interpreter, version: z.string() }),
  suites: z.record(z.string(), z.string()),
  ...shared,
})

/** The path of an interpreter's baseline. */
export const baselinePath = (root: string, name: string): string =>
  join(root, 'fixtures', 'baselines', `${name}.json`)

/**
 * The committed baseline; null where there is none.
 *
 * @throws Error that names the file where it is not a baseline.
 */
export function readBaseline(path: string): Baseline | null {
  if (!existsSync(path)) return null
  try {
    const parsed = z
      .discriminatedUnion('schema', [Baseline, FirstBaseline])
      .parse(JSON.parse(readFileSync(path, 'utf8')))
    return parsed.schema === 1 ? fromFirst(parsed) : parsed
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause)
    throw new Error(`${path} is not a baseline: ${reason}`, { cause })
  }
}

function fromFirst(baseline: z.infer<typeof FirstBaseline>): Baseline {
  const { version, ...about } = baseline.interpreter
  const suites = Object.entries(baseline.suites).map(
    ([suite, its]) => [suite, { version: its, interpreter: version }] as const,
  )
  return {
    ...baseline,
    schema: 2,
    interpreter: { ...about, deterministic: true },
    suites: Object.fromEntries(suites),
  }
}

/** By name: entry files end in any order. */
const inOrder = <T>(entries: readonly (readonly [string, T])[]) =>
  entries.toSorted(([a], [b]) => (a < b ? -1 : 1))

/** One function a line, so that a change of the baseline reads well in a diff. */
export function writeBaseline(path: string, baseline: Baseline): void {
  const { functions, ...about } = baseline
  const lines = inOrder(Object.entries(functions)).map(
    ([name, outcome]) => `    ${JSON.stringify(name)}: ${JSON.stringify(outcome)}`,
  )
  const head = JSON.stringify(about, null, 2).slice(0, -2)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${head},\n  "functions": {\n${lines.join(',\n')}\n  }\n}\n`)
}

/** The baseline that a run of an interpreter would set. */
export function baselineOf(
  { seed, size, interpreter: configured }: RunSettings,
  records: readonly RunRecord[],
): Baseline {
  const { name, options, model, trials } = configured
  const suites = [...group(records, ({ suite }) => suite.name)].map(([suite, [first]]) => {
    const versions = { version: first!.suite.version, interpreter: first!.interpreter.version }
    return [suite, versions] as const
  })
  const answered = records.filter((record) => record.state === 'interpreted')
  const deterministic = records.every((record) => record.interpreter.deterministic)
  const identity = model?.identity ?? null
  return {
    schema: 2,
    interpreter: { name, options: options ?? null, model: identity, trials, deterministic },
    suites: Object.fromEntries(inOrder(suites)),
    seed,
    size,
    functions: Object.fromEntries(rollup(answered, outcomeOf, functionOf)),
  }
}

/**
 * The scores that are compared, means over the trials: that of the paper protocol, and `solved`.
 * What a judge model says of the same answer may differ from run to run. A trial without a score
 * counts as 0 beside others that have one; where none has one, the function has none.
 */
function outcomeOf(trials: readonly (RunRecord & { state: 'interpreted' })[]): FunctionOutcome {
  const compared = trials.flatMap(({ scores }) =>
    scores.filter(({ protocol }) => protocol === 'paper' || protocol === 'solved'),
  )
  return Object.fromEntries(
    groups(compared, ({ scorer }) => scorer).flatMap(([scorer, entries]) => {
      const values = entries.flatMap(({ score }) => (score.status === 'scored' ? score.value : []))
      return values.length > 0 ? [[scorer, sum(values) / entries.length]] : []
    }),
  )
}
