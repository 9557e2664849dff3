import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import PQueue from 'p-queue'
import type { Category, Code, Evaluation, Inputs, Sandbox } from '../contracts.ts'
import { tooSlow } from './limits.ts'

/** What a worker is made with, what it is asked, and what it answers; see evaluate-code.ts. */
export interface WorkerData {
  readonly wasm: WebAssembly.Module
  /** Milliseconds. */
  readonly timeLimit: number
}
export type Task = { readonly source: string } & (
  | { readonly category: 'numeric'; readonly inputs: Float64Array }
  | { readonly category: 'strings'; readonly inputs: readonly string[] }
)
export type Answer =
  | { readonly status: 'broken'; readonly reason: string }
  /** n float64, then n bytes: 1 where there is no output. */
  | { readonly status: 'evaluated'; readonly numbers: ArrayBuffer }
  | { readonly status: 'evaluated'; readonly strings: readonly (string | null)[] }

/** The worker looks at the clock itself, but not within a single step of the engine. */
const GRACE = 1000

/**
 * Runs JavaScript in QuickJS, compiled to WebAssembly: a fresh machine for every batch, that
 * holds nothing of the host. Workers are started when there is more to do than those at hand
 * can; one that has to be stopped is replaced.
 */
export function javascriptSandbox(timeLimit: number): Sandbox {
  const queue = new PQueue({ concurrency: availableParallelism() })
  const workers = new Set<Worker>()
  const idle: Worker[] = []

  async function start(): Promise<Worker> {
    const data: WorkerData = { wasm: await engine(), timeLimit }
    const worker = new Worker(new URL('./evaluate-code.ts', import.meta.url), {
      workerData: data,
      execArgv: [],
      env: {},
      // Frames of the engine are larger than those it counts.
      resourceLimits: { stackSizeMb: 16 },
    })
    workers.add(worker)
    await once(worker, 'message')
    worker.unref()
    return worker
  }

  async function stop(worker: Worker): Promise<void> {
    workers.delete(worker)
    await worker.terminate()
  }

  async function run(task: Task): Promise<Answer> {
    const worker = idle.pop() ?? (await start())
    const guard = new AbortController()
    // An answer that came while this thread was busy is still in time.
    const timer = setTimeout(() => setImmediate(() => guard.abort()), timeLimit + GRACE)
    try {
      worker.postMessage(task)
      const [answer] = (await once(worker, 'message', { signal: guard.signal })) as [Answer]
      idle.push(worker)
      return answer
    } catch (error) {
      await stop(worker)
      if (!guard.signal.aborted) throw new Error('the sandbox failed', { cause: error })
      return { status: 'broken', reason: tooSlow(timeLimit) }
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    async evaluate<C extends Category>(category: C, { source }: Code, inputs: Inputs<C>) {
      const answer = await queue.add(() => run({ category, source, inputs } as Task))
      return toEvaluation(answer)
    },
    async close() {
      await queue.onIdle()
      await Promise.all(Array.from(workers, stop))
    },
  }
}

function toEvaluation(answer: Answer): Evaluation<Category> {
  if (answer.status === 'broken') return answer
  if ('strings' in answer) return { status: 'evaluated', got: answer.strings }
  const length = answer.numbers.byteLength / 9
  const values = new Float64Array(answer.numbers, 0, length)
  const missing = new Uint8Array(answer.numbers, 8 * length)
  return { status: 'evaluated', got: Array.from(values, (value, i) => (missing[i] ? null : value)) }
}

let compiled: Promise<WebAssembly.Module> | undefined

/** Compiled once a process; its workers share the code. */
function engine(): Promise<WebAssembly.Module> {
  const file = createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm')
  return (compiled ??= readFile(file).then((bytes) => WebAssembly.compile(bytes)))
}
