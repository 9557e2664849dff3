/** What a language model may do with a function, and what its answer is tried on. */
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Code, Json, Tools } from '../contracts.ts'
import { leadingJson, unfenced } from '../llm/lenient.ts'
import { CallRefused, type Experiment, type Manual } from '../model.ts'
import { encodeNumber } from '../utils/json.ts'
import type { FunctionAnswer, FunctionBox } from './functions.ts'

/** What experiments need to know of a category of functions. */
export interface Subject<Input, Output> {
  readonly input: { readonly schema: z.ZodType<Input> }
  readonly pack: (inputs: readonly Input[]) => Float64Array | readonly Json[]
  readonly readOutput: (value: Json | undefined) => Output | null
  readonly toModel: (value: Input | Output) => Json
  /** How many inputs one call may have. */
  readonly most: number
  /** Makes an input of a number, where inputs lie on a line that can be swept. */
  readonly sweep?: ((x: number) => Input) | undefined
}

/** The candidate's worst inputs that a model is shown. */
const WORST = 10
/** Characters of JSON that code may give back to a model. */
const RETURNED = 4000

/** What a model is told of each experiment, by the name of its tool. */
export const manuals = (sweeps: boolean): readonly [Manual, ...Manual[]] => [
  {
    name: 'query',
    tools:
      '- query runs the function on a list of inputs and gives [input, output] pairs in the order of the inputs. Several calls may stand in one turn. About 30 inputs are enough for a look; a search for departures takes as many as it needs. Every input counts against your queries.',
    text: '- To run the function, write a line that begins with [RUN] and goes on with a JSON array of inputs. Several may stand in one turn. About 30 inputs are enough for a look; a search for departures takes as many as it needs. Every input counts against your queries.',
  },
  ...(sweeps
    ? [
        {
          name: 'sweep',
          tools:
            '- sweep runs the function from one number to another in equal steps, both ends included. Every point counts against your queries.',
          text: '- [SWEEP] with a JSON array [from, to, step] runs it from one number to another in equal steps, both ends included. Every point counts against your queries.',
        },
      ]
    : []),
  {
    name: 'test_code',
    tools:
      '- test_code runs a candidate of your code on every input seen so far, and tells its error and the inputs where it is worst. It takes no queries: test before you answer.',
    text: '- [TEST] with your code behind it, in a block between ``` lines, runs it on every input seen so far, and tells its error and the inputs where it is worst. It takes no queries: test before you answer.',
  },
  {
    name: 'run_code',
    tools:
      '- run_code runs code of your own that defines f, calls f once with the list of all [input, output] pairs seen so far, and gives what f returns: fit, count and compare with it. It takes no queries.',
    text: '- [COMPUTE] with code of your own that defines f behind it, in a block between ``` lines, calls f once with the list of all [input, output] pairs seen so far, and gives what f returns: fit, count and compare with it. It takes no queries.',
  },
]

/** The experiments on a box. Code of the model's is of this language, and runs in the sandbox. */
export const experimentsOn = <Input extends Json, Output extends Json>(
  about: Subject<Input, Output>,
  box: FunctionBox<Input, Output>,
  run: Tools['run'],
  language: Code['language'],
): readonly [Experiment, ...Experiment[]] => [
  runFunction(about, box),
  ...(about.sweep ? [sweepOver(about, about.sweep, box)] : []),
  testCode(about, box, (source, inputs) => run({ language, source }, inputs)),
  runCode(box, (source, inputs) => run({ language, source }, inputs)),
]

/** The function on a list of inputs. */
function runFunction<Input extends Json, Output extends Json>(
  about: Subject<Input, Output>,
  box: FunctionBox<Input, Output>,
): Experiment {
  const parameters = z.strictObject({ inputs: z.array(about.input.schema) })
  return {
    tool: {
      name: 'query',
      description: `Runs the function on each of at most ${about.most} inputs; gives [input, output] pairs in the order of the inputs.`,
      parameters,
    },
    text: { heading: 'RUN', args: (body) => ({ inputs: leadingJson(body) }) },
    run: async (args) => pairsOf(about, box, parameters.parse(args).inputs),
  }
}

