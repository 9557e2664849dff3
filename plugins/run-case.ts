import { z } from 'zod'
import { BudgetExceeded, openBox } from './black-box.ts'
import {
  type AnsweredSet,
  type BlackBox,
  type RunSettings,
  type Category,
  type Code,
  type Evaluation,
  type FunctionSpec,
  type Input,
  type Inputs,
  Interpretation,
  type Interpreter,
  type InterpreterContext,
  type Output,
  type Probes,
  type RunRecord,
  type Sandbox,
  type Score,
  type ScoreEntry,
  type Scorer,
  type Suite,
  type Truth,
} from './contracts.ts'
import { randomStream } from './random.ts'
import { solved } from './scorers/solved.ts'
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

type Failure = (RunRecord & { state: 'failed' })['error']

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
    queries: { count: 0, distinct: 0, budget: queries },
    timing: { interpretMs: null, nsPerCall: null },
  }
}

/**
 * Runs an interpreter on one function and scores its answer. A wrong answer is a record like
 * any other; what the interpreter throws, and what is no interpretation, is a `failed` record.
 * Never rejects.
 */
export async function runCase<C extends Category>(
  kase: Case<C>,
  signal: AbortSignal,
): Promise<CaseResult> {
  const start = startRecord(kase)
  try {
    return await interpretAndScore(kase, start, signal)
  } catch (error) {
    return failed(start, 'harness', error)
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
  const { box, meter } = openBox(spec.category, truth, {
    budget: settings.interpreter.queries,
    random: stream('noise'),
  })
  const begin = performance.now()
  const answer = await settle(
    async () => interpret(box, { random: stream('interpreter'), signal }),
    signal,
  )
  const interpretMs = performance.now() - begin

  const probes = suite.probes(spec, truth, stream('probes'))
  const about = {
    ...start,
    queries: { ...start.queries, count: meter.queries, distinct: meter.distinct },
    timing: { interpretMs, nsPerCall: kase.timed ? timeProbes(truth, probes) : null },
  }
  if (meter.fault !== undefined) return failed(about, 'harness', meter.fault)
  if ('error' in answer) {
    const kind = answer.error instanceof BudgetExceeded ? 'budget' : 'interpreter'
    return failed(about, kind, answer.error)
  }
  const interpretation = Interpretation.safeParse(answer.value)
  if (!interpretation.success) {
    return failed(
      about,
      'answer',
      `not an interpretation: ${z.prettifyError(interpretation.error)}`,
    )
  }
  const scores = await scoreAnswer(suite, spec, truth, probes, interpretation.data.code, sandbox)
  return {
    record: { ...about, state: 'interpreted', interpretation: interpretation.data, scores },
    cause: null,
  }
}

type Handler<C extends Category> = (
  box: BlackBox<C>,
  context: InterpreterContext,
) => Promise<Interpretation>

/** What came of the work; as soon as the case is aborted, that. */
async function settle<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<{ value: T } | { error: unknown }> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  try {
    return { value: await Promise.race([work(), aborted]) }
  } catch (error) {
    return { error }
  }
}

function failed(start: RunRecord, kind: Failure['kind'], cause: unknown): CaseResult {
  return { record: { ...start, state: 'failed', error: { kind, message: String(cause) } }, cause }
}

function timeProbes<C extends Category>(truth: Truth<C>, probes: Probes<C>): number | null {
  const inputs = Object.values(probes).find((set) => set.inputs.length > 0)?.inputs
  return inputs ? timeFunction(truth, inputs) : null
}

/** All scores of an answer, `solved` last. Code is run once, on all probes together. */
async function scoreAnswer<C extends Category>(
  suite: Suite<C>,
  spec: FunctionSpec<C>,
  truth: Truth<C>,
  probes: Probes<C>,
  code: Code | null,
  sandbox: Sandbox,
): Promise<ScoreEntry[]> {
  const scorers = suite.scorers.filter((scorer) => scorer.score[spec.category])
  const judged = code && judge(probes, await evaluateProbes(spec.category, code, probes, sandbox))
  const entries = scorers.map((scorer): ScoreEntry => {
    const score = (answered: Answered<C>, of: Code): Score =>
      scorerOf(scorer, spec.category)({ spec, truthCode: truth.code, code: of, ...answered })
    return {
      scorer: scorer.name,
      protocol: scorer.protocol,
      score:
        code && judged
          ? withProblem(score({ sets: judged.sets }, code), judged.problem)
          : { status: 'unscored', reason: 'the answer has no code' },
      ceiling:
        scorer.protocol === 'paper' ? ceiling(score({ sets: ideal(probes) }, truth.code)) : null,
    }
  })
  const strict = entries.filter(({ protocol }) => protocol === 'strict')
  const verdict = solved(new Map(strict.map(({ scorer, score }) => [scorer, score])))
  return [...entries, { scorer: 'solved', protocol: 'strict', score: verdict, ceiling: null }]
}

interface Answered<C extends Category> {
  readonly sets: Readonly<Record<string, AnsweredSet<C>>>
}

function scorerOf<C extends Category>(scorer: Scorer, category: C) {
  const score = scorer.score[category]
  if (!score) throw new Error(`scorer ${scorer.name} has no handler for ${category}`)
  return score
}

/** The answer's outputs on every probe set, in the order of the sets. */
async function evaluateProbes<C extends Category>(
  category: C,
  code: Code,
  probes: Probes<C>,
  sandbox: Sandbox,
): Promise<Evaluation<C>> {
  const all = Object.values(probes).flatMap(({ inputs }) =>
    Array.from(inputs as Iterable<Input<C>>),
  )
  const inputs = (category === 'numeric' ? Float64Array.from(all as number[]) : all) as Inputs<C>
  return sandbox.evaluate(category, code, inputs)
}

function judge<C extends Category>(
  probes: Probes<C>,
  evaluation: Evaluation<C>,
): Answered<C> & { problem: string | null } {
  let next = 0
  const broken = evaluation.status === 'broken'
  const sets = mapValues(probes, (set) => {
    const end = next + set.inputs.length
    const got = broken ? nothing<C>(set.inputs.length) : evaluation.got.slice(next, end)
    next = end
    return { ...set, got }
  })
  return { sets, problem: broken ? evaluation.reason : null }
}

const nothing = <C extends Category>(length: number): (Output<C> | null)[] =>
  Array.from({ length }, () => null)

function ideal<C extends Category>(probes: Probes<C>): Readonly<Record<string, AnsweredSet<C>>> {
  return mapValues(probes, (set) => ({
    ...set,
    got: Array.from(set.truth as Iterable<Output<C>>),
  }))
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

const withProblem = (score: Score, problem: string | null): Score =>
  problem !== null && score.status === 'scored'
    ? { ...score, detail: `code ${problem}; ${score.detail}` }
    : score

const ceiling = (score: Score) => (score.status === 'scored' ? score.value : null)
