import {
  Intrinsics,
  type JSValueHandle,
  MAX_STACK_SIZE,
  QuickJS,
  type QuickJSOptions,
} from 'quickjs-wasi'
import { GUEST_HARNESS } from './guest-harness.ts'
import { MEMORY_MB } from './limits.ts'

/** A QuickJS machine with the harness in it, and nothing else. */
export interface Machine {
  readonly vm: QuickJS
  /** The harness's function of each wire, see guest-harness.ts. */
  readonly load: { readonly numbers: JSValueHandle; readonly json: JSValueHandle }
  /**
   * Makes it what it was when new: between calls all its state is its memory, which is written
   * over. Takes a tenth of the time of a new machine. False where memory has grown, for it does
   * not shrink. A machine whose call was broken off is not to be used again.
   */
  reset(): boolean
}

/** The one instant that code sees: 2000-01-01, UTC. It seeds Math.random as well. */
const NANOSECONDS = 946_684_800_000_000_000n
/** Bytes a batch may take before memory grows. */
const SPARE = 2 ** 20

const SUCCESS = 0
const BAD_FILE = 8

/**
 * All machines begin alike, down to the state of Math.random.
 *
 * @param interrupted asked every now and then while code runs; true stops it.
 */
export async function newMachine(
  wasm: WebAssembly.Module,
  interrupted: () => boolean,
): Promise<Machine> {
  let memory: WebAssembly.Memory | undefined
  const wasi: QuickJSOptions['wasi'] = (its) => {
    memory = its
    return {
      clock_time_get(_clock: number, _precision: bigint, at: number) {
        new DataView(its.buffer).setBigUint64(at, NANOSECONDS, true)
        return SUCCESS
      },
      random_get(at: number, length: number) {
        new Uint8Array(its.buffer, at, length).fill(0)
        return SUCCESS
      },
      fd_write: () => BAD_FILE,
    }
  }
  const vm = await QuickJS.create({
    wasm,
    wasi,
    // Promises never settle, for nobody runs their jobs; without a module loader no import does.
    intrinsics: Intrinsics.ALL & ~Intrinsics.PERFORMANCE,
    memoryLimit: MEMORY_MB * 2 ** 20,
    maxStackSize: MAX_STACK_SIZE,
    timezoneOffset: 0,
    interruptHandler: interrupted,
  })
  const harness = vm.evalCode(GUEST_HARNESS)
  const load = { numbers: harness.getProp('numbers'), json: harness.getProp('json') }
  vm.newArrayBuffer(new Uint8Array(SPARE)).dispose()
  // It is made when first asked for, and has to be in the image.
  void vm.undefined
  const image = vm.snapshot().memory

  return {
    vm,
    load,
    reset() {
      const bytes = new Uint8Array(memory!.buffer)
      if (bytes.length !== image.length) return false
      bytes.set(image)
      return true
    },
  }
}
