/**
 * What crosses a process or a file: settings, records of cases, summaries of runs. Data that
 * comes back from either is parsed by these schemas.
 */
import { z } from 'zod'
import type { Counterexample, Score } from './contracts.ts'
import type { ModelEstimate } from './model.ts'

// ------------------------------------------------------------------- models

export const APIS = ['responses', 'chat'] as const

/** US dollars per million tokens. */
export const Price = z.strictObject({
  input: z.number().nonnegative(),
  /** The price of input that the server had in its own cache; by default that of input. */
  cachedInput: z.number().nonnegative().optional(),
  output: z.number().nonnegative(),
})
export type Price = z.infer<typeof Price>

/** What a model's answers depend on; part of records and baselines. */
export const ModelIdentity = z.strictObject({
  name: z.string().min(1),
  api: z.enum(APIS),
  effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']).nullable(),
  temperature: z.number().min(0).max(2).nullable(),
  maxOutputTokens: z.int().positive(),
})
export type ModelIdentity = z.infer<typeof ModelIdentity>

/** A configured model. The key itself stays in the environment. */
export interface ModelSettings {
  readonly identity: ModelIdentity
  /** Address of the server, without credentials. */
  readonly baseURL: string
  /** Variable of the environment that holds the key; null where the server wants none. */
  readonly apiKeyEnv: string | null
  readonly stream: boolean
  /** Milliseconds until a request without an answer counts as lost. */
  readonly requestTimeout: number
  /** How often a transient fault is tried again. */
  readonly retries: number
  /** The most requests at the same time, in one process. */
  readonly concurrency: number
  /** Once this much is spent in a run, no new case begins. */
  readonly budget: { readonly tokens: number | null; readonly usd: number | null }
  /** Null: unknown, so that tokens alone are counted. */
  readonly price: Price | null
}

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

// ------------------------------------------------------------------ records

/** How much of a suite runs: all of it, a stratified tenth, or so many functions. */
export const Size = z.union([z.enum(['full', 'mini']), z.int().positive()])
export type Size = z.infer<typeof Size>

/**
 * `paper`: what the field publishes, one score a suite. `strict`: this project's. `solved`: all
 * strict ones together. `judge`: what a model says of the description.
 */
export const PROTOCOLS = ['paper', 'strict', 'solved', 'judge'] as const
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
})
export type ScoreEntry = z.infer<typeof ScoreEntry>

/** An answer as it is kept: what it says in language, and whatever else its category has. */
export const RecordedAnswer = z
  .object({ description: z.string(), domain: z.string().nullable() })
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
  /** What the judge model was asked; null where there is none. */
  judge: Usage.nullable(),
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
}

declare module 'vitest' {
  interface TaskMeta {
    find?: RunRecord
    findPlan?: Plan
  }
  interface ProvidedContext {
    find: RunSettings
    /** Absolute path of the folder that keeps what comes of the run. */
    findFolder: string
  }
}

// ----------------------------------------------------------------- settings

/** Least accuracy, by suite and scorer: `{ numeric: { nmse: 0.8, solved: 0.5 } }`. */
export const Floors = z.record(z.string(), z.record(z.string(), z.number().min(0).max(1)))
export type Floors = z.infer<typeof Floors>

/**
 * How answers of models are kept: `on` reads and writes, `refresh` pays anew and replaces, `read`
 * replays what is there and calls nothing, `off` does neither.
 */
export const CACHE_MODES = ['on', 'off', 'read', 'refresh'] as const
export type CacheMode = (typeof CACHE_MODES)[number]

/** One interpreter as configured, and what of the benchmark it runs on: a Vitest project. */
export interface RunSettings {
  readonly seed: number
  readonly size: Size
  /** Variables of the environment that change the seed or the size of the config. */
  readonly overridden: readonly string[]
  /** `solved`: a function that is not solved fails as a test. */
  readonly assert: 'solved' | null
  /** Absolute path of the folder that holds caches and transcripts. */
  readonly folder: string
  /** Names the run whose spending is counted together, over all its processes. */
  readonly session: string
  readonly cache: CacheMode
  /** Nothing is run: what it would take is printed. */
  readonly dryRun: boolean
  /** The model that judges descriptions; null: they stay unscored. */
  readonly judge: ModelSettings | null
  readonly interpreter: {
    readonly name: string
    /** Path of its file, relative to the root. */
    readonly module: string
    readonly options?: unknown
    /** Queries it may ask of one function. */
    readonly queries: number
    /** Milliseconds it may take for one function. */
    readonly timeout: number
    /** Functions it works on at the same time. Null: one in each of Vitest's workers. */
    readonly concurrency: number | null
    /** Independent trials on each function. */
    readonly trials: number
    readonly model: ModelSettings | null
    readonly floors: Floors
  }
}

