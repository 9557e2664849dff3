import { Buffer } from 'node:buffer'
import { availableParallelism } from 'node:os'
import PQueue from 'p-queue'
import { z } from 'zod'
import type { Evaluation } from '../contracts.ts'
import { type Enclosure, enclose } from './enclosure.ts'
import {
  MOST_LEVELS,
  MOST_UNITS_OF_BATCH,
  MOST_UNITS_OF_OUTPUT,
  NO_JSON,
  noFunction,
  notCompiled,
  PYTHON_MEMORY_MB,
  TIME_LIMIT,
  TOO_LONG,
  TOO_MUCH_OUTPUT,
  tooMuchMemory,
  tooSlow,
} from './limits.ts'
import type { Inputs, Sandbox } from './sandbox.ts'
import { ofJson, ofNumbers, parseJson } from './wires.ts'

const PROGRAM = ['code.py', 'run-batch.py'].map((name) => new URL(name, import.meta.url))

const Text = z.string().max(MOST_UNITS_OF_OUTPUT)

/** What run-batch.py answers. Code may have written it instead, so it is no more than an answer. */
const BatchOutcome = z.union([
  z.strictObject({ notCompiled: z.string() }),
  z.strictObject({ noFunction: z.string() }),
  z.strictObject({ stopped: z.enum(['memory', 'output']) }),
  z.strictObject({ numbers: z.base64(), reason: z.string() }),
  z.strictObject({
    outputs: z.array(z.union([Text, z.strictObject({ json: Text }), z.null()])),
    reason: z.string(),
  }),
])

/**
 * Runs Python in bubblewrap: a process for every batch, with neither network nor files but the
 * system's libraries, and limits on memory, time and processes. `random` and the hashes of
 * strings are the same in each; the clock runs. Where there is no bubblewrap, or it may not make
 * its namespaces, nothing is run.
 */
export function pythonSandbox(timeLimit: number): Sandbox {
  const queue = new PQueue({ concurrency: availableParallelism() })
  let opened: Promise<Enclosure | string> | undefined

  async function run(source: string, inputs: Inputs): Promise<Evaluation> {
    const enclosure = await (opened ??= open())
    if (typeof enclosure === 'string') return { status: 'unavailable', reason: enclosure }
    const input = request(source, inputs, timeLimit)
    const { results, end } = await enclosure({ input, timeLimit })
    if (end === 'late') return broken(tooSlow(timeLimit))
    if (end === 'flood') return broken(TOO_MUCH_OUTPUT)
    return toEvaluation(results, inputs)
  }

  return {
    run: ({ source }, inputs) => queue.add(() => run(source, inputs)),
    close: () => queue.onIdle(),
  }
}

/** How long code in Python is, in bits; or that it is none; or why nobody can tell. */
export type Length =
  | { readonly bits: number }
  | { readonly notCompiled: string }
  | { readonly unavailable: string }

const Measured = z.union([
  z.strictObject({ bits: z.number().nonnegative() }),
  z.strictObject({ notCompiled: z.string() }),
])

let measuring: Promise<Enclosure | string> | undefined

/** Measures the part of Python code that is run: no comments, docstrings or names of variables. */
export async function pythonLength(source: string): Promise<Length> {
  const enclosure = await (measuring ??= open())
  if (typeof enclosure === 'string') return { unavailable: enclosure }
  const input = JSON.stringify({ ...JSON.parse(request(source, [], TIME_LIMIT)), measure: true })
  const { results } = await enclosure({ input, timeLimit: TIME_LIMIT })
  return Measured.safeParse(parseJson(results)).data ?? { notCompiled: 'it takes too much' }
}

/** A sandbox that was seen to work on code of our own, or what it lacks. */
async function open(): Promise<Enclosure | string> {
  const enclosure = await enclose(...PROGRAM)
  if (typeof enclosure === 'string') return enclosure
  const inputs = Float64Array.of(1)
  const input = request('def f(x): return x', inputs, TIME_LIMIT)
  const { results, errors } = await enclosure({ input, timeLimit: TIME_LIMIT, listen: 'errors' })
  if (toEvaluation(results, inputs).status === 'evaluated') return enclosure
  return `no sandbox for Python: ${errors.trim() || 'bubblewrap runs nothing'}`
}

function request(source: string, inputs: Inputs, timeLimit: number): string {
  return JSON.stringify({
    source,
    inputs: inputs instanceof Float64Array ? toBase64(inputs) : inputs,
    limits: {
      memory: PYTHON_MEMORY_MB * 2 ** 20,
      // The clock on the wall decides; this one ends what outlives it.
      cpuSeconds: Math.ceil(timeLimit / 1000) + 1,
      output: MOST_UNITS_OF_OUTPUT,
      batch: MOST_UNITS_OF_BATCH,
      levels: MOST_LEVELS,
      tooLong: TOO_LONG,
      noJson: NO_JSON,
    },
  })
}

const NO_OUTPUTS = broken('ended before it gave its outputs')

function broken(reason: string): Evaluation {
  return { status: 'broken', reason }
}

/** Float64 as bytes: JSON has neither -0 nor NaN. */
function toBase64({ buffer, byteOffset, byteLength }: Float64Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}

function fromBase64(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text, 'base64')).buffer
}

function toEvaluation(results: string, inputs: Inputs): Evaluation {
  const { length } = inputs
  const answer = parseJson(results)
  if (!isSmall(answer, length)) return NO_OUTPUTS
  const outcome = BatchOutcome.safeParse(answer).data
  if (outcome === undefined) return NO_OUTPUTS
  if ('notCompiled' in outcome) return broken(notCompiled(outcome.notCompiled))
  if ('noFunction' in outcome) return broken(noFunction(outcome.noFunction))
  if ('stopped' in outcome)
    return broken(outcome.stopped === 'memory' ? tooMuchMemory(PYTHON_MEMORY_MB) : TOO_MUCH_OUTPUT)
  if ('numbers' in outcome !== inputs instanceof Float64Array) return NO_OUTPUTS
  if ('outputs' in outcome) return outcome.outputs.length === length ? ofJson(outcome) : NO_OUTPUTS
  const numbers = fromBase64(outcome.numbers)
  return numbers.byteLength === 9 * length ? ofNumbers({ ...outcome, numbers }) : NO_OUTPUTS
}

/** The schema finds a fault in every item of what code forged: of millions there is no room for. */
function isSmall(answer: unknown, length: number): boolean {
  if (typeof answer !== 'object' || answer === null) return false
  const parts: unknown[] = Object.values(answer)
  return parts.length <= 2 && parts.every((part) => !Array.isArray(part) || part.length <= length)
}
