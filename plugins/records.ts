/**
 * The records of cases: what becomes of a function under an interpreter, as it crosses processes
 * and files. What comes back from either is parsed by these schemas.
 */
import { z } from 'zod'
import type { Counterexample, Score } from './contracts.ts'
import type { ModelEstimate } from './model.ts'
import { BACKENDS, ModelIdentity, Size } from './run-settings.ts'

/** What a case asked of a model. */
export const Usage = z.strictObject({
  model: ModelIdentity,
  /** Prompts with their versions, `aia/numeric@1`. */
  prompts: z.array(z.string()),
  /** Replies, and how many of them came from the cache. */
  turns: z.int(),
  cached: z.int(),
  /** Tokens of all replies, whether paid now or before. */
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** US dollars of all replies; null where the price is unknown. */
  usd: z.number().nullable(),
  /** US dollars and tokens of the replies that were not cached. */
  paid: z.strictObject({ tokens: z.int(), usd: z.number().nullable() }),
  /** Milliseconds waited for replies. */
  ms: z.number(),
})
export type Usage = z.infer<typeof Usage>

/**
 * `paper`: what the field publishes, one score a suite. `strict`: this project's. `solved`: all
 * strict ones together. `claim`: what the answer says of itself, beside what it turned out to be.
 * `judge`: what a model says of the description.
 */
export const PROTOCOLS = ['paper', 'strict', 'solved', 'beside', 'claim', 'judge'] as const
export type Protocol = (typeof PROTOCOLS)[number]

const CounterexampleSchema: z.ZodType<Counterexample> = z.strictObject({
  input: z.json(),
  expected: z.json(),
  got: z.json(),
})

export const ScoreSchema: z.ZodType<Score> = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('scored'),
    value: z.number().min(0).max(1),
    detail: z.string(),
    parts: z.record(z.string(), z.number().min(0).max(1)).optional(),
    counterexample: CounterexampleSchema.optional(),
  }),
  z.strictObject({ status: z.literal('unscored'), reason: z.string() }),
  z.strictObject({ status: z.literal('inapplicable'), reason: z.string() }),
])

/** Scores of one scorer on one function. */
export const ScoreEntry = z.strictObject({
  scorer: z.string(),
  protocol: z.enum(PROTOCOLS),
  score: ScoreSchema,
  /** What the ideal answer scores; null but under the paper protocol. */
  ceiling: z.number().min(0).max(1).nullable(),
  /** Whether it is left out of the mean over all variants of its suite. */
  apart: z.literal(true).optional(),
})
export type ScoreEntry = z.infer<typeof ScoreEntry>

/** An answer as it is kept: what it says in language, and whatever else its category has. */
export const RecordedAnswer = z
  .object({
    description: z.string(),
    domain: z.string().nullable(),
    confidence: z.number().min(0).max(1).optional(),
  })
  .catchall(z.json())
export type RecordedAnswer = z.infer<typeof RecordedAnswer>

/** Why a case failed; a wrong answer is not among them. */
export const FAILURES = [
  /** The interpreter threw. */
  'interpreter',
  /** It asked for more queries than its budget, and gave up. */
  'budget',
  /** Its answer is none of the category's. */
  'answer',
  /** The model gave no answer: a permanent fault, or faults that outlasted the retries. */
  'model',
  'timeout',
  /** The harness is at fault: the function, a scorer, the sandbox. */
  'harness',
] as const
export type Failure = (typeof FAILURES)[number]

/** Number of the schema of records; an older one is refused. */
export const RECORD_SCHEMA = 3

