/**
 * Every contract of the harness. Read this file first.
 *
 * A *suite* holds black-box *functions* and the points they are judged at. An *interpreter*
 * sees a function only through a metered *box* and answers with an *interpretation*. *Scorers*
 * judge the interpretation. What happened is a *run record*; reporters summarize records into
 * *rows* and compare them with a baseline, which gives *verdicts*.
 *
 * Data that crosses a process or file boundary is a zod schema; the rest is plain types.
 */
import { z } from 'zod'

// ---------------------------------------------------------------- functions

/** Inputs and outputs per category: one value, and a batch of them. */
export interface Values {
  numeric: { input: number; output: number; inputs: Float64Array; outputs: Float64Array }
  strings: { input: string; output: string; inputs: readonly string[]; outputs: readonly string[] }
}
export type Category = keyof Values
export const CATEGORIES = ['numeric', 'strings'] as const satisfies readonly Category[]

export type Input<C extends Category> = Values[C]['input']
export type Output<C extends Category> = Values[C]['output']
export type Inputs<C extends Category> = Values[C]['inputs']
export type Outputs<C extends Category> = Values[C]['outputs']

/** The numbers an interpreter may query, both ends included (FIND, section 3.1). */
export const NUMERIC_DOMAIN: readonly [number, number] = [-128, 128]

/** A source of numbers in [0, 1), for instance for the distributions of d3-random. */
export type Random = () => number

/** The ground truth of one function: JSON-safe, frozen, never shown to an interpreter. */
export interface FunctionSpec<C extends Category = Category> {
  /** `<category>/f00000`, in file order. */
  readonly id: string
  readonly category: C
  readonly variant: string
  /** Names of the operators it is made of, outermost first; they become tags. */
  readonly operators: readonly string[]
  /** The truth in plain English: the global rule, and the corruption where there is one. */
  readonly description: string
  /** Where the function misbehaves locally, in plain English; null where it does not. */
  readonly domain: string | null
  /** What the suite needs to build the function. */
  readonly params: Readonly<Record<string, unknown>>
}

/** A function that can be executed. Outputs stand in the order of the inputs. */
export interface Truth<C extends Category> {
  /** Expected outputs: free of noise. For a random string operator: one draw, always the same. */
  expected(inputs: Inputs<C>): Outputs<C>
  /** Outputs as a caller sees them: noise and corruption drawn from `random`. */
  sample(inputs: Inputs<C>, random: Random): Outputs<C>
  /** The code an ideal interpreter would answer with: `function f(x)`. */
  readonly code: Code
}

/** Points a function is judged at. */
export interface ProbeSet<C extends Category> {
  readonly inputs: Inputs<C>
  /** What an answer is compared with. */
  readonly expected: Outputs<C>
  /** The noise-free truth at the same inputs: an answer of these reaches the ceiling. */
  readonly truth: Outputs<C>
}
/** Sets of probes by name. A set that does not apply to a function is absent. */
export type Probes<C extends Category> = Readonly<Record<string, ProbeSet<C>>>

export interface Suite<C extends Category = Category> {
  readonly name: string
  /** Changes whenever a function, a probe or a scorer of the suite changes. */
  readonly version: string
  readonly category: C
  readonly variants: readonly string[]
  /** Names of all operators: the tags of its tests, beside category and variant. */
  readonly operators: readonly string[]
  readonly scorers: readonly Scorer[]
  /** FIND's unit test of descriptions, and its strict twin. */
  readonly unitTests: readonly UnitTest<C>[]
  /** All functions at full size, in the order of their ids; the same for the same seed. */
  specs(seed: number): readonly FunctionSpec<C>[]
  build(spec: FunctionSpec<C>): Truth<C>
  probes(spec: FunctionSpec<C>, truth: Truth<C>, random: Random): Probes<C>
}

// ------------------------------------------------------------- interpreters