/** The function at equal steps. */
function sweepOver<Input extends Json, Output extends Json>(
  about: Subject<Input, Output>,
  inputOf: (x: number) => Input,
  box: FunctionBox<Input, Output>,
): Experiment {
  const parameters = z.strictObject({ from: z.number(), to: z.number(), step: z.number() })
  return {
    tool: {
      name: 'sweep',
      description: `Runs the function at from, from + step, from + 2 step, … as far as to, at no more than ${about.most} points; gives [input, output] pairs.`,
      parameters,
    },
    text: {
      heading: 'SWEEP',
      args(body) {
        const [from, to, step, ...others] = z.array(z.number()).parse(leadingJson(body))
        if (others.length > 0) throw new CallRefused('expected [from, to, step]; got more numbers')
        return { from, to, step }
      },
    },
    async run(args) {
      const { from, to, step } = parameters.parse(args)
      // Sums of steps miss the end by the last bits of a float.
      const count = Math.floor((to - from) / step + 1e-9) + 1
      if (!(step > 0) || !(count >= 1))
        throw new CallRefused(`expected from <= to and step > 0; got ${from}, ${to} and ${step}`)
      if (count > about.most)
        throw new CallRefused(`expected at most ${about.most} points; got ${count}`)
      const points = Array.from({ length: count }, (_, i) =>
        inputOf(Number((from + i * step).toPrecision(12))),
      )
      return pairsOf(about, box, points)
    },
  }
}

async function pairsOf<Input extends Json, Output extends Json>(
  { most, toModel }: Subject<Input, Output>,
  box: FunctionBox<Input, Output>,
  inputs: readonly Input[],
) {
  if (inputs.length === 0 || inputs.length > most)
    throw new CallRefused(`expected 1 to ${most} inputs in a call; got ${inputs.length}`)
  const outputs = await box.queryAll(inputs)
  // A number is echoed as it was given, whatever its digits.
  const pairs = inputs.map((one, i) => [
    typeof one === 'number' ? one : toModel(one),
    toModel(outputs[i]!),
  ])
  return { pairs, queries_left: box.queriesLeft }
}

/** A candidate for the answer's code, on all that was seen. */
function testCode<Input extends Json, Output extends Json>(
  { pack, readOutput, toModel }: Subject<Input, Output>,
  box: FunctionBox<Input, Output>,
  run: (source: string, inputs: Float64Array | readonly Json[]) => ReturnType<Tools['run']>,
): Experiment {
  const parameters = z.strictObject({ code: z.string() })
  return {
    tool: {
      name: 'test_code',
      description: `Runs code that defines f on every input seen so far; gives its error, and at most ${WORST} inputs where it is worst as [input, output seen, output of the code]. Takes no queries.`,
      parameters,
    },
    text: { heading: 'TEST', args: (body) => ({ code: body }) },
    async run(args) {
      const source = unfenced(parameters.parse(args).code)
      const seen = box.seen()
      if (seen.length === 0) throw new CallRefused('nothing was seen of the function so far')
      const evaluation = await run(source, pack(seen.map(([input]) => input)))
      if (evaluation.status === 'unavailable') throw new CallRefused(evaluation.reason)
      if (evaluation.status === 'broken') throw new CallRefused(`the code ${evaluation.reason}`)
      const tried = seen.map(([input, output], i) => {
        const got = readOutput(evaluation.got[i])
        return { input, output, got, error: errorOf(output, got) }
      })
      const wrong = tried.filter(({ error }) => error > 0).toSorted((a, b) => b.error - a.error)
      const { trouble } = evaluation
      return {
        ...sizeOf(tried),
        worst: wrong
          .slice(0, WORST)
          .map(({ input, output, got }) => [
            toModel(input),
            toModel(output),
            got === null ? null : toModel(got),
          ]),
        ...(trouble && wrong.some(({ error }) => error === Infinity)
          ? {
              no_output: `at ${JSON.stringify(toModel(seen[trouble.index]![0]))}: ${trouble.reason}`,
            }
          : {}),
      }
    },
  }
}

