/** What categories of functions share: numbers and strings are made of it, and others can be. */
import { inspect } from 'node:util'
import { shuffle } from 'simple-statistics'
import { z } from 'zod'
import {
  type Code,
  type HotPath,
  type Interpretation,
  InvalidQuery,
  type Json,
  type Meter,
  type Random,
  type Tools,
} from '../contracts.ts'
import { codeForm } from '../llm/answer.ts'
import { decodeNumber, encodeNumber } from '../utils/json.ts'
import type { ExemplarDraw, Prompt } from '../model.ts'
import { checkCode, experimentsOn, manuals } from './experiments.ts'

/** FIND's three parts of an answer. */
export interface FunctionAnswer extends Interpretation {
  readonly code: Code | null
}

/** A function that can be executed. Outputs stand in the order of the inputs. */
export interface FunctionTruth<Inputs, Outputs> {
  /** Expected outputs: free of noise. Of a random function: one draw, always the same. */
  expected(inputs: Inputs): Outputs
  /** Outputs as a caller sees them: noise and corruption drawn from `random`. */
  sample(inputs: Inputs, random: Random): Outputs | Promise<Outputs>
  /** Points it is judged at, by the name of their set. A set that does not apply is absent. */
  probes(random: Random): Probes<Inputs, Outputs> | Promise<Probes<Inputs, Outputs>>
}

/** Points a function is judged at. */
export interface ProbeSet<Inputs, Outputs> {
  readonly inputs: Inputs
  /** What an answer is compared with. */
  readonly expected: Outputs
  /** The noise-free truth at the same inputs: an answer of these reaches the ceiling. */
  readonly truth: Outputs
}
export type Probes<Inputs, Outputs> = Readonly<Record<string, ProbeSet<Inputs, Outputs>>>

/** Probes with the outputs of an answer's code; null where it gave none of the right kind. */
export interface AnsweredSet<Output, Inputs, Outputs> extends ProbeSet<Inputs, Outputs> {
  readonly got: readonly (Output | null)[]
}
export type AnsweredSets<Output, Inputs, Outputs> = Readonly<
  Record<string, AnsweredSet<Output, Inputs, Outputs>>
>

/**
 * All an interpreter sees of a function: one door for one input, one for many.
 *
 * Both reject with `InvalidQuery` where an input is not of the category, and with
 * `BudgetExceeded` where the inputs are more than `queriesLeft`; neither costs a query.
 */
export interface FunctionBox<Input, Output> {
  readonly queriesLeft: number
  /** What was asked so far and what came, in order. */
  seen(): readonly (readonly [Input, Output])[]
  query(input: Input): Promise<Output>
  queryAll(inputs: readonly Input[]): Promise<Output[]>
}

/** The types of a category of functions, for `interface Categories`. */
export interface FunctionShape<
  Input,
  Output,
  Inputs extends Iterable<Input> = readonly Input[],
  Outputs extends Iterable<Output> = readonly Output[],
> {
  truth: FunctionTruth<Inputs, Outputs>
  box: FunctionBox<Input, Output>
  answer: FunctionAnswer
  evidence: AnsweredSets<Output, Inputs, Outputs>
}

/** What a category of functions says of itself. */
export interface FunctionCategory<
  Name extends string,
  Input extends Json,
  Output extends Json,
  Inputs extends Iterable<Input>,
  Outputs extends Iterable<Output>,
> {
  readonly name: Name
  readonly input: {
    /** What a language model is told of one, and what it has to keep to. */
    readonly schema: z.ZodType<Input>
    /** What the box takes, in words: `numbers in [-128, 128]`. */
    readonly expected: string
    readonly accepts: (input: unknown) => boolean
  }
  /** Inputs as truths and the sandbox take them: `Float64Array` for numbers alone. */
  readonly pack: (inputs: readonly Input[]) => Inputs & (Float64Array | readonly Json[])
  /** The output that an answer's code gave; null where it is none of the category's. */
  readonly readOutput: (value: Json | undefined) => Output | null
  /** Writes an output for people. */
  readonly show: (output: Output) => string
  /** A value as a language model is shown it, ready for JSON. */
  readonly toModel: (value: Input | Output) => Json
  /** Makes an input of a number, where inputs lie on a line: a model may sweep it. */
  readonly sweep?: (x: number) => Input
  readonly prompt: FunctionPrompt<Input>
  /** Plain and hostile functions, and inputs to try their explanations on. */
  readonly samples: {
    readonly inputs: readonly Input[]
    readonly functions: Readonly<Record<string, (inputs: Inputs) => Outputs>>
  }
}