/**
 * All an interpreter sees of a function: metered and opaque.
 *
 * `query` takes one input or many and answers alike. It rejects with `InvalidQuery` when an
 * input is not of the category (numbers must lie in {@link NUMERIC_DOMAIN}) and with
 * `BudgetExceeded` when the inputs are more than `queriesLeft`; neither costs a query.
 */
export interface BlackBox<C extends Category> {
  readonly category: C
  readonly queriesLeft: number
  query(input: Input<C>): Promise<Output<C>>
  query(inputs: readonly Input<C>[]): Promise<Output<C>[]>
}

export interface InterpreterContext {
  /** The interpreter's own random stream for this function. */
  readonly random: Random
  /** Aborted when the case times out or the run is cancelled. */
  readonly signal: AbortSignal
  /** The configured language model; the time it takes is not the interpreter's. */
  readonly model: Model
}

export const Code = z.strictObject({
  /** Python is for comparison with published answers; it needs bubblewrap on the machine. */
  language: z.enum(['javascript', 'python']),
  /** Source that defines `function f(x)`, or `def f(x)`. */
  source: z.string().min(1),
})
export type Code = z.infer<typeof Code>

/** FIND's three parts of an answer. */
export const Interpretation = z.strictObject({
  /** What the function does, in language. */
  description: z.string().min(1),
  /** Where the function departs from the description; null for nowhere. */
  domain: z.string().nullable(),
  code: Code.nullable(),
})
export type Interpretation = z.infer<typeof Interpretation>

/** Finds out what the function in the box is. */
export type Interpret<C extends Category> = (
  box: BlackBox<C>,
  context: InterpreterContext,
) => Promise<Interpretation>

export interface Interpreter {
  readonly name: string
  /** Changes whenever its answers may change. */
  readonly version: string
  /** Same function, same seed: same answer. Decides how the gate compares two runs. */
  readonly deterministic: boolean
  /** What it says of itself in the table, for instance `known library`. */
  readonly label?: string
  /** What it is likely to ask of a model for one function. An interpreter that calls one has it. */
  readonly estimate?: (category: Category) => ModelEstimate
  /** One handler for each category it can interpret. */
  readonly interpret: {
    readonly [C in Category]?: Interpret<C>
  }
}

/** Default export of an interpreter's file. Throws on options it does not understand. */
export type InterpreterFactory = (options?: unknown) => Interpreter

// ---------------------------------------------------------- language models

/** A function that the model may call. */
export interface Tool {
  readonly name: string
  readonly description: string
  /** Of one object; the model is told its JSON schema, and the caller parses what came. */
  readonly parameters: z.ZodType
}

export interface ToolCall {
  readonly id: string
  readonly name: string
  /** As the model wrote it: JSON, if it kept to the rules. */
  readonly arguments: string
}

export type Message =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly reply: ModelReply }
  | { readonly role: 'tool'; readonly callId: string; readonly output: string }

/** One turn asked of a model. All that was said before is in it: models keep no state. */
export interface ModelRequest {
  /** Name and version of the prompt that it is made of, `aia/numeric@1`: part of the record. */
  readonly prompt: string
  readonly instructions: string
  readonly messages: readonly Message[]
  readonly tools?: readonly Tool[]
  /** Structured output: the reply's text is to be JSON of this schema. */
  readonly format?: { readonly name: string; readonly schema: z.ZodType }
}

export interface ModelReply {
  readonly text: string
  readonly calls: readonly ToolCall[]
  /** What the model said instead of an answer, where it refused. */
  readonly refusal: string | null
  /** Whether it was cut off at the limit of output tokens. */
  readonly truncated: boolean
  /** What the API wants to be shown again in the next turn. */
  readonly raw: unknown
  readonly tokens: { readonly input: number; readonly cachedInput: number; readonly output: number }
}

/** A model as one case sees it: metered, cached, retried and written down by the harness. */
export interface Model {
  /**
   * Rejects with `ModelError` where the model can give no answer: a permanent fault, or faults
   * that outlast the retries. An equal request of the same case has the same reply wherever
   * replies are cached: independent ones are what trials are for.
   */
  respond(request: ModelRequest): Promise<ModelReply>
}

