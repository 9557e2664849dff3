/**
 * What an author implements. Read this file first; language models are in model.ts, and what
 * crosses a process or a file in run-settings.ts, records.ts and summary.ts.
 *
 * A *suite* holds black-box *functions* of one *category*. The category opens a metered *box* on
 * a function; an *interpreter* sees the box alone, and gives an *answer*. The category confronts
 * the answer with the truth, which gives *evidence*; *scorers* judge by that alone.
 */
import type { z } from 'zod'
import type { Model, ModelDoor, ModelEstimate, Prompt } from './model.ts'

/** What JSON holds. Numbers that it cannot hold travel by name, see `encodeNumber`. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

/** A source of numbers in [0, 1), for instance for the distributions of d3-random. */
export type Random = () => number

// --------------------------------------------------------------- categories

/**
 * The categories there are. It is open: a category's own file adds itself,
 * `declare module 'vitest-find' { interface Categories { bits: FunctionShape<…> } }`.
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- categories add themselves
export interface Categories {}
export type Category = Extract<keyof Categories, string>

/** The types of a category, which an entry of {@link Categories} names. */
export interface Shape {
  /** What runs: for functions, the expected and the noisy outputs. */
  truth: object
  /** All that an interpreter sees of it: what it can do with the budget it has. */
  box: { readonly queriesLeft: number }
  /** What an interpreter finds: FIND's three parts, or scores of sites, concepts of a neuron. */
  answer: Interpretation
  /** An answer confronted with the truth: all that scorers see of either. */
  evidence: object
}
type Part<C extends Category, K extends keyof Shape> =
  Categories[C] extends Record<K, infer T> ? T : never
export type Truth<C extends Category> = Part<C, 'truth'>
export type Box<C extends Category> = Part<C, 'box'> & Shape['box']
export type Answer<C extends Category> = Part<C, 'answer'> & Interpretation
export type Evidence<C extends Category> = Part<C, 'evidence'>

/** What every answer says in language. It is JSON, and goes into the record whole. */
export interface Interpretation {
  /** What the function does. */
  readonly description: string
  /** It says where the function departs from the description; null for nowhere. */
  readonly domain: string | null
  /** How likely the answer is right everywhere, from 0 to 1, where it says so. */
  readonly confidence?: number | undefined
}

/** All that is particular to a category. The harness asks this object, never its name. */
export interface CategoryPlugin<C extends Category = Category> {
  readonly name: C
  /** Queries of one box that interpreters have unless their config says otherwise; 5000 without it. */
  readonly queries?: number
  /**
   * Opens the box that an interpreter works on. Whatever it does to the truth goes through
   * `meter`, and an input that it does not take is an `InvalidQuery` before anything is charged.
   * Nothing of the box leads back to the truth.
   */
  open(truth: Truth<C>, meter: Meter, random: Random): Box<C>
  /** What an answer has to be. */
  readonly answer: z.ZodType<Answer<C>>
  /** The evidence of the ideal answer, at points drawn from `random`: what others are held to. */
  probe(truth: Truth<C>, random: Random): Evidence<C> | Promise<Evidence<C>>
  /**
   * The evidence of an answer, at the points of `probed`, the evidence of the ideal one; `box` is
   * the one that the answer came of, where there was one.
   */
  confront(
    answer: Answer<C>,
    against: {
      readonly truth: Truth<C>
      readonly probed: Evidence<C>
      readonly box?: Box<C> | undefined
    },
    tools: Tools,
  ): Promise<Confrontation<C>>
  /** What a language model is told; without it, interpreters of any category leave this one out. */
  readonly prompt?: Prompt<C>
  /** How a program in another process works on the box; without it, there can be none. */
  readonly wire?: Wire<C>
  /** Plain and hostile truths that any interpreter must survive, for `testInterpreter`. */
  readonly samples: Readonly<Record<string, Truth<C>>>
  /** Pictures of an answer beside the truth, which Vitest's UI and reports show with the case. */
  pictures?(answer: Answer<C>, truth: Truth<C>, evidence: Evidence<C>): Promise<readonly Picture[]>
  /** Who else can answer its functions; without it, they are answered by their suite alone. */
  readonly answeredBy?: AnsweredBy<C>
  /** What is timed: the execution of the function that interpreters wait for most. */
  hotPath(truth: Truth<C>, probed: Evidence<C>, random: Random): HotPath
}

/**
 * Makes functions that are answered by a language model, or by a model of embeddings, in place of
 * what they are made of. They are what the model says: no answer can be held to anything exact, so
 * that their `solving` is inapplicable, and their questions are about what it says.
 */
export interface AnsweredBy<C extends Category> {
  model?(fn: FindFunction<C>, answerer: Answerer): AnsweredFunction<C>
  embeddings?(fn: FindFunction<C>, answerer: Answerer): AnsweredFunction<C>
}

