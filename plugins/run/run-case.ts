import { dirname, relative } from 'node:path'
import { z } from 'zod'
import { BudgetExceeded } from '../utils/box-errors.ts'
import { openBox } from './black-box.ts'
import {
  type Category,
  type FunctionSpec,
  type Interpret,
  Interpretation,
  type Interpreter,
  type Model,
  type Probes,
  RunRecord,
  type RunSettings,
  type Sandbox,
  type Score,
  type Suite,
  type Truth,
} from '../contracts.ts'
import { MalformedAnswer, ModelError } from '../llm/model-error.ts'
import { NO_MODEL } from '../llm/no-model.ts'
import type { ModelSession } from '../llm/open-model.ts'
import { StoreError } from '../llm/response-store.ts'
import type { Models } from '../llm/open-models.ts'
import { randomStream } from '../utils/random.ts'
import {
  scoreAnswer,
  scoreDescription,
  type Subject,
  withoutCode,
  withoutJudge,
} from './score-answer.ts'
import { timeFunction } from './time-function.ts'
import { within } from './within.ts'

export interface Case<C extends Category> {
  readonly suite: Suite<C>
  readonly spec: FunctionSpec<C>
  /** From 0: which of the interpreter's trials on the function. */
  readonly trial: number
  readonly interpreter: Interpreter
  readonly settings: RunSettings
  readonly sandbox: Sandbox
  readonly models: Models
  /** Whether the function's execution is timed as well. */
  readonly timed: boolean
}

export interface CaseResult {
  readonly record: RunRecord
  /** What a `failed` record stems from, with its stack. */
  readonly cause: unknown
}

type Started = RunRecord & { state: 'started' }
type Failed = RunRecord & { state: 'failed' }

/** The record of a case before anything has happened, for cases that never come to an end. */
export function startRecord<C extends Category>(kase: Case<C>): Started {
  const { suite, spec, trial, interpreter, settings } = kase
  const { name, options, queries, model } = settings.interpreter
  return {
    schema: 2,
    state: 'started',
    suite: { name: suite.name, version: suite.version },
    interpreter: {
      name,
      version: interpreter.version,
      deterministic: interpreter.deterministic,
      ...(interpreter.label === undefined ? {} : { label: interpreter.label }),
      ...(options === undefined ? {} : { options }),
      ...(model === null ? {} : { model: model.identity }),
    },
    functionId: spec.id,
    trial,
    category: spec.category,
    variant: spec.variant,
    operators: [...spec.operators],
    seed: settings.seed,
    size: settings.size,
    queries: { count: 0, distinct: 0, experiments: 0, budget: queries },
    usage: null,
    judge: null,
    transcript: null,
    timing: { interpretMs: null, nsPerCall: null },
  }
}

/**
 * Runs an interpreter on one function and scores its answer. A wrong answer is a record like
 * any other; what the interpreter throws, what takes it too long, and what is no interpretation
 * is a `failed` record; where nothing is left to spend on its model it is `refused`. Never
 * rejects.
 *
 * @param signal aborts the case when the run is cancelled.
 */
export async function runCase<C extends Category>(
  kase: Case<C>,
  signal: AbortSignal,
): Promise<CaseResult> {
  const progress = { about: startRecord(kase) }
  try {
    const result = await interpretAndScore(kase, progress, signal)
    return { ...result, record: RunRecord.parse(result.record) }
  } catch (cause) {
    const error = { kind: 'harness', message: String(cause) } as const
    return { record: { ...progress.about, state: 'failed', error, scores: [] }, cause }
  }
}

