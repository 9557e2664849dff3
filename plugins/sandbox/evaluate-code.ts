/** The worker's side of worker-sandbox.ts: compiles code and runs it on a batch. */
import { createContext, runInContext } from 'node:vm'
import { parentPort } from 'node:worker_threads'
import seedrandom from 'seedrandom'
import type { Category, Evaluation } from '../contracts.ts'
import type { Task } from './worker-sandbox.ts'

parentPort?.on('message', (task: Task) => parentPort?.postMessage(evaluate(task)))
parentPort?.postMessage('ready')

/**
 * Each piece of code has globals of its own, so that what one changes cannot touch the next.
 * Functions do not show their source: a comment is no place for a table.
 */
function evaluate({ category, source, inputs }: Task): Evaluation<Category> {
  const type = category === 'numeric' ? 'number' : 'string'
  // The same draws in every batch: an answer's score may not depend on what ran before it.
  const context = createContext({
    inputs: Array.from<unknown>(inputs),
    random: seedrandom('sandbox'),
  })
  runInContext(
    `Math.random = random; delete globalThis.random
Function.prototype.toString = () => 'function () { [no source] }'`,
    context,
  )
  let defined: unknown
  try {
    defined = runInContext(`'use strict';${source}\n;typeof f`, context)
  } catch (error) {
    return { status: 'broken', reason: `does not compile: ${String(error)}` }
  }
  if (defined !== 'function')
    return { status: 'broken', reason: `defines no function f(x): f is ${String(defined)}` }
  const got: unknown = runInContext(
    `inputs.map((input) => {
  // An input that the code cannot take has no output: that is the answer's outcome there.
  try { const output = f(input); return typeof output === '${type}' ? output : null } catch { return null }
})`,
    context,
  )
  return { status: 'evaluated', got } as Evaluation<Category>
}