const about = {
  schema: z.literal(RECORD_SCHEMA),
  suite: z.strictObject({ name: z.string(), version: z.string() }),
  category: z.string(),
  interpreter: z.strictObject({
    /** The configured name: the key of everything that is compared between runs. */
    name: z.string(),
    /** The interpreter's version on this category. */
    version: z.string(),
    deterministic: z.boolean(),
    label: z.string().optional(),
    /** Of a program: whether it was kept from all but its box. */
    sealed: z.boolean().optional(),
    options: z.unknown().optional(),
    model: ModelIdentity.optional(),
  }),
  /** Unique in its suite. */
  functionId: z.string(),
  /** The number of the interpreter's independent trial on the function, from 0. */
  trial: z.int().nonnegative(),
  variant: z.string(),
  operators: z.array(z.string()),
  seed: z.int(),
  size: Size,
  queries: z.strictObject({
    count: z.int(),
    distinct: z.int(),
    /** Experiments: how many times the box was asked, with one input or many. */
    experiments: z.int(),
    budget: z.int(),
  }),
  /** What the interpreter asked of its model; null where it has none. */
  usage: Usage.nullable(),
  /** Of a program: its version, and what it says that it took, beside what was counted. */
  program: z
    .strictObject({
      version: z.string().optional(),
      usage: z
        .strictObject({
          turns: z.int().nullable(),
          inputTokens: z.int(),
          outputTokens: z.int(),
          usd: z.number().nullable(),
        })
        .optional(),
    })
    .optional(),
  /** What the judge model was asked; null where there is none. */
  judge: Usage.nullable(),
  /** Who answered the function, where it was not its suite, and what that was asked. */
  neurons: z
    .strictObject({
      backend: z.enum(BACKENDS),
      model: ModelIdentity,
      usage: Usage.nullable(),
    })
    .optional(),
  /** Path of the transcript, relative to the root; null where there is none. */
  transcript: z.string().nullable(),
  timing: z.strictObject({
    /** Milliseconds that the interpreter took. */
    interpretMs: z.number().nullable(),
    /** Nanoseconds per call of the category's hot path; only measured on a sample. */
    nsPerCall: z.number().nullable(),
  }),
}

/** What happened to one function under one interpreter. `task.meta.find` of the Vitest test. */
export const RunRecord = z.discriminatedUnion('state', [
  z.strictObject({ ...about, state: z.literal('started') }),
  z.strictObject({
    ...about,
    state: z.literal('interpreted'),
    interpretation: RecordedAnswer,
    scores: z.array(ScoreEntry),
  }),
  /** Not begun: what the run may spend on its model was spent. */
  z.strictObject({ ...about, state: z.literal('refused'), scores: z.array(ScoreEntry) }),
  z.strictObject({
    ...about,
    state: z.literal('failed'),
    error: z.strictObject({
      kind: z.enum(FAILURES),
      message: z.string(),
      /** What the model wrote, where that is no answer. */
      raw: z.string().optional(),
    }),
    /** The answer, where the case failed after it: it may have been paid for. */
    interpretation: RecordedAnswer.optional(),
    /** Which scorers would have applied; empty where the harness could not tell. */
    scores: z.array(ScoreEntry),
  }),
])
export type RunRecord = z.infer<typeof RunRecord>

/** A started record as an interpreter could find it in its own process. */
export const SealedRecord = z.strictObject({ ...about, state: z.literal('sealed') }).omit({
  variant: true,
  operators: true,
})
export type SealedRecord = z.infer<typeof SealedRecord>

/** The name of a function among all suites: of its test, its random streams and its baseline. */
export const functionName = (suite: string, id: string): string => `${suite}/${id}`

/** The function that a record is of. */
export const functionOf = ({ suite, functionId }: RunRecord): string =>
  functionName(suite.name, functionId)

/** What a case of a dry run would ask of models; null where it asks none, or nobody can tell. */
export interface Plan {
  readonly interpreter: string
  readonly suite: string
  readonly model: ModelEstimate | null
  readonly judge: ModelEstimate | null
  /** Whether a model answers the function: how much it is asked is for the interpreter to say. */
  readonly answered?: boolean
}

/** What people are shown of a case beside its record, where there is room for it. */
export interface Exhibit {
  /** The answer of an ideal interpreter. */
  readonly truth: RecordedAnswer
  /** The first of the queries that were made, with what came of each. */
  readonly queries: readonly (readonly [input: string, output: string])[]
  /** Drawings of the answer beside the truth, in characters. */
  readonly charts: readonly string[]
}

/** A run of at most so many functions shows each of them in full. */
export const FEW = 5

declare module 'vitest' {
  interface TaskMeta {
    find?: RunRecord | SealedRecord
    findPlan?: Plan
    findExhibit?: Exhibit
  }
}