/** A model that answers functions. What it is asked is cached for all cases alike. */
export interface Answerer extends Model {
  /** The model and its server, for people. */
  readonly name: string
}

/** A box as another process sees it, in JSON. Numbers that JSON cannot hold travel by name. */
export interface Wire<C extends Category> {
  /** What can be asked of the box: inputs in words, for instance, or a list of them. */
  domain(box: Box<C>): Json
  /**
   * What a program may do with the box, by name, which is the one field of its request. What it
   * throws beside `InvalidQuery` and `BudgetExceeded` ends the case.
   */
  readonly verbs: Readonly<
    Record<string, (box: Box<C>, asked: Json) => Promise<Readonly<Record<string, Json>>>>
  >
}

export type Confrontation<C extends Category> =
  | {
      readonly evidence: Evidence<C>
      /** What is wrong with the answer itself, for instance that its code does not compile. */
      readonly remark?: string
    }
  /** The answer has nothing to judge, or this machine cannot run it. */
  | { readonly unscored: string }

/** A drawing. Whatever of it a model wrote is escaped. */
export interface Picture {
  readonly title: string
  readonly svg: string
  /** The same in characters, for a terminal of 80 columns. */
  readonly text?: string
}

export interface HotPath {
  /** How many calls of the function one `run` is: enough of them that the clock can tell. */
  readonly calls: number
  readonly run: () => unknown
}

/**
 * Counts what a box is asked, and keeps its budget.
 *
 * `run` rejects with `BudgetExceeded` where the inputs are more than `left`, which costs nothing.
 * What `work` throws is the harness's fault, and is not shown to the interpreter.
 */
export interface Meter {
  readonly left: number
  /**
   * @param inputs keys of what is asked, each of which costs one query.
   * @param work gives the outputs in the order of the inputs.
   * @param show writes an output for people, in the transcript.
   */
  run<T>(
    inputs: readonly Json[],
    work: () => readonly T[] | Promise<readonly T[]>,
    show: (output: T) => string,
  ): Promise<readonly T[]>
}

/** More inputs were asked than the budget has left. Nothing was run or charged. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded'
  constructor(asked: number, left: number, budget: number) {
    super(`asked ${asked} queries with ${left} of ${budget} left`)
  }
}

/** An input is not of the box's category. Nothing was run or charged. */
export class InvalidQuery extends Error {
  override readonly name = 'InvalidQuery'
}

/** What a category may use to confront an answer with the truth. */
export interface Tools {
  /** A stream of the function's own, for instance for the order in which its probes are run. */
  readonly random: Random
  /** Runs untrusted code apart from the harness, on many inputs at once. */
  readonly run: (code: Code, inputs: Float64Array | readonly Json[]) => Promise<Evaluation>
}

/** Source that defines `function f(x)`, or `def f(x)`. */
export interface Code {
  /** Python is for comparison with published answers; it needs bubblewrap on the machine. */
  readonly language: 'javascript' | 'python'
  readonly source: string
}

/** What became of code that was run on a batch of inputs. */
export type Evaluation =
  | {
      readonly status: 'evaluated'
      /** What `f` gave, in the order of the inputs; undefined where that is nothing to compare. */
      readonly got: readonly (Json | undefined)[]
      /** The first input without an output, and why there is none. */
      readonly trouble: { readonly index: number; readonly reason: string } | null
    }
  /** The code is at fault: it does not compile, defines no `f`, or takes too much. */
  | { readonly status: 'broken'; readonly reason: string }
  /** This machine has no sandbox for the language, so the code was not run. */
  | { readonly status: 'unavailable'; readonly reason: string }

// ------------------------------------------------------ functions and suites

/** A function of the benchmark. What it is made of stays in its closure, typed and never parsed. */
export interface FindFunction<C extends Category> {
  /** Unique in its suite: `f00000`, in file order. */
  readonly id: string
  readonly variant: string
  /** Names of the operators it is made of, outermost first; they become tags. */
  readonly operators: readonly string[]
  /** All it is made of, to pin the suite's version and to be read; never shown to an interpreter. */
  readonly params: Json
  readonly truth: () => Truth<C>
  /** The answer of an ideal interpreter: the oracle, the ceiling, the measure of brevity. */
  readonly ideal: () => Answer<C>
  /**
   * How `solved` is told of it: not at all, for this reason, or apart from the headline of its
   * suite. By default it is part of the headline.
   */
  readonly solving?: 'apart' | { readonly inapplicable: string }
  /** The questions of one of the suite's unit tests: the same for the same stream. */
  readonly questions: (unitTest: string, random: Random) => Questions
}

/** A function that a model answers: what its questions are is for the model to say. */
export interface AnsweredFunction<C extends Category> extends Omit<FindFunction<C>, 'questions'> {
  readonly questions: (unitTest: string, random: Random) => Questions | Promise<Questions>
}

/** Questions to the judge, or why there can be none. */
export type Questions = readonly Question[] | { readonly inapplicable: string }

