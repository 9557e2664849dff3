/** The worker's side of worker-sandbox.ts: compiles code and runs it on a batch. */
import { parentPort } from 'node:worker_threads'
import seedrandom from 'seedrandom'
import type { Category, Evaluation } from '../contracts.ts'
import type { Task } from './worker-sandbox.ts'

parentPort?.on('message', (task: Task) => parentPort?.postMessage(evaluate(task)))
parentPort?.postMessage('ready')

function evaluate({ category, source, inputs }: Task): Evaluation<Category> {
  // The same draws in every batch: an answer's score may not depend on what ran before it.
  Math.random = seedrandom('sandbox')
  let f: unknown
  try {
    // oxlint-disable-next-line no-implied-eval -- running an answer's code is what this worker is for
    f = new Function(`'use strict';${source}\n;return f`)()
  } catch (error) {
    return { status: 'broken', reason: `does not compile: ${String(error)}` }
  }
  if (typeof f !== 'function')
    return { status: 'broken', reason: `defines no function f(x): f is ${typeof f}` }
  const type = category === 'numeric' ? 'number' : 'string'
  const got = Array.from<unknown, unknown>(inputs, (input) => {
    try {
      const output: unknown = f(input)
      return typeof output === type ? output : null
    } catch {
      // An input that the code cannot take has no output: that is the answer's outcome there.
      return null
    }
  })
  return { status: 'evaluated', got } as Evaluation<Category>
}
