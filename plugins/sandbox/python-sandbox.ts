import { Buffer } from 'node:buffer'
import { availableParallelism } from 'node:os'
import PQueue from 'p-queue'
import { z } from 'zod'
import type { Category, Code, Evaluation, Inputs, Sandbox } from '../contracts.ts'
import { type Enclosure, enclose } from './enclosure.ts'
import {
  MOST_UNITS_OF_BATCH,
  MOST_UNITS_OF_OUTPUT,
  noFunction,
  notCompiled,
  PYTHON_MEMORY_MB,
  TIME_LIMIT,
  TOO_MUCH_OUTPUT,
  tooMuchMemory,
  tooSlow,
} from './limits.ts'

/** What run-batch.py answers. Code may have written it instead, so it is no more than an answer. */
const Outcome = z.union([
  z.strictObject({ notCompiled: z.string() }),
  z.strictObject({ noFunction: z.string() }),
  z.strictObject({ stopped: z.enum(['memory', 'output']) }),
  z.strictObject({ numbers: z.base64(), missing: z.array(z.int()) }),
  z.strictObject({ strings: z.array(z.string().nullable()) }),
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

  async function run(
    category: Category,
    source: string,
    inputs: Inputs<Category>,
  ): Promise<Evaluation<Category>> {
    const enclosure = await (opened ??= open())
    if (typeof enclosure === 'string') return { status: 'unavailable', reason: enclosure }
    const input = request(category, source, inputs, timeLimit)
    const { results, end } = await enclosure({ input, timeLimit })
    if (end === 'late') return broken(tooSlow(timeLimit))
    if (end === 'flood') return broken(TOO_MUCH_OUTPUT)
    return toEvaluation(results, category, inputs.length)
  }

  return {
    evaluate: <C extends Category>(category: C, { source }: Code, inputs: Inputs<C>) =>
      queue.add(() => run(category, source, inputs)),
    close: () => queue.onIdle(),
  }
}

/** A sandbox that was seen to work on code of our own, or what it lacks. */
async function open(): Promise<Enclosure | string> {
  const enclosure = await enclose(new URL('run-batch.py', import.meta.url))
  if (typeof enclosure === 'string') return enclosure
  const input = request('numeric', 'def f(x): return x', Float64Array.of(1), TIME_LIMIT)
  const { results, errors } = await enclosure({ input, timeLimit: TIME_LIMIT, listen: 'errors' })
  if (toEvaluation(results, 'numeric', 1).status === 'evaluated') return enclosure
  return `no sandbox for Python: ${errors.trim() || 'bubblewrap runs nothing'}`
}

function request(
  category: Category,
  source: string,
  inputs: Inputs<Category>,
  timeLimit: number,
): string {
  return JSON.stringify({
    category,
    source,
    inputs: inputs instanceof Float64Array ? toBase64(inputs) : inputs,
    limits: {
      memory: PYTHON_MEMORY_MB * 2 ** 20,
      // The clock on the wall decides; this one ends what outlives it.
      cpuSeconds: Math.ceil(timeLimit / 1000) + 1,
      output: MOST_UNITS_OF_OUTPUT,
      batch: MOST_UNITS_OF_BATCH,
    },
  })
}

const NO_OUTPUTS = broken('ended before it gave its outputs')

function broken(reason: string): Evaluation<Category> {
  return { status: 'broken', reason }
}

/** Float64 as bytes: JSON has neither -0 nor NaN. */
function toBase64({ buffer, byteOffset, byteLength }: Float64Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}

function toEvaluation(results: string, category: Category, length: number): Evaluation<Category> {
  const answer = parseJson(results)
  if (!isSmall(answer, length)) return NO_OUTPUTS
  const outcome = Outcome.safeParse(answer).data
  if (outcome === undefined) return NO_OUTPUTS
  if ('notCompiled' in outcome) return broken(notCompiled(outcome.notCompiled))
  if ('noFunction' in outcome) return broken(noFunction(outcome.noFunction))
  if ('stopped' in outcome)
    return broken(outcome.stopped === 'memory' ? tooMuchMemory(PYTHON_MEMORY_MB) : TOO_MUCH_OUTPUT)
  if ('strings' in outcome !== (category === 'strings')) return NO_OUTPUTS
  const got = 'strings' in outcome ? outcome.strings : toNumbers(outcome.numbers, outcome.missing)
  return got.length === length ? { status: 'evaluated', got } : NO_OUTPUTS
}

function toNumbers(base64: string, missing: readonly number[]): (number | null)[] {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'))
  const none = new Set(missing)
  const values = new Float64Array(bytes.buffer, 0, Math.floor(bytes.length / 8))
  return Array.from(values, (value, i) => (none.has(i) ? null : value))
}

/** The schema finds a fault in every item of what code forged: of millions there is no room for. */
function isSmall(answer: unknown, length: number): boolean {
  if (typeof answer !== 'object' || answer === null) return false
  const parts: unknown[] = Object.values(answer)
  return parts.length <= 2 && parts.every((part) => !Array.isArray(part) || part.length <= length)
}

/** Undefined where a text is no JSON: code that dies early leaves none, or a part of one. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
