import process from 'node:process'
import { ascending, cross, range } from 'd3-array'
import { describe, inject, test } from 'vitest'
import type {
  Category,
  FunctionSpec,
  InterpreterFactory,
  Plan,
  RunRecord,
  RunSettings,
  Suite,
} from '../contracts.ts'
import { judgeEstimate } from '../llm/judge-description.ts'
import { type Models, NO_MODELS, openModels } from '../llm/open-models.ts'
import { loadInterpreter } from './load-interpreter.ts'
import { type Case, type CaseResult, runCase, startRecord } from './run-case.ts'
import { codeSandbox } from '../sandbox/sandbox.ts'
import { selectSpecs } from './select-specs.ts'
import { visible } from '../utils/visible.ts'

const sandbox = codeSandbox()

// Ctrl-C reaches every process of the terminal. The main one cancels the run and lets workers
// end their case; a worker that died at once would take its file's records along.
const leaveToMain = () => undefined

/** Clients adapt to their server: the entries of a run share them. */
const modelsOfRun = new Map<string, Models>()

function modelsFor(settings: RunSettings, runFolder: string): Models {
  const key = JSON.stringify([settings, runFolder])
  const models = modelsOfRun.get(key) ?? openModels(settings, runFolder)
  modelsOfRun.set(key, models)
  return models
}

/**
 * Generates one Vitest test for each function of a suite's variant, at the size and seed of the
 * run, and for each trial: named by the function's id, tagged with category, variant and
 * operators. An entry file (`*.find.ts`) is a call of this.
 *
 * @param factory the default export of `#interpreter`, which each project maps to its own.
 */
export function benchmark<C extends Category>(
  suite: Suite<C>,
  variant: string,
  factory: InterpreterFactory,
): void {
  process.removeListener('SIGINT', leaveToMain).on('SIGINT', leaveToMain)
  const settings = inject('find')
  const interpreter = loadInterpreter(factory, settings.interpreter)
  const specs = selectSpecs(suite.specs(settings.seed), settings.size).filter(
    (spec) => spec.variant === variant,
  )
  const timed = timedSample(specs)
  // A small size may leave a variant empty, which Vitest would take for a mistake.
  if (specs.length === 0) return
  const { trials, concurrency } = settings.interpreter
  const models = settings.dryRun ? NO_MODELS : modelsFor(settings, inject('findFolder'))
  describe(`${suite.name} ${variant}`, { concurrent: (concurrency ?? 1) > 1 }, () => {
    for (const [spec, trial] of cross(specs, range(trials))) {
      const tags = [...new Set([spec.category, spec.variant, ...spec.operators])]
      const name = trials === 1 ? spec.id : `${spec.id} trial ${trial + 1}`
      const about = { suite, spec, trial, interpreter, settings, sandbox, models }
      const kase = { ...about, timed: trial === 0 && timed.has(spec) }
      test(name, { tags, retry: 0, repeats: 0 }, async ({ task, signal, skip }) => {
        if (settings.dryRun) {
          task.meta.findPlan = planOf(kase)
          skip('dry run')
        }
        task.meta.find = startRecord(kase)
        const result = await runCase(kase, signal)
        // A cancelled case has come to no end: its record says no more than that it started.
        if (signal.aborted) return
        task.meta.find = result.record
        if (result.record.state === 'unsupported')
          skip(`${settings.interpreter.name} does not interpret ${spec.category}`)
        if (result.record.state === 'refused') skip('the budget of its model is spent')
        assertOutcome(result, settings.assert)
      })
    }
  })
}

/** What a case is likely to ask of models. */
function planOf<C extends Category>({ suite, interpreter, settings }: Case<C>): Plan {
  const { category } = suite
  return {
    interpreter: settings.interpreter.name,
    category,
    supported: interpreter.interpret[category] !== undefined,
    model: settings.interpreter.model && (interpreter.estimate?.(category) ?? null),
    judge: settings.judge && judgeEstimate(suite.unitTests.length),
  }
}

const MOST_TIMED = 24

/**
 * The functions whose execution is timed: a tenth, and not more than 24 of an entry, taken at
 * equal distances in the order of their operators.
 */
function timedSample<S extends FunctionSpec>(specs: readonly S[]): ReadonlySet<S> {
  const ordered = specs.toSorted((a, b) => ascending(a.operators.join(), b.operators.join()))
  const count = Math.min(MOST_TIMED, Math.ceil(specs.length / 10))
  const step = specs.length / count
  return new Set(Array.from({ length: count }, (_, i) => ordered[Math.floor((i + 0.5) * step)]!))
}

/**
 * A wrong answer is data: only a case that failed fails its test, unless `assert` asks for more.
 *
 * @throws Error whose message shows where the answer went wrong.
 */
function assertOutcome({ record, cause }: CaseResult, assert: 'solved' | null): void {
  if (record.state === 'failed')
    throw new Error(visible(failure(record)), {
      // The stack is of use where the interpreter or the harness threw, not where a model erred.
      cause: TRACED.has(record.error.kind) ? printable(cause) : undefined,
    })
  if (assert === null || record.state !== 'interpreted') return
  const { score } = record.scores.find(({ scorer }) => scorer === 'solved')!
  if (score.status === 'inapplicable' || (score.status === 'scored' && score.value === 1)) return
  throw new Error(visible(explain(record)))
}

const TRACED: ReadonlySet<string> = new Set(['interpreter', 'budget', 'harness'])

const failure = ({ error, transcript }: RunRecord & { state: 'failed' }) =>
  `${error.kind} failure: ${error.message}${transcript ? `\n  transcript: ${transcript}` : ''}`

/** An error that the terminal shows with its stack: its message may be of a model. */
function printable(cause: unknown): unknown {
  if (!(cause instanceof Error)) return visible(String(cause))
  const shown = new Error(visible(cause.message))
  shown.name = cause.name
  shown.stack = visible(cause.stack ?? '')
  return shown
}

function explain({
  functionId,
  scores,
  interpretation,
  transcript,
}: RunRecord & { state: 'interpreted' }) {
  const lines = scores.flatMap(({ scorer, protocol, score }) => {
    if (scorer === 'solved' || score.status === 'inapplicable') return []
    if (score.status === 'unscored')
      return protocol === 'strict' ? [`  ${scorer}: unscored, ${score.reason}`] : []
    if (score.value === 1) return [`  ${scorer}: right (${score.detail})`]
    const where = score.counterexample
    return [
      `  ${scorer} (${protocol}): WRONG, ${score.detail}`,
      ...(where
        ? [
            `    input    ${JSON.stringify(where.input)}`,
            `    expected ${JSON.stringify(where.expected)}`,
            `    got      ${where.got === null ? 'no valid output' : JSON.stringify(where.got)}`,
          ]
        : []),
    ]
  })
  return [
    `${functionId} is not solved`,
    ...lines,
    `  answered: ${interpretation.description}`,
    ...(interpretation.domain ? [`  domain: ${interpretation.domain}`] : []),
    ...(transcript ? [`  transcript: ${transcript}`] : []),
  ].join('\n')
}
