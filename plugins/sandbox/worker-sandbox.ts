import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Category, Code, Evaluation, Inputs, Sandbox } from '../contracts.ts'

/** What the worker is asked, and what it answers; see evaluate-code.ts. */
export interface Task {
  readonly category: Category
  readonly source: string
  readonly inputs: Float64Array | readonly string[]
}

export interface WorkerSandboxOptions {
  /** Milliseconds that one batch may take before its code counts as broken. */
  readonly timeLimit?: number
}

/**
 * A sandbox in a `node:worker_threads` worker: code has its own thread, its own seeded
 * Math.random and a time limit. It keeps honest code from disturbing the harness; it does not
 * contain hostile code, and is for the interpreters of this project.
 */
export function workerSandbox({ timeLimit = 10_000 }: WorkerSandboxOptions = {}): Sandbox {
  let worker: Worker | undefined
  // One batch at a time, so that a time limit is about one piece of code.
  let queue: Promise<unknown> = Promise.resolve()

  async function stop(): Promise<void> {
    const stopping = worker
    worker = undefined
    await stopping?.terminate()
  }

  async function run<C extends Category>(task: Task): Promise<Evaluation<C>> {
    worker ??= await start()
    const timer = new AbortController()
    const timeout = setTimeout(() => timer.abort(), timeLimit)
    try {
      worker.postMessage(task)
      const [answer] = (await once(worker, 'message', { signal: timer.signal })) as [Evaluation<C>]
      return answer
    } catch (error) {
      await stop()
      if (!timer.signal.aborted) throw new Error('the sandbox failed', { cause: error })
      return { status: 'broken', reason: `took longer than ${timeLimit} ms` }
    } finally {
      clearTimeout(timeout)
    }
  }

  return {
    evaluate<C extends Category>(category: C, code: Code, inputs: Inputs<C>) {
      const evaluation = queue.then(() => run<C>({ category, source: code.source, inputs }))
      // A failed batch is its own caller's concern, not that of the next in the queue.
      queue = evaluation.catch(() => undefined)
      return evaluation
    },
    async close() {
      await queue
      await stop()
    },
  }
}

/** Starting takes its time, which is not the code's. */
async function start(): Promise<Worker> {
  const starting = new Worker(new URL('./evaluate-code.ts', import.meta.url), { execArgv: [] })
  await once(starting, 'message')
  starting.unref()
  return starting
}