/** Code of the model's own, once, on all that was seen: for who has no shell. */
function runCode<Input extends Json, Output extends Json>(
  box: FunctionBox<Input, Output>,
  run: (source: string, inputs: readonly Json[]) => ReturnType<Tools['run']>,
): Experiment {
  const parameters = z.strictObject({ code: z.string() })
  return {
    tool: {
      name: 'run_code',
      description: `Runs code that defines f, calls f with the list of all [input, output] pairs seen so far, and gives what it returns, at most ${RETURNED} characters of JSON. Takes no queries.`,
      parameters,
    },
    text: { heading: 'COMPUTE', args: (body) => ({ code: body }) },
    async run(args) {
      const pairs = box.seen().map((pair) => pair.map(wire))
      const evaluation = await run(unfenced(parameters.parse(args).code), [pairs])
      if (evaluation.status === 'unavailable') throw new CallRefused(evaluation.reason)
      if (evaluation.status === 'broken') throw new CallRefused(`the code ${evaluation.reason}`)
      const [returned] = evaluation.got
      if (returned === undefined)
        throw new CallRefused(`the code gave nothing: ${evaluation.trouble?.reason}`)
      const { length } = JSON.stringify(returned)
      if (length > RETURNED)
        throw new CallRefused(
          `f returned ${length} characters of JSON; at most ${RETURNED} are told`,
        )
      return { returned }
    },
  }
}

/** All digits, where JSON has them. */
const wire = (value: Json): Json => (typeof value === 'number' ? encodeNumber(value) : value)

/** How far an output is off: of numbers their distance, of anything else whether it differs. */
function errorOf(output: Json, got: Json | null): number {
  if (typeof output !== 'number')
    return got === null ? Infinity : Number(!isDeepStrictEqual(output, got))
  const isNumber = typeof got === 'number' && Number.isFinite(got)
  if (!Number.isFinite(output)) return isNumber ? Infinity : 0
  return isNumber ? Math.abs(output - got) : Infinity
}

const short = (x: number) => (Number.isFinite(x) ? Number(x.toPrecision(4)) : null)

interface Tried {
  readonly output: Json
  readonly error: number
}

function sizeOf(tried: readonly Tried[]): Record<string, Json> {
  const tested = tried.length
  if (typeof tried[0]?.output !== 'number')
    return { tested, wrong: tried.filter(({ error }) => error > 0).length }
  const errors = tried.map(({ error }) => error).filter(Number.isFinite)
  const largest = errors.reduce((a, b) => Math.max(a, b), 0)
  const rms = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)
  const missing = tested - errors.length
  return {
    tested,
    root_mean_square_error: short(rms),
    largest_error: short(largest),
    ...(missing > 0 && { without_output: missing }),
  }
}

/**
 * What is wrong with the code of an answer as far as what was seen tells: that it does not run, or
 * gives no output of the right kind where the function does. Null for nothing: that outputs differ
 * is for scorers to say.
 */
export async function checkCode<Input extends Json, Output extends Json>(
  { pack, readOutput, toModel }: Subject<Input, Output>,
  { code }: FunctionAnswer,
  box: FunctionBox<Input, Output>,
  run: Tools['run'],
): Promise<string | null> {
  if (code === null) return null
  const seen = box.seen()
  const evaluation = await run(code, pack(seen.map(([input]) => input)))
  if (evaluation.status === 'unavailable') return null
  if (evaluation.status === 'broken') return `its code ${evaluation.reason}`
  const { got, trouble } = evaluation
  const index = seen.findIndex(
    ([, output], i) =>
      (typeof output !== 'number' || Number.isFinite(output)) && readOutput(got[i]) === null,
  )
  if (index === -1) return null
  const [input, output] = seen[index]!
  const reason = trouble?.index === index ? ` (${trouble.reason})` : ''
  return `its code gives nothing like ${JSON.stringify(toModel(output))}, the output that was seen for ${JSON.stringify(toModel(input))}${reason}`
}
