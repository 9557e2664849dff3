import { dirname, relative } from 'node:path'
import { z } from 'zod'
import {
  type AnsweredFunction,
  type Box,
  BudgetExceeded,
  type Category,
  type FindFunction,
  type Interpretation,
  type Interpreter,
  type Json,
  type Picture,
  type ProgramReport,
  type Random,
  type Suite,
  type Tools,
  type Truth,
} from '../contracts.ts'
import { judgeEstimate } from '../llm/judge-description.ts'
import { MalformedAnswer, ModelError } from '../llm/model-error.ts'
import type { ModelSession } from '../llm/open-model.ts'
import { type Models, NO_MODEL } from '../llm/open-models.ts'
import { StoreError } from '../llm/response-store.ts'
import type { DoorRequest, Model } from '../model.ts'
import {
  type Exhibit,
  type Failure,
  functionName,
  RECORD_SCHEMA,
  RecordedAnswer,
  RunRecord,
  SealedRecord,
  type Usage,
} from '../records.ts'
import type { RunSettings } from '../run-settings.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { cut } from '../utils/cut.ts'
import { randomStream } from '../utils/random.ts'
import { tooLarge } from './bounds.ts'
import { handlerOf, versionOn } from './load-interpreter.ts'
import { answering, answeredVersion, openAnswered, waitingOutside } from './answered.ts'
import { type OnExperiment, openMeter } from './meter.ts'
import {
  scoreAnswer,
  scoreDescription,
  type Subject,
  withoutAnswer,
  withoutJudge,
} from './score-answer.ts'
import { answerText, scoreText } from './transcript-text.ts'
import { timeFunction } from './time-function.ts'
import { within } from './within.ts'

export interface Case<C extends Category> {
  readonly suite: Suite<C>
  readonly fn: FindFunction<C>
  /** The number of the interpreter's trial on the function, from 0. */
  readonly trial: number
  readonly interpreter: Interpreter
  readonly settings: RunSettings
  readonly sandbox: Sandbox
  readonly models: Models
  /** Whether the function's execution is timed as well. */
  readonly timed: boolean
  /** Whether people look at the case itself. */
  readonly isShown?: boolean
}

export interface CaseResult {
  readonly record: RunRecord
  /** What a `failed` record stems from, with its stack. */
  readonly cause: unknown
  /** Drawings of the answer, where its category has some. */
  readonly pictures?: readonly Picture[]
  /** Of a case that is shown. */
  readonly exhibit?: Exhibit
}

type Started = RunRecord & { state: 'started' }
type Failed = RunRecord & { state: 'failed' }

/** What is known of a case, in case it comes to no end. */
interface Progress {
  about: Started
  /** What who answers the function was asked so far. */
  asked?: () => Usage
  answer?: RecordedAnswer
  /** The answer of an ideal interpreter, to show once the case is over. */
  ideal?: () => Interpretation
  readonly queries: (readonly [string, string])[]
}

/** Queries of a case that are shown. */
const SHOWN_QUERIES = 200

/** Queries of a box, where neither config nor category say otherwise. */
const QUERIES = 5000

const budgetOf = <C extends Category>({ settings, suite }: Case<C>): number =>
  settings.interpreter.queries ?? suite.category.queries ?? QUERIES

/** The record of a case before anything has happened, for cases that never come to an end. */
export function startRecord<C extends Category>(kase: Case<C>): Started {
  const { suite, fn, trial, interpreter, settings } = kase
  const { name, options, model } = settings.interpreter
  const queries = budgetOf(kase)
  const neurons = answering(suite.category, settings)
  return {
    schema: RECORD_SCHEMA,
    state: 'started',
    suite: { name: suite.name, version: answeredVersion(suite, settings) },
    category: suite.category.name,
    interpreter: {
      name,
      version: versionOn(interpreter, suite.category),
      deterministic: interpreter.deterministic,
      ...(interpreter.label === undefined ? {} : { label: interpreter.label }),
      ...(interpreter.sealed === undefined ? {} : { sealed: interpreter.sealed }),
      ...(options === undefined ? {} : { options }),
      ...(model === null ? {} : { model: model.identity }),
    },
    functionId: fn.id,
    trial,
    variant: fn.variant,
    operators: [...fn.operators],
    seed: settings.seed,
    size: settings.size,
    queries: { count: 0, distinct: 0, experiments: 0, budget: queries },
    usage: null,
    judge: null,
    transcript: null,
    timing: { interpretMs: null, nsPerCall: null },
    ...(neurons && {
      neurons: { backend: neurons.backend, model: neurons.model.identity, usage: null },
    }),
  }
}

/** A started record less what would tell of the function: it lies within an interpreter's reach. */
export const seal = (record: Started): SealedRecord =>
  SealedRecord.strip().parse({ ...record, state: 'sealed' })

/**
 * Runs an interpreter on one function and scores its answer. A wrong answer is a record like
 * any other; what the interpreter throws, what takes it too long, and what is no answer is a
 * `failed` record; where nothing is left to spend on its model it is `refused`. Never rejects,
 * and an answer once given is in the record, whatever happens after it.
 *
 * @param signal aborts the case when the run is cancelled.
 */
