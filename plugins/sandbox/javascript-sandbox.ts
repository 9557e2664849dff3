import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import PQueue from 'p-queue'
import type { Evaluation } from '../contracts.ts'
import { tooSlow } from './limits.ts'
import type { Inputs, Sandbox } from './sandbox.ts'
import { type JsonOutputs, type NumberOutputs, ofJson, ofNumbers } from './wires.ts'

/** What a worker is made with, what it is asked, and what it answers; see evaluate-code.ts. */
export interface WorkerData {
  readonly wasm: WebAssembly.Module
  /** Milliseconds. */
  readonly timeLimit: number
}
export interface Task {
  readonly source: string
  readonly inputs: Inputs
}
export type WorkerReply =
  | { readonly status: 'broken'; readonly reason: string }
  | ({ readonly status: 'evaluated' } & (NumberOutputs | JsonOutputs))

/** TypeScript in the repository, JavaScript in the package. */
const SUFFIX = extname(import.meta.url)

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
    const worker = new Worker(new URL(`./evaluate-code${SUFFIX}`, import.meta.url), {
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

  async function run(task: Task): Promise<WorkerReply> {
    const worker = idle.pop() ?? (await start())
    const guard = new AbortController()
    // An answer that came while this thread was busy is still in time.
    const timer = setTimeout(() => setImmediate(() => guard.abort()), timeLimit + GRACE)
    try {
      worker.postMessage(task)
      const [answer] = (await once(worker, 'message', { signal: guard.signal })) as [WorkerReply]
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
    run: async ({ source }, inputs) => toEvaluation(await queue.add(() => run({ source, inputs }))),
    async close() {
      await queue.onIdle()
      await Promise.all(Array.from(workers, stop))
    },
  }
}

function toEvaluation(answer: WorkerReply): Evaluation {
  if (answer.status === 'broken') return answer
  return 'numbers' in answer ? ofNumbers(answer) : ofJson(answer)
}

let compiled: Promise<WebAssembly.Module> | undefined

/** Compiled once a process; its workers share the code. */
function engine(): Promise<WebAssembly.Module> {
  const file = createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm')
  return (compiled ??= readFile(file).then((bytes) => WebAssembly.compile(bytes)))
}
