import { nameOfHook, type HookPoint } from './hook-points.ts'
import type { Address } from './kernels.ts'
import type { Numbers, Shape } from './model.ts'
import { extentOf, type Size } from './tensors.ts'

/**
 * Values for a hook point wherever they lie: those of one head of one position of one prompt are
 * `width` numbers from start + position · perPosition + prompt · perPrompt + head · perHead on.
 */
export interface Values {
  readonly numbers: Numbers
  readonly start: number
  readonly perPosition: number
  readonly perPrompt: number
  readonly perHead: number
  readonly width: number
}

/** Values given as `Run.at` gives them, or of one position of one prompt, for all of them. */
export function givenValues(
  numbers: Numbers,
  hook: HookPoint,
  shape: Shape,
  { batch, positions }: Size,
): Values {
  const { kind, head } = hook
  const extent = extentOf(kind, shape, positions)
  const { width } = extent
  const heads = head === undefined ? extent.heads : 1
  const one = heads * width
  const all = batch * positions * one
  if (numbers.length !== all && numbers.length !== one) {
    throw new RangeError(
      `A patch of ${nameOfHook(hook)} has ${numbers.length} numbers; ` +
        `expected ${all} (all prompts and positions) or ${one} (one position, for all of them).`,
    )
  }
  // An offset that makes the first of these heads begin at 0.
  const skipped = head ?? 0
  if (numbers.length === one && all !== one) {
    const start = -skipped * width
    return { numbers, start, perPosition: 0, perPrompt: 0, perHead: width, width }
  }
  const byHead = kind === 'scores' || kind === 'pattern'
  const perHead = byHead ? positions * width : width
  return {
    numbers,
    start: -skipped * perHead,
    perPosition: byHead ? width : one,
    perPrompt: positions * one,
    perHead,
    width,
  }
}

/** Values in the order of kernels: [position, prompt, head, width]. */
export function orderedValues(
  numbers: Numbers,
  start: number,
  heads: number,
  width: number,
  { batch }: Size,
): Values {
  return {
    numbers,
    start,
    perPosition: batch * heads * width,
    perPrompt: heads * width,
    perHead: width,
    width,
  }
}

/** A tensor [position, prompt, width] that is the same for all heads. */
export function sharedValues(numbers: Numbers, start: number, width: number, size: Size): Values {
  return { ...orderedValues(numbers, start, 1, width, size), perHead: 0 }
}

/** Whether memory has other numbers than these, `count` of them. */
export function differ(
  memory: Numbers,
  at: Address,
  numbers: Numbers,
  from: number,
  count: number,
): boolean {
  for (let i = 0; i < count; i++) if (memory[at + i] !== numbers[from + i]) return true
  return false
}