export async function runCase<C extends Category>(
  kase: Case<C>,
  signal: AbortSignal,
): Promise<CaseResult> {
  const progress: Progress = { about: startRecord(kase), queries: [] }
  try {
    const result = await interpretAndScore(kase, progress, signal)
    const counted = withAsked(result.record, progress)
    const record = kept(RunRecord, counted, `suite ${kase.suite.name}: a scorer gave`)
    return { ...result, record, ...exhibitOf(kase, progress, result.pictures ?? []) }
  } catch (cause) {
    const error = { kind: 'harness', message: cut(String(cause)) } as const
    return { record: withAsked(failure(progress, error), progress), cause }
  } finally {
    // Others may wait for it.
    kase.models.neurons?.end(askingOf(kase))
    kase.models.interpreter?.end(askingOf(kase))
    kase.models.judge?.end(askingOf(kase))
  }
}

function exhibitOf<C extends Category>(
  { isShown }: Case<C>,
  { ideal, queries }: Progress,
  pictures: readonly Picture[],
): Pick<CaseResult, 'exhibit'> {
  if (!isShown || ideal === undefined) return {}
  const truth = RecordedAnswer.parse(ideal())
  return { exhibit: { truth, queries, charts: pictures.flatMap(({ text }) => text ?? []) } }
}

/** What the models know a case by. */
const askingOf = <C extends Category>({ suite, fn, trial, settings }: Case<C>) => ({
  caseId: `${settings.seed}/${functionName(suite.name, fn.id)}`,
  trial,
})

/** @throws Error in one line where `value` is nothing that a record can hold. */
function kept<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const reason = z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, ' ')
  throw new Error(`${what} what no record can hold: ${reason}`)
}

/** The record of a case that failed, with the answer where one was given. */
function failure({ about, answer }: Progress, error: Failed['error']): Failed {
  const given = answer === undefined ? {} : { interpretation: answer }
  return { ...about, state: 'failed', error, ...given, scores: [] }
}

/** The record with what its function cost, whatever became of the case. */
const withAsked = (record: RunRecord, { asked }: Progress): RunRecord =>
  asked && record.neurons ? { ...record, neurons: { ...record.neurons, usage: asked() } } : record