/** One question to the judge: which of these is an example of the described function? */
export interface Question {
  readonly choices: readonly { readonly input: Json; readonly output: Json }[]
  /** Index of the choice that is the function's own. */
  readonly right: number
}

export interface Suite<C extends Category = Category> {
  /** Unique among the suites of a benchmark; names of functions are `<suite>/<id>`. */
  readonly name: string
  /** Changes whenever a function, a probe or a scorer of the suite changes. */
  readonly version: string
  readonly category: CategoryPlugin<C>
  readonly variants: readonly string[]
  /** Names of all operators: the tags of its tests, beside category and variant. */
  readonly operators: readonly string[]
  /** One of protocol `paper`, and any of the others. */
  readonly scorers: readonly Scorer<C>[]
  /** Names of FIND's unit tests of descriptions, which a judge model takes. */
  readonly unitTests: readonly string[]
  /** Whether a function runs at size `mini`; without it, a tenth does, in proportion. */
  readonly isMini?: (fn: FindFunction<C>) => boolean
  /** All functions at full size, in the order of their ids; the same for the same seed. */
  functions(seed: number): readonly FindFunction<C>[]
}

// ------------------------------------------------------------------ scoring

export interface Scorer<C extends Category> {
  readonly name: string
  /**
   * `paper`: what the field publishes. `strict`: all of them together make `solved`. `beside`: told
   * beside them, and decides nothing.
   */
  readonly protocol: 'paper' | 'strict' | 'beside'
  /** Whether it tells anything of the function: short code alone does not solve one. */
  readonly decides: boolean
  readonly score: (input: ScorerInput<C>) => Score | Promise<Score>
}

export interface ScorerInput<C extends Category> {
  readonly answer: Answer<C>
  /** The answer of an ideal interpreter, for instance as a measure of brevity. */
  readonly ideal: Answer<C>
  readonly evidence: Evidence<C>
}

/** No score is not a zero, and neither is a scorer that does not apply to the function. */
export type Score =
  | {
      readonly status: 'scored'
      /** The value lies in [0, 1]; 1 is best. */
      readonly value: number
      /** What the value was decided on, for instance an error beside its threshold. */
      readonly detail: string
      /** Values of the parts the score is made of, by name. */
      readonly parts?: Readonly<Record<string, number>> | undefined
      readonly counterexample?: Counterexample | undefined
    }
  | { readonly status: 'unscored'; readonly reason: string }
  | { readonly status: 'inapplicable'; readonly reason: string }

/** An input at which an answer is wrong: `got` is null where it gave no value of the right kind. */
export interface Counterexample {
  readonly input: Json
  readonly expected: Json
  readonly got: Json
}

// ------------------------------------------------------------- interpreters

/** Finds out what is in the box. */
export type Interpret<C extends Category> = (
  box: Box<C>,
  context: InterpreterContext,
) => Promise<Answer<C>>

export interface InterpreterContext {
  /** The interpreter's own random stream for this function. */
  readonly random: Random
  /** Aborted when the case times out or the run is cancelled. */
  readonly signal: AbortSignal
  /** Runs code of the interpreter's own in the sandbox that answers are judged in: no query. */
  readonly run: Tools['run']
  /** The configured language model; the time it takes is not the interpreter's. */
  readonly model: Model
  /** Its server, for programs that speak to it by themselves; none where no model is configured. */
  readonly door?: ModelDoor
  /** Keeps in the record what a program says of itself. */
  readonly report?: (program: ProgramReport) => void
}

/** What is known of a program that interprets, beside its answer. */
export interface ProgramReport {
  readonly version?: string
  /** What it says that it took of its model, where it says so. */
  readonly usage?: {
    readonly turns: number | null
    readonly inputTokens: number
    readonly outputTokens: number
    readonly usd: number | null
  }
}

export interface Interpreter {
  readonly name: string
  /** Changes whenever its answers may change; of a category alone, where it depends on that. */
  readonly version: string | ((category: CategoryPlugin) => string)
  /** Same function, same seed: same answer. Decides how the gate compares two runs. */
  readonly deterministic: boolean
  /** What it says of itself in the table, for instance `known library`. */
  readonly label?: string
  /**
   * Of one that is a program of its own: whether it is kept from all but its box. One that is
   * not could read the truth, so that it has no baseline.
   */
  readonly sealed?: boolean
  /** What it is likely to ask of a model for one function. An interpreter that calls one has it. */
  readonly estimate?: (category: CategoryPlugin) => ModelEstimate
  /**
   * A handler for each category that it takes on; or, of an interpreter that works by what a
   * category says of itself, a function that makes the handler, where it can.
   */
  readonly interpret:
    | { readonly [C in Category]?: Interpret<C> }
    | (<C extends Category>(category: CategoryPlugin<C>) => Interpret<C> | undefined)
}

/** Default export of an interpreter's file. Throws on options it does not understand. */
export type InterpreterFactory = (options?: unknown) => Interpreter