export interface FunctionPrompt<Input> extends Pick<
  Prompt<never>,
  'version' | 'task' | 'method' | 'reading' | 'judged' | 'example'
> {
  /** How many inputs one call may have: their pairs are sent again with every later turn. */
  readonly most: number
  /** Draws so many different inputs, at none of which a function is judged. */
  readonly exemplars: Readonly<
    Record<ExemplarDraw['draw'], (count: number, random: Random) => readonly Input[]>
  >
}

const AnswerSchema: z.ZodType<FunctionAnswer> = z.strictObject({
  description: z.string().min(1),
  domain: z.string().nullable(),
  confidence: z.number().min(0).max(1).optional(),
  code: z
    .strictObject({ language: z.enum(['javascript', 'python']), source: z.string().min(1) })
    .nullable(),
})

/** Calls of the function in one timed batch. */
const CALLS = 1000

/** The plugin of a category of functions, whose answers are descriptions with code. */
export function functionCategory<
  Name extends string,
  Input extends Json,
  Output extends Json,
  Inputs extends Iterable<Input>,
  Outputs extends Iterable<Output>,
>(about: FunctionCategory<Name, Input, Output, Inputs, Outputs>) {
  type Truth = FunctionTruth<Inputs, Outputs>
  type Evidence = AnsweredSets<Output, Inputs, Outputs>
  type Box = FunctionBox<Input, Output>
  const { name, input, pack, readOutput, show } = about

  /** A copy of what was asked, whose owner can neither change it nor watch it being read. */
  function take(asked: unknown): Input {
    const copy = copyOf(asked)
    if (input.accepts(copy)) return copy as Input
    const got = inspect(asked, { depth: 1, maxStringLength: 80 })
    const hint = Array.isArray(asked) ? ' (queryAll asks a list)' : ''
    throw new InvalidQuery(`${name} boxes take ${input.expected}; got ${got}${hint}`)
  }

  /** Whether an answer can be held to it: NaN and infinities compare with nothing. */
  const isOutput = (output: Output | undefined): boolean =>
    typeof output === 'number' ? Number.isFinite(output) : readOutput(output) !== null

  /** @throws Error that names the set, the input and what the truth is there. */
  function checkProbes(title: string, { inputs, expected, truth }: ProbeSet<Inputs, Outputs>) {
    for (const outputs of [truth, expected]) {
      let at = 0
      for (const output of outputs) {
        if (!isOutput(output)) {
          const where = inspect(Array.from(inputs)[at], { depth: 1, maxStringLength: 80 })
          const got = inspect(output, { depth: 1, maxStringLength: 80 })
          throw new Error(`the truth is ${got} at ${where} of the probes \`${title}\``)
        }
        at++
      }
    }
  }

  return {
    name,
    answer: AnswerSchema,
    prompt: functionPrompt(about),
    wire: functionWire(about),
    samples: mapValues(about.samples.functions, (f): Truth => {
      const judged = about.samples.inputs.filter((one) => isOutput([...f(pack([one]))][0]))
      return truthOf(f, pack(judged))
    }),

    open(truth: Truth, meter: Meter, random: Random): Box {
      const seen: (readonly [Input, Output])[] = []
      async function queryAll(asked: readonly Input[]): Promise<Output[]> {
        if (!Array.isArray(asked))
          throw new InvalidQuery(`queryAll takes a list of inputs; got ${inspect(asked)}`)
        const inputs = Array.from(asked, take)
        const sample = async () => Array.from(await truth.sample(pack(inputs), random))
        const outputs = await meter.run(inputs, sample, show)
        outputs.forEach((output, i) => seen.push(Object.freeze([inputs[i]!, output] as const)))
        return [...outputs]
      }
      return Object.freeze({
        get queriesLeft() {
          return meter.left
        },
        seen: Object.freeze(() => [...seen]),
        query: Object.freeze(async (asked: Input) => (await queryAll([asked]))[0]!),
        queryAll: Object.freeze(queryAll),
      })
    },

    async probe(truth: Truth, random: Random): Promise<Evidence> {
      const probes = await truth.probes(random)
      for (const [title, set] of Object.entries(probes)) checkProbes(title, set)
      return mapValues(probes, (set) => ({ ...set, got: Array.from(set.truth) }))
    },

    async confront(
      { code }: FunctionAnswer,
      { probed }: { readonly probed: Evidence },
      { run, random }: Tools,
    ): Promise<{ evidence: Evidence; remark?: string } | { unscored: string }> {
      if (code === null) return { unscored: 'the answer has no code' }
      const inputs = Object.values(probed).flatMap((set) => Array.from(set.inputs))
      // In order, code that counts its calls would know which set an input is of.
      const order = shuffle(
        inputs.map((_, i) => i),
        random,
      )
      const evaluation = await run(code, pack(order.map((i) => inputs[i]!)))
      if (evaluation.status === 'unavailable') return { unscored: evaluation.reason }
      if (evaluation.status === 'broken') {
        const evidence = mapValues(probed, (set) => ({ ...set, got: set.got.map(() => null) }))
        return { evidence, remark: `code ${evaluation.reason}` }
      }
      const { trouble } = evaluation
      const got: (Json | undefined)[] = []
      order.forEach((i, place) => (got[i] = evaluation.got[place]))
      let next = 0
      const evidence = mapValues(probed, (set) => {
        const start = next
        next += set.got.length
        return { ...set, got: got.slice(start, next).map(readOutput) }
      })
      if (trouble === null) return { evidence }
      const where = JSON.stringify(about.toModel(inputs[order[trouble.index]!]!))
      return { evidence, remark: `code gave no output for ${where}: ${trouble.reason}` }
    },

    /** Calls of the function, noise and all, on inputs of its first probes, over and over. */
    hotPath(truth: Truth, probed: Evidence, random: Random): HotPath {
      const first = Object.values(probed).find(({ got }) => got.length > 0)
      const inputs = first ? Array.from(first.inputs) : about.samples.inputs
      const batch = pack(Array.from({ length: CALLS }, (_, i) => inputs[i % inputs.length]!))
      return {
        calls: CALLS,
        run: () => truth.sample(batch, random),
      }
    },
  }
}