/** @param progress is told what is known of the case, in case it comes to no end. */
async function interpretAndScore<C extends Category>(
  kase: Case<C>,
  progress: { about: Started },
  signal: AbortSignal,
): Promise<CaseResult> {
  const start = progress.about
  const { suite, spec, trial, interpreter, settings, models } = kase
  const interpret: Interpret<C> | undefined = interpreter.interpret[spec.category]
  if (!interpret) return { record: { ...start, state: 'unsupported' }, cause: null }

  const stream = streams(settings.seed, spec.id, trial)
  const truth = suite.build(spec)
  const probes = suite.probes(spec, truth, stream.ofFunction('probes'))
  const subject: Subject<C> = { suite, spec, truth, probes }
  if (models.interpreter && !models.interpreter.affordable()) {
    const scores = withoutScores(subject, 'budget')
    return { record: { ...start, state: 'refused', scores }, cause: null }
  }

  const transcript = models.transcript(spec.id, trial)
  const session = { caseId: `${settings.seed}/${spec.id}`, trial, transcript }
  const { queries, timeout } = settings.interpreter
  const { box, meter } = openBox(spec.category, truth, {
    budget: queries,
    random: stream.ofTrial('noise'),
    onExperiment: (inputs, outputs) => transcript?.experiment(inputs, outputs),
  })
  let asked: ModelSession | undefined
  const answer = await within(timeout, signal, (limit, outside) => {
    asked = models.interpreter?.session({ ...session, signal: limit })
    const own = asked?.model ?? NO_MODEL
    const model: Model = { respond: (request) => outside(() => own.respond(request)) }
    return interpret(box, { random: stream.ofTrial('interpreter'), signal: limit, model })
  })

  const about = {
    ...start,
    queries: {
      count: meter.queries,
      distinct: meter.distinct,
      experiments: meter.experiments,
      budget: queries,
    },
    usage: asked?.usage() ?? null,
    transcript: transcript ? relative(dirname(settings.folder), transcript.path) : null,
    timing: {
      interpretMs: answer.ms,
      nsPerCall: kase.timed ? timeProbes(truth, probes) : null,
    },
  }
  progress.about = about
  const failed = (kind: Failed['error']['kind'], cause: unknown, raw?: string): CaseResult => {
    const error = { kind, message: String(cause), ...(raw === undefined ? {} : { raw }) }
    transcript?.note('Failed', `${kind}: ${error.message}`)
    const scores = withoutScores(subject, `the case failed: ${kind}`)
    return { record: { ...about, state: 'failed', error, scores }, cause }
  }
  if (meter.fault !== undefined) return failed('harness', meter.fault)
  if (answer.status === 'timeout') return failed('timeout', `took longer than ${timeout} ms`)
  if (answer.status === 'threw') {
    const { error } = answer
    return failed(kindOf(error), error, error instanceof MalformedAnswer ? error.raw : undefined)
  }
  const parsed = Interpretation.safeParse(answer.value)
  if (!parsed.success)
    return failed('answer', `not an interpretation: ${z.prettifyError(parsed.error)}`)

  const interpretation = parsed.data
  transcript?.note('Answer', answerText(interpretation))
  const judge = models.judge?.affordable() ? models.judge.session({ ...session, signal }) : null
  const scores = [
    ...(interpretation.code
      ? await scoreAnswer(subject, interpretation.code, kase.sandbox)
      : withoutCode(subject, 'the answer has no code')),
    ...(judge
      ? await scoreDescription(subject, interpretation, judge.model, stream.ofFunction)
      : withoutJudge(subject, models.judge ? 'budget' : 'no judge model is configured')),
  ]
  transcript?.note('Scores', scores.map(({ scorer, score }) => lineOf(scorer, score)).join('\n'))
  return {
    record: {
      ...about,
      state: 'interpreted',
      judge: judge?.usage() ?? null,
      interpretation,
      scores,
    },
    cause: null,
  }
}

/**
 * A function is judged at the same points in every trial, and draws its noise anew in each. The
 * first trial is named as if there were no others: more of them do not change it.
 */
const streams = (seed: number, id: string, trial: number) => ({
  ofFunction: (purpose: string) => randomStream(seed, id, purpose),
  ofTrial: (purpose: string) => randomStream(seed, id, purpose, ...(trial > 0 ? [trial] : [])),
})

const withoutScores = <C extends Category>(subject: Subject<C>, reason: string) => [
  ...withoutCode(subject, reason),
  ...withoutJudge(subject, reason),
]

function kindOf(error: unknown): Failed['error']['kind'] {
  if (error instanceof BudgetExceeded) return 'budget'
  if (error instanceof StoreError) return 'harness'
  if (error instanceof MalformedAnswer) return 'answer'
  return error instanceof ModelError ? 'model' : 'interpreter'
}

function lineOf(scorer: string, score: Score): string {
  if (score.status !== 'scored') return `${scorer}: ${score.status}, ${score.reason}`
  const { value, detail, counterexample: wrong } = score
  const where = wrong
    ? `; at ${JSON.stringify(wrong.input)} expected ${JSON.stringify(wrong.expected)}, got ${JSON.stringify(wrong.got)}`
    : ''
  return `${scorer}: ${value} (${detail}${where})`
}

const answerText = ({ description, domain, code }: Interpretation) =>
  [description, `Domain: ${domain ?? 'none'}`, code?.source ?? 'No code.'].join('\n\n')

function timeProbes<C extends Category>(truth: Truth<C>, probes: Probes<C>): number | null {
  const inputs = Object.values(probes).find((set) => set.inputs.length > 0)?.inputs
  return inputs ? timeFunction(truth, inputs) : null
}