async function interpretAndScore<C extends Category>(
  kase: Case<C>,
  progress: Progress,
  signal: AbortSignal,
): Promise<CaseResult> {
  const start = progress.about
  const { suite, trial, interpreter, settings, models } = kase
  const { category } = suite
  const name = functionName(suite.name, kase.fn.id)
  const interpret = handlerOf(interpreter, category)
  if (!interpret) throw new Error(`${settings.interpreter.name} has no handler of ${category.name}`)

  const stream = streams(settings.seed, suite.name, kase.fn, trial)
  const asking = askingOf(kase)
  const answered = openAnswered(kase, { ...asking, signal })
  if (answered) progress.asked = answered.usage
  if (answered && !(await models.neurons?.admit(asking, null)))
    return { record: { ...start, state: 'refused', scores: [] }, cause: null }
  const fn: AnsweredFunction<C> = answered?.fn ?? kase.fn
  if (kase.isShown) progress.ideal = () => fn.ideal()
  const truth = fn.truth()
  const probed = await probesOf(kase, truth, stream.ofFunction('probes'))
  const subject: Subject<C> = { suite, fn, truth, probed }
  const estimate = interpreter.estimate?.(category) ?? null
  if (models.interpreter && !(await models.interpreter.admit(asking, estimate))) {
    const scores = await withoutScores(subject, 'budget')
    return { record: { ...start, state: 'refused', scores }, cause: null }
  }

  const transcript = models.transcript(name, trial)
  const session = { ...asking, transcript }
  const { timeout } = settings.interpreter
  const queries = budgetOf(kase)
  const noted: OnExperiment = (inputs, outputs) => {
    transcript?.experiment(inputs, outputs)
    if (kase.isShown) note(progress.queries, inputs, outputs)
  }
  const { meter, counts } = openMeter(queries, transcript || kase.isShown ? noted : undefined)
  const run: Tools['run'] = (code, inputs) => kase.sandbox.run(code, inputs)
  let asked: ModelSession | undefined
  let program: ProgramReport | undefined
  let box: Box<C> | undefined
  const answer = await within(timeout, signal, (limit, outside) => {
    asked = models.interpreter?.session({ ...session, signal: limit })
    const own = asked?.model ?? NO_MODEL
    box = category.open(truth, answered ? waitingOutside(meter, outside) : meter, stream.ofNoise())
    const model: Model = { respond: (request) => outside(() => own.respond(request)) }
    const door = asked?.door
    return interpret(box, {
      random: stream.ofInterpreter(),
      signal: limit,
      model,
      run,
      ...(door && {
        door: { ...door, ask: (request: DoorRequest) => outside(() => door.ask(request)) },
      }),
      report: (known) => (program = { ...program, ...known }),
    })
  })
  models.interpreter?.end(asking)

  const about: Started = {
    ...start,
    queries: {
      count: counts.queries,
      distinct: counts.distinct,
      experiments: counts.experiments,
      budget: queries,
    },
    usage: asked?.usage() ?? null,
    ...(program && { program }),
    transcript: transcript ? relative(dirname(settings.folder), transcript.path) : null,
    timing: { interpretMs: answer.ms, nsPerCall: null },
  }
  progress.about = about
  const failed = async (kind: Failure, cause: unknown, raw?: string): Promise<CaseResult> => {
    const written = raw === undefined ? {} : { raw: cut(raw) }
    const error = { kind, message: cut(String(cause)), ...written }
    transcript?.note('Failed', `${kind}: ${error.message}`)
    const scores = await withoutScores(subject, `the case failed: ${kind}`)
    return { record: { ...failure(progress, error), scores }, cause }
  }
  // It may have been paid for: it is kept whatever else went wrong.
  const parsed = category.answer.safeParse(answer.status === 'answered' ? answer.value : undefined)
  let excess: string | null = null
  if (parsed.success) {
    const whose = `suite ${suite.name}: its category ${category.name} takes for an answer`
    const given = kept(RecordedAnswer, parsed.data, whose)
    excess = tooLarge(given)
    if (excess === null) {
      progress.answer = given
      transcript?.note('Answer', answerText(parsed.data))
    }
  }
  if (counts.fault !== undefined) return failed('harness', counts.fault)
  if (answer.status === 'timeout') {
    const last = answer.last === null ? '' : `: ${answer.last}`
    return failed('timeout', `took longer than ${timeout} ms${last}`)
  }
  if (answer.status === 'threw') {
    const { error } = answer
    return failed(kindOf(error), error, error instanceof MalformedAnswer ? error.raw : undefined)
  }
  if (!parsed.success)
    return failed('answer', `no answer of ${category.name}: ${z.prettifyError(parsed.error)}`)

  if (excess !== null) return failed('answer', excess)
  if (kase.timed && !answered) {
    const random = randomStream(0, 'timing')
    const nsPerCall = await timeFunction(category.hotPath(truth, probed, random))
    about.timing = { ...about.timing, nsPerCall }
  }
  const random = stream.ofFunction('order')
  const own = await scoreAnswer(
    { ...subject, ...(box && { box }) },
    parsed.data,
    { run, random },
    kase.isShown ?? false,
  )
  const isJudged = await models.judge?.admit(asking, judgeEstimate(suite.unitTests.length))
  const judge = isJudged ? models.judge?.session({ ...session, signal }) : undefined
  const scores = [
    ...own.scores,
    ...(judge
      ? await scoreDescription(subject, parsed.data, judge.model, stream.ofFunction)
      : withoutJudge(subject, models.judge ? 'budget' : 'no judge model is configured')),
  ]
  transcript?.note('Scores', scores.map(({ scorer, score }) => scoreText(scorer, score)).join('\n'))
  return {
    record: {
      ...about,
      state: 'interpreted',
      judge: judge?.usage() ?? null,
      interpretation: progress.answer!,
      scores,
    },
    cause: null,
    pictures: own.pictures,
  }
}

/** @throws Error that names the function, where there is nothing that an answer could be held to. */
async function probesOf<C extends Category>(
  { suite, fn }: Case<C>,
  truth: Truth<C>,
  random: Random,
) {
  try {
    return await suite.category.probe(truth, random)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`suite ${suite.name}: ${fn.id}: ${reason}`, { cause })
  }
}

/**
 * A function is judged at the same points in every trial, and draws its noise anew in each. The
 * noise is named by all that the function is made of, so that who knows less cannot draw it too;
 * the interpreter's own stream by seed and trial alone, so that it tells nothing of the function.
 */
const streams = <C extends Category>(
  seed: number,
  suite: string,
  { id, params }: FindFunction<C>,
  trial: number,
) => ({
  ofFunction: (purpose: string) => randomStream(seed, functionName(suite, id), purpose),
  ofNoise: () => randomStream(seed, 'noise', suite, JSON.stringify(params), trial),
  ofInterpreter: () => randomStream(seed, 'interpreter', trial),
})

const withoutScores = async <C extends Category>(subject: Subject<C>, reason: string) => [
  ...(await withoutAnswer(subject, reason)),
  ...withoutJudge(subject, reason),
]

function kindOf(error: unknown): Failure {
  if (error instanceof BudgetExceeded) return 'budget'
  if (error instanceof StoreError) return 'harness'
  if (error instanceof MalformedAnswer) return 'answer'
  return error instanceof ModelError ? 'model' : 'interpreter'
}

/** Keeps the first queries, as people read them. */
function note(queries: Progress['queries'], inputs: readonly Json[], outputs: readonly string[]) {
  const room = SHOWN_QUERIES - queries.length
  for (const [i, input] of inputs.slice(0, room).entries())
    queries.push([cut(JSON.stringify(input), 200), cut(outputs[i]!, 200)])
}
