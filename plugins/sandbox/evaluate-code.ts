/** The worker's side of javascript-sandbox.ts: runs code on a batch, in a machine of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { CompileFlags, JSException, type JSValueHandle, type QuickJS } from 'quickjs-wasi'
import type { WorkerReply, Task, WorkerData } from './javascript-sandbox.ts'
import {
  MEMORY_MB,
  noFunction,
  notCompiled,
  TOO_MUCH_OUTPUT,
  tooMuchMemory,
  tooSlow,
} from './limits.ts'
import { type Machine, newMachine } from './machine.ts'

const { wasm, timeLimit } = workerData as WorkerData

/** What quickjs-wasi puts before the error of a script that it cannot compile. */
const COMPILATION_ERROR = 'Error: Compilation error: '
const OUT_OF_MEMORY = 'InternalError: out of memory'

let deadline = Infinity
let late = false
let machine = assemble()

parentPort!.on('message', (task: Task) => void answer(task))
await machine
parentPort!.postMessage('ready')

function assemble(): Promise<Machine> {
  deadline = Infinity
  late = false
  return newMachine(wasm, () => (late ||= performance.now() > deadline))
}

async function answer(task: Task): Promise<void> {
  const current = await machine
  deadline = performance.now() + timeLimit
  const given = evaluate(current, task)
  const said: WorkerReply = late ? broken(tooSlow(timeLimit)) : given
  parentPort!.postMessage(said, 'numbers' in said ? [said.numbers] : [])
  // What one piece of code changed is gone before the next one comes.
  if (said.status === 'evaluated' && current.reset()) return
  machine = assemble()
  // Where there is no new machine, the next batch has to say so: between two nobody listens.
  machine.catch(() => undefined)
}

function evaluate({ vm, load }: Machine, task: Task): WorkerReply {
  try {
    const batch = loadBatch(vm, load, task)
    const f = define(vm, task.source)
    if (typeof f === 'string') return broken(f)
    const returned = vm.callFunction(batch.run, vm.undefined, f).toString()
    // A text that the machine has no room for comes as `<null>`.
    if (returned === 'memory' || returned === '<null>') return broken(tooMuchMemory(MEMORY_MB))
    if (returned === 'output') return broken(TOO_MUCH_OUTPUT)
    return batch.outputs(returned)
  } catch (error) {
    // Nothing but the limits can stop the harness in the machine.
    if (error instanceof JSException) return broken(tooMuchMemory(MEMORY_MB))
    // The engine does not guard all of its own recursion.
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError)
      return broken('crashed its virtual machine')
    throw error
  }
}

function broken(reason: string): WorkerReply {
  return { status: 'broken', reason }
}

interface Batch {
  /** Runs a function on the inputs. */
  readonly run: JSValueHandle
  /** The outputs, by what `run` returned. */
  readonly outputs: (returned: string) => WorkerReply
}

function loadBatch(vm: QuickJS, load: Machine['load'], { inputs }: Task): Batch {
  if (inputs instanceof Float64Array) {
    const { length } = inputs
    const bytes = new Uint8Array(9 * length)
    new Float64Array(bytes.buffer, 0, length).set(inputs)
    const buffer = vm.newArrayBuffer(bytes)
    const run = vm.callFunction(load.numbers, vm.undefined, buffer, vm.newNumber(length))
    return {
      run,
      outputs: (reason) => ({ status: 'evaluated', numbers: buffer.toArrayBuffer(), reason }),
    }
  }
  const run = vm.callFunction(load.json, vm.undefined, vm.newString(JSON.stringify(inputs)))
  return { run, outputs: (json) => ({ status: 'evaluated', ...JSON.parse(json) }) }
}

/** The function that code defines, or what is wrong with the code. */
function define(vm: QuickJS, source: string): JSValueHandle | string {
  // A comment is no place for a table, nor is the number of a line: no function can be shown as
  // text, and no error says where it comes from.
  const flags = CompileFlags.STRIP_SOURCE | CompileFlags.STRIP_DEBUG
  const script = `'use strict';${source}\n;typeof f === 'function' ? f : typeof f`
  try {
    const f = vm.evalBytecode(vm.compile(script, 'answer', 0, flags))
    return f.isFunction ? f : noFunction(f.toString())
  } catch (error) {
    const text = String(error).replace(COMPILATION_ERROR, '')
    if (text === OUT_OF_MEMORY) return tooMuchMemory(MEMORY_MB)
    if (text !== String(error)) return notCompiled(text)
    if (!(error instanceof JSException)) throw error
    const { handle } = error
    return notCompiled(handle.isError ? text : `it threw a value of type ${vm.typeof(handle)}`)
  }
}