/** A function without noise, judged at these inputs. */
export const truthOf = <Inputs, Outputs>(
  f: (inputs: Inputs) => Outputs,
  inputs: Inputs,
): FunctionTruth<Inputs, Outputs> => ({
  expected: f,
  sample: f,
  probes: () => ({ samples: { inputs, expected: f(inputs), truth: f(inputs) } }),
})

function functionPrompt<Input extends Json, Output extends Json>({
  prompt: { most, exemplars, ...told },
  ...about
}: Pick<
  FunctionCategory<string, Input, Output, Iterable<Input>, Iterable<Output>>,
  'prompt' | 'input' | 'pack' | 'readOutput' | 'toModel' | 'sweep'
>) {
  const subject = { ...about, most }
  type Box = FunctionBox<Input, Output>
  return {
    ...told,
    manuals: manuals(about.sweep !== undefined),
    form: codeForm,
    experiments: (box: Box, run: Tools['run'], language: Code['language']) =>
      experimentsOn(subject, box, run, language),
    check: (answer: FunctionAnswer, box: Box, run: Tools['run']) =>
      checkCode(subject, answer, box, run),
    /** Lines `<JSON input> -> <JSON output>`. */
    async exemplars(box: Box, { count, draw }: ExemplarDraw, random: Random) {
      const inputs = exemplars[draw](count, random)
      const outputs = await box.queryAll(inputs)
      return inputs.map(
        (one, i) => `${JSON.stringify(one)} -> ${JSON.stringify(about.toModel(outputs[i]!))}`,
      )
    },
  }
}

/** The verb `query`: a list of inputs, answered by the list of their outputs. */
function functionWire<Input extends Json, Output extends Json>({
  input,
}: Pick<FunctionCategory<string, Input, Output, Iterable<Input>, Iterable<Output>>, 'input'>) {
  const read = (one: Json) => (input.accepts(one) ? one : decodeNumber(one))
  return {
    domain: () => input.expected,
    verbs: {
      async query(box: FunctionBox<Input, Output>, asked: Json) {
        const inputs: unknown = Array.isArray(asked) ? asked.map(read) : asked
        const outputs = await box.queryAll(inputs as readonly Input[])
        // A name may be an output of its own: who reads it is told which are none.
        const named = outputs.flatMap((one, i) => (isUnwritable(one) ? [i] : []))
        return {
          outputs: outputs.map((one) => (typeof one === 'number' ? encodeNumber(one) : one)),
          ...(named.length > 0 ? { named } : {}),
        }
      },
    },
  }
}

const isUnwritable = (value: unknown) => typeof value === 'number' && !Number.isFinite(value)

/** Undefined of what is no plain value, for instance a proxy. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object') return value
  try {
    return structuredClone(value)
  } catch {
    return undefined
  }
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
