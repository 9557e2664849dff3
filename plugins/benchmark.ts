import process from 'node:process'
import { ascending } from 'd3-array'
import { describe, inject, test } from 'vitest'
import type { Category, FunctionSpec, InterpreterFactory, RunRecord, Suite } from './contracts.ts'
import { loadInterpreter } from './load-interpreter.ts'
import { type CaseResult, runCase, startRecord } from './run-case.ts'
import { workerSandbox } from './sandbox/worker-sandbox.ts'
import { selectSpecs } from './select-specs.ts'

const sandbox = workerSandbox()

// Ctrl-C reaches every process of the terminal. The main one cancels the run and lets workers
// end their case; a worker that died at once would take its file's records along.
process.on('SIGINT', () => undefined)

/**
 * Generates one Vitest test for each function of a suite's variant, at the size and seed of the
 * run: named by the function's id, tagged with category, variant and operators. An entry file
 * (`*.find.ts`) is a call of this.
 *
 * @param factory the default export of `#interpreter`, which each project maps to its own.
 */
export function benchmark<C extends Category>(
  suite: Suite<C>,
  variant: string,
  factory: InterpreterFactory,
): void {
  const settings = inject('find')
  const interpreter = loadInterpreter(factory, settings.interpreter)
  const specs = selectSpecs(suite.specs(settings.seed), settings.size).filter(
    (spec) => spec.variant === variant,
  )
  const timed = timedSample(specs)
  // A small size may leave a variant empty, which Vitest would take for a mistake.
  if (specs.length === 0) return
  describe(`${suite.name} ${variant}`, { concurrent: settings.interpreter.concurrency > 1 }, () => {
    for (const spec of specs) {
      const tags = [...new Set([spec.category, spec.variant, ...spec.operators])]
      const kase = { suite, spec, interpreter, settings, sandbox, timed: timed.has(spec) }
      test(spec.id, { tags, retry: 0, repeats: 0 }, async ({ task, signal, skip }) => {
        task.meta.find = startRecord(kase)
        const result = await runCase(kase, signal)
        // A cancelled case has come to no end: its record says no more than that it started.
        if (signal.aborted) return
        task.meta.find = result.record
        if (result.record.state === 'unsupported')
          skip(`${settings.interpreter.name} does not interpret ${spec.category}`)
        assertOutcome(result, settings.assert)
      })
    }
  })
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
    throw new Error(`${record.error.kind} failure: ${record.error.message}`, { cause })
  if (assert === null || record.state !== 'interpreted') return
  const { score } = record.scores.find(({ scorer }) => scorer === 'solved')!
  if (score.status === 'inapplicable' || (score.status === 'scored' && score.value === 1)) return
  throw new Error(explain(record))
}

function explain({ functionId, scores, interpretation }: RunRecord & { state: 'interpreted' }) {
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
  ].join('\n')
}
