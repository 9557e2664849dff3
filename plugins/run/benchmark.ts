import process from 'node:process'
import { afterAll, beforeAll, describe, inject, test } from 'vitest'
import type { Category, InterpreterFactory, Suite } from '../contracts.ts'
import { judgeEstimate } from '../llm/judge-description.ts'
import { type Models, NO_MODELS, openModels } from '../llm/open-models.ts'
import { type Failure, functionName, type Plan, type RunRecord } from '../records.ts'
import type { RunSettings } from '../run-settings.ts'
import { codeSandbox } from '../sandbox/sandbox.ts'
import { cut } from '../utils/cut.ts'
import { visible } from '../utils/visible.ts'
import { annotateCase } from './annotate-case.ts'
import { answering } from './answered.ts'
import { CaseFailure, framesOf, ofHarness } from './case-failure.ts'
import { checkSuite } from './check-suite.ts'
import { countTrials } from './count-trials.ts'
import { listCases } from './list-cases.ts'
import { handlerOf, loadInterpreter } from './load-interpreter.ts'
import { type Case, type CaseResult, runCase, seal, startRecord } from './run-case.ts'
import { selectFunctions } from './select-functions.ts'
import { tagOf } from '../utils/tag-of.ts'

const sandbox = codeSandbox()

/** Milliseconds for answers of models to get to the disk, where another process locks the file. */
const SETTLING = 60_000

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
 * run, and for each trial: named by suite and function, tagged with category, variant and
 * operators. None where the interpreter does not take the category on. An entry file
 * (`*.find.ts`) is a call of this.
 *
 * @param factory the default export of `#interpreter`, which each project maps to its own.
 * @throws Error where the suite cannot be run, that says why.
 */
export function benchmark<C extends Category>(
  suite: Suite<C>,
  variant: string,
  factory: InterpreterFactory,
): void {
  process.removeListener('SIGINT', leaveToMain).on('SIGINT', leaveToMain)
  const settings = inject('find')
  checkSuite(suite, variant)
  // The reason was told before any entry was loaded.
  if (inject('findFault')) return
  const interpreter = loadInterpreter(factory, settings.interpreter)
  if (!handlerOf(interpreter, suite.category)) return
  const functions = selectFunctions(
    suite.functions(settings.seed),
    settings.size,
    suite.isMini,
  ).filter((fn) => fn.variant === variant)
  // A small size may leave a variant empty, which Vitest would take for a mistake.
  if (functions.length === 0) return
  const { trials, concurrency } = settings.interpreter
  const models = settings.dryRun ? NO_MODELS : modelsFor(settings, inject('findFolder'))
  const onPage = inject('findPage')
  describe(suite.name, { concurrent: (concurrency ?? 1) > 1 }, () => {
    sealTags()
    const functionOf = new Map<string, string>()
    const running = countTrials(functionOf)
    afterAll(() => models.settled(), SETTLING)
    for (const { fn, trial, timed } of listCases(functions, trials)) {
      const tags = [...new Set([suite.category.name, variant, ...fn.operators].map(tagOf))]
      const id = functionName(suite.name, fn.id)
      const name = trials === 1 ? id : `${id} trial ${trial + 1}`
      functionOf.set(name, id)
      const about = { suite, fn, trial, interpreter, settings, sandbox, models, timed }
      test(name, { tags, retry: 0, repeats: 0 }, async ({ task, signal, skip, annotate }) => {
        if (settings.dryRun) {
          task.meta.findPlan = planOf(about)
          skip('dry run')
        }
        const kase = { ...about, isShown: onPage || running.areFew() }
        const started = startRecord(kase)
        // While the interpreter works, nothing within its reach tells more than that it started.
        task.meta.find = seal(started)
        const result = await runCase(kase, signal)
        task.meta.find = started
        // A cancelled case has come to no end: its record says no more than that it started.
        if (signal.aborted) return
        task.meta.find = result.record
        if (running.end(name) && result.exhibit) {
          task.meta.findExhibit = result.exhibit
          // Elsewhere they would stand between the lines of others' reporters.
          if (onPage) await annotateCase(result, result.exhibit, annotate)
        }
        if (result.record.state === 'refused') skip('the budget of its model is spent')
        assertOutcome(result, settings.assert)
      })
    }
  })
}

/**
 * Takes the tags off the tests of a group while they run: they tell variant and operators.
 * Selection by tags is over by then, and the main process has its own copy.
 */
function sealTags(): void {
  const tags = new Map<Tagged, string[] | undefined>()
  // oxlint-disable-next-line no-empty-pattern -- Vitest reads the names of fixtures from it: there are none
  beforeAll(({}, group) => {
    for (const task of group.tasks as readonly Tagged[]) {
      tags.set(task, task.tags)
      task.tags = []
    }
  })
  afterAll(() => {
    for (const [task, own] of tags) if (own) task.tags = own
  })
}

interface Tagged {
  tags?: string[]
}

/** What a case is likely to ask of models. */
function planOf<C extends Category>({
  suite,
  interpreter,
  settings,
}: Pick<Case<C>, 'suite' | 'interpreter' | 'settings'>): Plan {
  return {
    interpreter: settings.interpreter.name,
    suite: suite.name,
    model: settings.interpreter.model && (interpreter.estimate?.(suite.category) ?? null),
    judge: settings.judge && judgeEstimate(suite.unitTests.length),
    answered: answering(suite.category, settings) !== null,
  }
}

/**
 * A wrong answer is data: only a case that failed fails its test, unless `assert` asks for more.
 *
 * @throws CaseFailure whose message shows where the answer went wrong.
 */
function assertOutcome({ record, cause }: CaseResult, assert: 'solved' | null): void {
  if (record.state === 'failed') throw failure(record, cause)
  if (assert === null || record.state !== 'interpreted') return
  const { score } = record.scores.find(({ protocol }) => protocol === 'solved')!
  if (score.status === 'inapplicable' || (score.status === 'scored' && score.value === 1)) return
  throw new CaseFailure('not solved', visible(explain(record)))
}

function failure({ error, transcript }: RunRecord & { state: 'failed' }, cause: unknown) {
  const lines = [error.message, ...(transcript ? [`  transcript: ${transcript}`] : [])]
  return new CaseFailure(
    `${error.kind} failure`,
    visible(lines.join('\n')),
    tracedFrames(error.kind, cause).map((frame) => visible(cut(frame, 1000))),
  )
}

/** Frames are of use where the interpreter or the harness threw, not where a model erred. */
function tracedFrames(kind: Failure, cause: unknown): string[] {
  if (!(cause instanceof Error)) return []
  if (kind === 'harness') return framesOf(cause)
  return ['interpreter', 'budget'].includes(kind)
    ? framesOf(cause).filter((frame) => !ofHarness(frame))
    : []
}

function explain({
  suite,
  functionId,
  scores,
  interpretation,
  transcript,
}: RunRecord & { state: 'interpreted' }) {
  const lines = scores.flatMap(({ scorer, protocol, score }) => {
    if (protocol === 'solved' || score.status === 'inapplicable') return []
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
    functionName(suite.name, functionId),
    ...lines,
    `  answered: ${cut(interpretation.description)}`,
    ...(interpretation.domain ? [`  domain: ${cut(interpretation.domain)}`] : []),
    ...(transcript ? [`  transcript: ${transcript}`] : []),
  ].join('\n')
}
