import { z } from 'zod'
import { BudgetExceeded, openBox } from './black-box.ts'
import {
  type BlackBox,
  type Category,
  type FunctionSpec,
  Interpretation,
  type Interpreter,
  type InterpreterContext,
  type Probes,
  RunRecord,
  type RunSettings,
  type Sandbox,
  type Suite,
  type Truth,
} from './contracts.ts'
import { randomStream } from './random.ts'
import { type Question, scoreAnswer, withoutScores } from './score-answer.ts'
import { timeFunction } from './time-function.ts'

export interface Case<C extends Category> {
  readonly suite: Suite<C>
  readonly spec: FunctionSpec<C>
  readonly interpreter: Interpreter
  readonly settings: RunSettings
  readonly sandbox: Sandbox
  /** Whether the function's execution is timed as well. */
  readonly timed: boolean
}

export interface CaseResult {
  readonly record: RunRecord
  /** What a `failed` record stems from, with its stack. */
  readonly cause: unknown
}

type Failed = RunRecord & { state: 'failed' }

/** The record of a case before anything has happened, for cases that never come to an end. */
export function startRecord<C extends Category>(kase: Case<C>): RunRecord & { state: 'started' } {
  const { suite, spec, interpreter, settings } = kase
  const { name, options, queries } = settings.interpreter
  return {
    schema: 1,
    state: 'started',
    suite: { name: suite.name, version: suite.version },
    interpreter: {
      name,
      version: interpreter.version,
      deterministic: interpreter.deterministic,
      ...(interpreter.label === undefined ? {} : { label: interpreter.label }),
      ...(options === undefined ? {} : { options }),
    },
    functionId: spec.id,
    category: spec.category,
    variant: spec.variant,
    operators: [...spec.operators],
    seed: settings.seed,
    size: settings.size,
    queries: { count: 0, distinct: 0, budget: queries },
    timing: { interpretMs: null, nsPerCall: null },
  }
}

/**
 * Runs an interpreter on one function and scores its answer. A wrong answer is a record like
 * any other; what the interpreter throws, what takes it too long, and what is no interpretation
 * is a `failed` record. Never rejects.
 *
 * @param signal aborts the case when the run is cancelled.
 */
export async function runCase<C extends Category>(
  kase: Case<C>,
  signal: AbortSignal,
): Promise<CaseResult> {
  const start = startRecord(kase)
  try {
    const result = await interpretAndScore(kase, start, signal)
    return { ...result, record: RunRecord.parse(result.record) }
  } catch (cause) {
    const error = { kind: 'harness', message: String(cause) } as const
    return { record: { ...start, state: 'failed', error, scores: [] }, cause }
  }
}

async function interpretAndScore<C extends Category>(
  kase: Case<C>,
  start: RunRecord & { state: 'started' },
  signal: AbortSignal,
): Promise<CaseResult> {
  const { suite, spec, interpreter, settings, sandbox } = kase
  const interpret: Handler<C> | undefined = interpreter.interpret[spec.category]
  if (!interpret) return { record: { ...start, state: 'unsupported' }, cause: null }

  const stream = (purpose: string) => randomStream(settings.seed, spec.id, purpose)
  const truth = suite.build(spec)
  const { queries, timeout } = settings.interpreter
  const { box, meter } = openBox(spec.category, truth, { budget: queries, random: stream('noise') })
  const answer = await within(timeout, signal, (limit) =>
    interpret(box, { random: stream('interpreter'), signal: limit }),
  )

  const probes = suite.probes(spec, truth, stream('probes'))
  const question: Question<C> = { suite, spec, truth, probes }
  const about = {
    ...start,
    queries: { ...start.queries, count: meter.queries, distinct: meter.distinct },
    timing: {
      interpretMs: answer.ms,
      nsPerCall: kase.timed ? timeProbes(truth, probes) : null,
    },
  }
  const failed = (kind: Failed['error']['kind'], cause: unknown): CaseResult => {
    const error = { kind, message: String(cause) }
    const scores = withoutScores(question, `the case failed: ${kind}`)
    return { record: { ...about, state: 'failed', error, scores }, cause }
  }
  if (meter.fault !== undefined) return failed('harness', meter.fault)
  if (answer.status === 'timeout') return failed('timeout', `took longer than ${timeout} ms`)
  if (answer.status === 'threw') {
    const kind = answer.error instanceof BudgetExceeded ? 'budget' : 'interpreter'
    return failed(kind, answer.error)
  }
  const interpretation = Interpretation.safeParse(answer.value)
  if (!interpretation.success)
    return failed('answer', `not an interpretation: ${z.prettifyError(interpretation.error)}`)
  const { code } = interpretation.data
  const scores = code
    ? await scoreAnswer(question, code, sandbox)
    : withoutScores(question, 'the answer has no code')
  return {
    record: { ...about, state: 'interpreted', interpretation: interpretation.data, scores },
    cause: null,
  }
}

type Handler<C extends Category> = (
  box: BlackBox<C>,
  context: InterpreterContext,
) => Promise<Interpretation>

type Outcome<T> = { readonly ms: number } & (
  | { readonly status: 'answered'; readonly value: T }
  | { readonly status: 'threw'; readonly error: unknown }
  | { readonly status: 'timeout' }
)

/** What came of the work; work that is aborted, or goes past its time, is not waited for. */
async function within<T>(
  timeout: number,
  signal: AbortSignal,
  work: (limit: AbortSignal) => Promise<T>,
): Promise<Outcome<T>> {
  const limit = new AbortController()
  const aborted = new Promise<never>((_, reject) => {
    limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true })
  })
  const stop = () => limit.abort(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  const timer = setTimeout(() => limit.abort(), timeout)
  const begin = performance.now()
  const elapsed = () => performance.now() - begin
  try {
    const value = await Promise.race([(async () => work(limit.signal))(), aborted])
    // Work that never waits keeps the timer from firing.
    return elapsed() > timeout
      ? { status: 'timeout', ms: elapsed() }
      : { status: 'answered', value, ms: elapsed() }
  } catch (error) {
    const late = !signal.aborted && elapsed() >= timeout
    return late ? { status: 'timeout', ms: elapsed() } : { status: 'threw', error, ms: elapsed() }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

function timeProbes<C extends Category>(truth: Truth<C>, probes: Probes<C>): number | null {
  const inputs = Object.values(probes).find((set) => set.inputs.length > 0)?.inputs
  return inputs ? timeFunction(truth, inputs) : null
}