/** Means for one function. */
export interface ModelEstimate {
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
}

export const APIS = ['responses', 'chat'] as const

/** US dollars per million tokens. */
export const Price = z.strictObject({
  input: z.number().nonnegative(),
  /** Of input that the server had in its own cache; by default that of input. */
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
  /** Of all replies, whether paid now or before. */
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

// ------------------------------------------------------------------ scoring

export const PROTOCOLS = ['paper', 'strict', 'judge'] as const
export type Protocol = (typeof PROTOCOLS)[number]

/** Numbers that JSON cannot hold travel as their names. */
const AnyNumber = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])])
export type AnyNumber = z.infer<typeof AnyNumber>

/** Where an answer went wrong: `got` is null where the code gave no value of the right type. */
export const Counterexample = z.strictObject({
  input: z.union([AnyNumber, z.string()]),
  expected: z.union([AnyNumber, z.string()]),
  got: z.union([AnyNumber, z.string()]).nullable(),
})
export type Counterexample = z.infer<typeof Counterexample>

/** No score is not a zero, and neither is a scorer that does not apply to the function. */
export const Score = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('scored'),
    /** In [0, 1]; 1 is best. */
    value: z.number().min(0).max(1),
    /** What the value was decided on, for instance an error beside its threshold. */
    detail: z.string(),
    /** Values of the parts the score is made of, by name. */
    parts: z.record(z.string(), z.number().min(0).max(1)).optional(),
    counterexample: Counterexample.optional(),
  }),
  z.strictObject({ status: z.literal('unscored'), reason: z.string() }),
  z.strictObject({ status: z.literal('inapplicable'), reason: z.string() }),
])
export type Score = z.infer<typeof Score>

/** Probes with the outputs of an answer's code; null where it gave no value of the right type. */
export interface AnsweredSet<C extends Category> extends ProbeSet<C> {
  readonly got: readonly (Output<C> | null)[]
}

export interface ScorerInput<C extends Category> {
  readonly spec: FunctionSpec<C>
  /** The truth's own code, as a measure of how long an explanation may be. */
  readonly truthCode: Code
  readonly code: Code
  readonly sets: Readonly<Record<string, AnsweredSet<C>>>
}

/** One metric. It is asked only where the interpretation has code. */
export interface Scorer {
  readonly name: string
  readonly protocol: Protocol
  readonly score: { readonly [C in Category]?: (input: ScorerInput<C>) => Score }
}

/** One question to the judge: which of these is an example of the described function? */
export interface Question<C extends Category> {
  readonly choices: readonly { readonly input: Input<C>; readonly output: Output<C> }[]
  /** Index of the choice that is the function's own. */
  readonly right: number
}

/**
 * A test of descriptions (FIND, section 4: "unit test"): a judge model that sees the description
 * alone picks, question by question, the example that is the function's own.
 */
export interface UnitTest<C extends Category = Category> {
  readonly name: string
  /** The same questions for the same stream; a reason where there can be none. */
  questions(
    spec: FunctionSpec<C>,
    truth: Truth<C>,
    random: Random,
  ): readonly Question<C>[] | { readonly inapplicable: string }
}

// ------------------------------------------------------------------ sandbox

/** What became of code that was run on a batch of inputs. */
export type Evaluation<C extends Category> =
  | { readonly status: 'evaluated'; readonly got: readonly (Output<C> | null)[] }
  /** The code is at fault: it does not compile, defines no `f`, or takes too much. */
  | { readonly status: 'broken'; readonly reason: string }
  /** This machine has no sandbox for the language, so the code was not run. */
  | { readonly status: 'unavailable'; readonly reason: string }

/** Runs code apart from the harness. Rejects only when the sandbox itself fails. */
export interface Sandbox {
  evaluate<C extends Category>(category: C, code: Code, inputs: Inputs<C>): Promise<Evaluation<C>>
  close(): Promise<void>
}

