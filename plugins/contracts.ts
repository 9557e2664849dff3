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
}

export const Code = z.strictObject({
  language: z.literal('javascript'),
  /** Source that defines `function f(x)`. */
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

export interface Interpreter {
  readonly name: string
  /** Changes whenever its answers may change. */
  readonly version: string
  /** Same function, same seed: same answer. Decides how the gate compares two runs. */
  readonly deterministic: boolean
  /** What it says of itself in the table, for instance `known library`. */
  readonly label?: string
  /** One handler for each category it can interpret. */
  readonly interpret: {
    readonly [C in Category]?: (
      box: BlackBox<C>,
      context: InterpreterContext,
    ) => Promise<Interpretation>
  }
}

/** Default export of an interpreter's file. Throws on options it does not understand. */
export type InterpreterFactory = (options?: unknown) => Interpreter

// ------------------------------------------------------------------ scoring

export const PROTOCOLS = ['paper', 'strict'] as const
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

// ------------------------------------------------------------------ sandbox

/** What became of code that was run on a batch of inputs. */
export type Evaluation<C extends Category> =
  | { readonly status: 'evaluated'; readonly got: readonly (Output<C> | null)[] }
  /** The code is at fault: it does not compile, defines no `f`, or takes too long. */
  | { readonly status: 'broken'; readonly reason: string }

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
  /** What the noise-free truth scores; null under the strict protocol, where it scores 1. */
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
  'timeout',
  /** The harness is at fault: black box, scorer or sandbox. */
  'harness',
] as const

const about = {
  schema: z.literal(1),
  suite: z.strictObject({ name: z.string(), version: z.string() }),
  interpreter: z.strictObject({
    /** As configured; the key of everything that is compared between runs. */
    name: z.string(),
    version: z.string(),
    deterministic: z.boolean(),
    label: z.string().optional(),
    options: z.unknown().optional(),
  }),
  functionId: z.string(),
  category: z.enum(CATEGORIES),
  variant: z.string(),
  operators: z.array(z.string()),
  seed: z.int(),
  size: Size,
  queries: z.strictObject({ count: z.int(), distinct: z.int(), budget: z.int() }),
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
  z.strictObject({
    ...about,
    state: z.literal('failed'),
    error: z.strictObject({ kind: z.enum(FAILURES), message: z.string() }),
    /** Which scorers would have applied; empty where the harness could not tell. */
    scores: z.array(ScoreEntry),
  }),
])
export type RunRecord = z.infer<typeof RunRecord>

declare module 'vitest' {
  interface TaskMeta {
    find?: RunRecord
  }
  interface ProvidedContext {
    find: RunSettings
  }
}

// ----------------------------------------------------------------- settings

/** Least accuracy, by category and scorer: `{ numeric: { nmse: 0.8, solved: 0.5 } }`. */
export const Floors = z.partialRecord(
  z.enum(CATEGORIES),
  z.record(z.string(), z.number().min(0).max(1)),
)
export type Floors = z.infer<typeof Floors>

/** One interpreter as configured, and what of the benchmark it runs on: a Vitest project. */
export interface RunSettings {
  readonly seed: number
  readonly size: Size
  /** Variables of the environment that change the seed or the size of the config. */
  readonly overridden: readonly string[]
  /** `solved`: a function that is not solved fails as a test. */
  readonly assert: 'solved' | null
  readonly interpreter: {
    readonly name: string
    /** Path of its file, relative to the root. */
    readonly module: string
    readonly options?: unknown
    /** Queries it may ask of one function. */
    readonly queries: number
    /** Milliseconds it may take for one function. */
    readonly timeout: number
    /** Functions it may work on at the same time, in each of Vitest's workers. */
    readonly concurrency: number
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
  /** Functions that the scorer applies to: scored, unscored and failed ones. */
  n: z.int(),
  scored: z.int(),
  unscored: z.int(),
  failed: z.int(),
  /** Mean over the scored ones. */
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
  interpreters: z.record(z.string(), z.strictObject({ options: z.unknown() })),
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
  verdicts: z.array(Verdict),
})
export type Summary = z.infer<typeof Summary>
