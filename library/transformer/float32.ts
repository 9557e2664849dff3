import { activateBackward, normalizeBackward, type PlainNorm } from './float64.ts'
import { attentionKernels } from './float64-attention.ts'
import { NOWHERE, type Address, type Kernels, type Weight } from './kernels.ts'
import { openSpace } from './space.ts'
import { openMemory } from './wasm/open-memory.ts'
import { PANEL, panelsOf } from './wasm/panels.ts'

interface PackedWeight extends Weight {
  /** In bytes; a bias of 0 is none. */
  readonly panels: number
  readonly bias: number
}
interface KeptNorm extends PlainNorm {
  /** In bytes. */
  readonly scaleAt: number
  readonly shiftAt: number
}

/** Numbers past the end of a tensor that kernels may read: the rest of an incomplete panel. */
const SLACK = PANEL

/**
 * Float32 numbers in WebAssembly's SIMD, forward; backward, which no sweep waits for, its products
 * alone. Whatever processor has it, the results are the same to the last bit, but for the sign and
 * payload of NaN.
 */
export function openFloat32(): Kernels {
  const memory = openMemory()
  const { kernel } = memory
  const space = openSpace(
    (length) => memory.grow(length + SLACK),
    Math.ceil(kernel.begin.value / 4),
  )

  function keep(numbers: ArrayLike<number>, length = numbers.length): Address {
    const at = space.allocate(length)
    memory.numbers.fill(0, at, at + length)
    memory.numbers.set(numbers, at)
    return at
  }

  let work: Address = NOWHERE
  let workLength = 0
  /** Room for the panels of the keys of one head. */
  function workOf(length: number): Address {
    if (length > workLength) {
      if (work !== NOWHERE) space.free(work)
      work = space.allocate(length)
      workLength = length
    }
    return work
  }

  return {
    get memory() {
      return memory.numbers
    },
    allocate: (length) => space.allocate(length),
    free: (address) => space.free(address),

    prepare: (matrix, inputs, outputs, bias) => {
      const width = Math.ceil(outputs / PANEL) * PANEL
      const panels = space.allocate(inputs * width)
      panelsOf(matrix, inputs, outputs, memory.numbers.subarray(panels, panels + inputs * width))
      return {
        inputs,
        outputs,
        panels: panels * 4,
        bias: bias ? keep(bias, width) * 4 : 0,
      } satisfies PackedWeight
    },
    linear: (out, outStride, x, xStride, rows, weight) => {
      const { panels, bias, inputs, outputs } = weight as PackedWeight
      kernel.linear(out * 4, outStride * 4, x * 4, xStride * 4, rows, panels, bias, inputs, outputs)
    },

    prepareNorm: (kind, epsilon, scale, shift) =>
      ({
        size: scale.length,
        centred: kind === 'layer',
        epsilon,
        scale,
        shift,
        scaleAt: keep(scale) * 4,
        shiftAt: keep(shift, scale.length) * 4,
      }) satisfies KeptNorm,
    normalize: (out, x, rows, norm) => {
      const { size, centred, epsilon, scaleAt, shiftAt } = norm as KeptNorm
      if (centred) kernel.layerNorm(out * 4, x * 4, rows, size, epsilon, scaleAt, shiftAt)
      else kernel.rmsNorm(out * 4, x * 4, rows, size, epsilon, scaleAt)
    },
    normalizeBackward: (dx, dy, x, rows, norm, frozen) => {
      normalizeBackward(memory.numbers, dx, dy, x, rows, norm as KeptNorm, frozen)
    },

    ...attentionKernels(() => memory.numbers),
    scores: (scores, q, k, first, last, shape) => {
      const { batch, positions, heads, keyValueHeads, dHead, causal, scale } = shape
      const panels = workOf(Math.ceil(positions / PANEL) * PANEL * dHead)
      kernel.scores(
        ...([scores * 4, q * 4, k * 4, first, last, batch, positions] as const),
        ...([heads, keyValueHeads, dHead, causal, scale, panels * 4] as const),
      )
    },
    softmax: (pattern, scores, first, last, { batch, heads, positions, causal }) => {
      kernel.softmax(pattern * 4, scores * 4, first, last, batch * heads, positions, causal)
    },
    mix: (z, pattern, v, first, last, shape) => {
      const { batch, positions, heads, keyValueHeads, dHead, causal } = shape
      kernel.mix(
        ...([z * 4, pattern * 4, v * 4, first, last] as const),
        ...([batch, positions, heads, keyValueHeads, dHead, causal] as const),
      )
    },

    activate: (post, pre, gated, count, activation) => {
      kernel[activation](post * 4, pre * 4, count)
      if (gated !== NOWHERE) kernel.multiply(post * 4, post * 4, gated * 4, count)
    },
    activateBackward: (...of) => {
      activateBackward(memory.numbers, ...of)
    },
    // In shared memory, the language's own way to copy takes one word at a time.
    copy: (out, x, count) => {
      kernel.copy(out * 4, x * 4, count)
    },
    add: (out, a, b, count) => {
      kernel.add(out * 4, a * 4, b * 4, count)
    },
    exchange: (out, plus, minus, count) => {
      kernel.exchange(out * 4, plus * 4, minus * 4, count)
    },
  }
}
