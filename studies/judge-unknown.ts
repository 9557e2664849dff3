import { mean } from 'simple-statistics'
import { interpretNumeric } from '../interpreters/synthesis/numeric/index.ts'
import { interpretStrings } from '../interpreters/synthesis/strings/index.ts'
import type { FunctionAnswer, FunctionBox } from '../plugins/categories/functions.ts'
import { BudgetExceeded, InvalidQuery } from '../plugins/contracts.ts'
import { centredError, errorScale } from '../plugins/scorers/squared-error.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { hardInputs } from '../suites/strings/hard-inputs.ts'
import { naturalInputs } from '../suites/strings/natural-inputs.ts'
import {
  LOCAL_DEPARTURES,
  UNKNOWN_NUMERIC,
  UNKNOWN_STRINGS,
  type UnknownNumeric,
  type UnknownString,
} from './unknown-functions.ts'

const BUDGET = 5000
const POINTS = 1024
/** Draws of a random function that its expected output is the mean of. */
const DRAWS = 2000
const [IDENTIFIED, IDENTIFIED_BEYOND, ABOUT_RIGHT] = [1e-6, 1e-4, 0.01]

/** What an interpreter said of a function, beside what is true. */
export interface Judgement {
  readonly name: string
  /** Whether its outputs vary. */
  readonly isRandom: boolean
  readonly description: string
  readonly domain: string | null
  readonly confidence: number
  /** Null where nothing tells. */
  readonly right: boolean | null
  readonly alarm: { readonly there: boolean; readonly told: boolean } | null
  /** Mean squared error over that of a constant; of texts, the share that is wrong. */
  readonly error: number
  readonly queries: number
  readonly ms: number
}

/** A box of the harness's kind around any function; what it throws, the box rejects with. */
function boxOf<Input, Output>(
  f: (input: Input) => Output,
  budget: number,
): FunctionBox<Input, Output> {
  let left = budget
  const seen: [Input, Output][] = []
  async function queryAll(inputs: readonly Input[]): Promise<Output[]> {
    if (inputs.length > left) throw new BudgetExceeded(inputs.length, left, budget)
    const outputs = inputs.map(f)
    left -= inputs.length
    outputs.forEach((output, i) => seen.push([inputs[i]!, output]))
    return outputs
  }
  return {
    get queriesLeft() {
      return left
    },
    seen: () => seen,
    query: async (input) => (await queryAll([input]))[0]!,
    queryAll,
  }
}

/** What `synthesis` says of all numeric functions beside its library. */
export async function judgeUnknownNumeric(): Promise<Judgement[]> {
  const judgements: Judgement[] = []
  for (const [name, f] of Object.entries(UNKNOWN_NUMERIC))
    judgements.push(await judgeNumeric(name, f))
  return judgements
}

/** What it says of all string functions beside its library. */
export async function judgeUnknownStrings(): Promise<Judgement[]> {
  const judgements: Judgement[] = []
  for (const [name, f] of Object.entries(UNKNOWN_STRINGS))
    judgements.push(await judgeString(name, f))
  return judgements
}

export async function judgeNumeric(name: string, f: UnknownNumeric): Promise<Judgement> {
  const random = randomStream(0, name)
  const isRandom = f.length > 1
  const box = boxOf((x: number) => f(x, random), BUDGET)
  const start = performance.now()
  const answer = await interpretNumeric(box)
  const ms = performance.now() - start
  const run = runnable<number>(answer)
  const expected = (x: number) =>
    isRandom ? mean(Array.from({ length: DRAWS }, () => f(x, random))) : f(x, random)
  const within = (low: number, high: number) => {
    const inputs = Float64Array.from({ length: POINTS }, () => low + (high - low) * random())
    const kept = inputs.filter((x) => Number.isFinite(f(x, random)))
    const values = kept.map(expected)
    return { inputs: kept, expected: values, truth: values, got: Array.from(kept, run) }
  }
  const inside = within(-128, 128)
  const scale = errorScale(inside.expected)
  const error = centredError(inside, scale)
  const beyond = centredError(within(-512, 512), scale)
  const right = isRandom
    ? error < ABOUT_RIGHT && beyond < ABOUT_RIGHT
    : error < IDENTIFIED && beyond < IDENTIFIED_BEYOND
  return judgement(name, answer, { isRandom, right, error, queries: BUDGET - box.queriesLeft, ms })
}

export async function judgeString(name: string, f: UnknownString): Promise<Judgement> {
  const random = randomStream(0, name)
  const box = boxOf(f, BUDGET)
  const start = performance.now()
  const answer = await interpretStrings(box)
  const ms = performance.now() - start
  const run = runnable<string>(answer)
  const nothing = { letters: [], numbers: [] }
  const inputs = [...naturalInputs(random, 50, []), ...hardInputs(random, nothing)]
  const hits = inputs.flatMap((input) => {
    const output = attempt(f, input)
    return output === undefined ? [] : attempt(run, input) === output
  })
  const error = hits.length === 0 ? 0 : mean(hits.map((hit) => (hit ? 0 : 1)))
  const right = hits.length === 0 ? null : error === 0
  return judgement(name, answer, {
    isRandom: false,
    right,
    error,
    queries: BUDGET - box.queriesLeft,
    ms,
  })
}

function judgement(
  name: string,
  { description, domain, confidence = NaN }: FunctionAnswer,
  found: Pick<Judgement, 'isRandom' | 'right' | 'error' | 'queries' | 'ms'>,
): Judgement {
  const alarm = { there: LOCAL_DEPARTURES.has(name), told: domain !== null }
  return { name, description, domain, confidence, alarm, ...found }
}

function runnable<Value>({ code }: FunctionAnswer): (input: Value) => Value {
  // The code of an interpreter of this project, which writes it from the library alone.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function(`${code?.source ?? 'function f() {}'}\nreturn f`)()
}

/** Undefined where the function refuses the input. */
function attempt(f: UnknownString, input: string): string | undefined {
  try {
    return f(input)
  } catch (error) {
    if (error instanceof InvalidQuery) return undefined
    throw error
  }
}