// ------------------------------------------------------------------ summary

/** Accuracy of one interpreter by one scorer. Medians and means are null where there is none. */
export const Row = z.strictObject({
  interpreter: z.string(),
  suite: z.string(),
  category: z.string(),
  /** A variant of the suite, or `all`. */
  variant: z.string(),
  scorer: z.string(),
  /** The part of its score that the row is of; null for the score itself. */
  part: z.string().nullable(),
  protocol: z.enum(PROTOCOLS),
  /** Cases that the scorer applies to: scored, unscored and failed ones. */
  n: z.int(),
  scored: z.int(),
  unscored: z.int(),
  failed: z.int(),
  /** Mean over the functions with a score, each the mean of its trials. */
  mean: z.number().nullable(),
  /** 95 % interval: Wilson where every score is 0 or 1, else bootstrap. */
  ci: z.tuple([z.number(), z.number()]).nullable(),
  ceiling: z.number().nullable(),
  /** Median queries of a function. */
  queries: z.number().nullable(),
  /** Median milliseconds an interpreter took for a function. */
  ms: z.number().nullable(),
  /** Median nanoseconds of a call of a function, over the timed sample. */
  nsPerCall: z.number().nullable(),
})
export type Row = z.infer<typeof Row>

/** What a reader of the rows has to know: cases that are in no mean, and why. */
export const Note = z.strictObject({
  interpreter: z.string(),
  /** Whether something went wrong, or the benchmark is made so. */
  fault: z.boolean(),
  text: z.string(),
})
export type Note = z.infer<typeof Note>

/** What an interpreter asked of a model over one suite, or over all of them. */
export const UsageRow = z.strictObject({
  interpreter: z.string(),
  /** On whose account: the interpreter's own model, or the judge of its descriptions. */
  account: z.enum(['interpreter', 'judge']),
  model: ModelIdentity,
  prompts: z.array(z.string()),
  /** A suite, or `all`. */
  suite: z.string(),
  /** Cases that asked the model, whatever came of them. */
  cases: z.int(),
  /** Sums over the cases. */
  turns: z.int(),
  cached: z.int(),
  experiments: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** US dollars; null where a price is unknown. */
  usd: z.number().nullable(),
  paid: z.strictObject({ tokens: z.int(), usd: z.number().nullable() }),
})
export type UsageRow = z.infer<typeof UsageRow>

/** What the gate found; every outcome but the first five fails a run. */
export const OUTCOMES = [
  'accepted',
  'new',
  'improved',
  'unchanged',
  'informative',
  'regressed',
  'missing',
  'failed',
  'below-floor',
  'incomplete',
  'refused',
] as const

export const Verdict = z.strictObject({
  interpreter: z.string(),
  suite: z.string().nullable(),
  scorer: z.string().nullable(),
  outcome: z.enum(OUTCOMES),
  message: z.string(),
  /** Names of the functions that the verdict is about, `<suite>/<id>`. */
  functions: z.array(z.string()),
})
export type Verdict = z.infer<typeof Verdict>

export const Provenance = z.strictObject({
  time: z.string(),
  commit: z.string().nullable(),
  /** Whether the work tree differed from the commit. */
  dirty: z.boolean().nullable(),
  versions: z.record(z.string(), z.string()),
  seed: z.int(),
  size: Size,
  interpreters: z.record(
    z.string(),
    z.strictObject({ options: z.unknown(), model: ModelIdentity.optional() }),
  ),
  /** The model that judged descriptions; null where there was none. */
  judge: ModelIdentity.nullable(),
  suites: z.record(z.string(), z.string()),
  /** Whether every function of the size ran to an end; if not, why. */
  complete: z.boolean(),
  incomplete: z.array(z.string()),
})
export type Provenance = z.infer<typeof Provenance>

/** `.find/latest/summary.json`. */
export const Summary = z.strictObject({
  schema: z.literal(2),
  run: Provenance,
  rows: z.array(Row),
  notes: z.array(Note),
  usage: z.array(UsageRow),
  verdicts: z.array(Verdict),
})
export type Summary = z.infer<typeof Summary>