// ------------------------------------------------------------------ records

/** How much of a suite runs: all of it, a stratified tenth, or so many functions a category. */
export const Size = z.union([z.enum(['full', 'mini']), z.int().positive()])
export type Size = z.infer<typeof Size>

/** Scores of one scorer on one function. */
export const ScoreEntry = z.strictObject({
  scorer: z.string(),
  protocol: z.enum(PROTOCOLS),
  score: Score,
  /** What the noise-free truth scores; null but under the paper protocol. */
  ceiling: z.number().min(0).max(1).nullable(),
})
export type ScoreEntry = z.infer<typeof ScoreEntry>

/** Why a case failed; a wrong answer is not among them. */
export const FAILURES = [
  /** The interpreter threw. */
  'interpreter',
  /** It asked for more queries than its budget, and gave up. */
  'budget',
  /** Its answer is not an interpretation. */
  'answer',
  /** The model gave no answer: a permanent fault, or faults that outlasted the retries. */
  'model',
  'timeout',
  /** The harness is at fault: black box, scorer or sandbox. */
  'harness',
] as const

const about = {
  schema: z.literal(2),
  suite: z.strictObject({ name: z.string(), version: z.string() }),
  interpreter: z.strictObject({
    /** As configured; the key of everything that is compared between runs. */
    name: z.string(),
    version: z.string(),
    deterministic: z.boolean(),
    label: z.string().optional(),
    options: z.unknown().optional(),
    model: ModelIdentity.optional(),
  }),
  functionId: z.string(),
  /** From 0: which of the interpreter's independent trials on the function. */
  trial: z.int().nonnegative(),
  category: z.enum(CATEGORIES),
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
    /** Nanoseconds per call of the function in a batch; only measured on a sample. */
    nsPerCall: z.number().nullable(),
  }),
}

/** What happened to one function under one interpreter. `task.meta.find` of the Vitest test. */
export const RunRecord = z.discriminatedUnion('state', [
  z.strictObject({ ...about, state: z.literal('started') }),
  z.strictObject({ ...about, state: z.literal('unsupported') }),
  z.strictObject({
    ...about,
    state: z.literal('interpreted'),
    interpretation: Interpretation,
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
      /** What the model wrote, where that is no interpretation. */
      raw: z.string().optional(),
    }),
    /** Which scorers would have applied; empty where the harness could not tell. */
    scores: z.array(ScoreEntry),
  }),
])
export type RunRecord = z.infer<typeof RunRecord>

/** What a case of a dry run would ask of models; null where it asks none, or nobody can tell. */
export interface Plan {
  readonly interpreter: string
  readonly category: Category
  readonly supported: boolean
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

/** Least accuracy, by category and scorer: `{ numeric: { nmse: 0.8, solved: 0.5 } }`. */
export const Floors = z.partialRecord(
  z.enum(CATEGORIES),
  z.record(z.string(), z.number().min(0).max(1)),
)
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
  category: z.enum(CATEGORIES),
  /** A variant of the suite, or `all`. */
  variant: z.string(),
  /** A scorer's name; `name.part` for a part of its score. */
  scorer: z.string(),
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

/** What an interpreter asked of a model over one category, or over all of them. */
export const UsageRow = z.strictObject({
  interpreter: z.string(),
  /** On whose account: the interpreter's own model, or the judge of its descriptions. */
  account: z.enum(['interpreter', 'judge']),
  model: ModelIdentity,
  prompts: z.array(z.string()),
  category: z.enum([...CATEGORIES, 'all']),
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
  category: z.enum(CATEGORIES).nullable(),
  scorer: z.string().nullable(),
  outcome: z.enum(OUTCOMES),
  message: z.string(),
  /** The functions that the verdict is about. */
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
  schema: z.literal(1),
  run: Provenance,
  rows: z.array(Row),
  usage: z.array(UsageRow),
  verdicts: z.array(Verdict),
})
export type Summary = z.infer<typeof Summary>
