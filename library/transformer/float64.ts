import type { Address, Kernels, Norm, Weight } from './kernels.ts'
import { NOWHERE } from './kernels.ts'
import { activations } from './activations.ts'
import { attentionKernels } from './float64-attention.ts'
import type { Numbers } from './model.ts'
import { openSpace } from './space.ts'

interface PlainWeight extends Weight {
  readonly matrix: Numbers
  readonly bias: Numbers | undefined
}
export interface PlainNorm extends Norm {
  readonly centred: boolean
  readonly epsilon: number
  readonly scale: Numbers
  readonly shift: Numbers
}

/** The reference: IEEE 754 doubles, whose results are the same on every machine. */
export function openFloat64(): Kernels {
  let memory = new Float64Array(0)
  const space = openSpace((length) => {
    const larger = new Float64Array(length)
    larger.set(memory)
    memory = larger
  })

  return {
    get memory() {
      return memory
    },
    allocate: (length) => space.allocate(length),
    free: (address) => space.free(address),
    prepare: (matrix, inputs, outputs, bias) =>
      ({ inputs, outputs, matrix: Float64Array.from(matrix), bias }) satisfies PlainWeight,
    linear: (out, outStride, x, xStride, rows, weight) => {
      linear(memory, out, outStride, x, xStride, rows, weight as PlainWeight)
    },
    prepareNorm: (kind, epsilon, scale, shift) =>
      ({
        size: scale.length,
        centred: kind === 'layer',
        epsilon,
        scale,
        shift,
      }) satisfies PlainNorm,
    normalize: (out, x, rows, norm) => {
      normalize(memory, out, x, rows, norm as PlainNorm)
    },
    normalizeBackward: (dx, dy, x, rows, norm, frozen) => {
      normalizeBackward(memory, dx, dy, x, rows, norm as PlainNorm, frozen)
    },
    ...attentionKernels(() => memory),
    activate: (post, pre, gated, count, activation) => {
      const { of } = activations[activation]
      for (let i = 0; i < count; i++) {
        const active = of(memory[pre + i]!)
        memory[post + i] = gated === NOWHERE ? active : active * memory[gated + i]!
      }
    },
    activateBackward: (...of) => {
      activateBackward(memory, ...of)
    },
    copy: (out, x, count) => {
      memory.copyWithin(out, x, x + count)
    },
    add: (out, a, b, count) => {
      for (let i = 0; i < count; i++) memory[out + i] = memory[a + i]! + memory[b + i]!
    },
    exchange: (out, plus, minus, count) => {
      for (let i = 0; i < count; i++) memory[out + i]! += memory[plus + i]! - memory[minus + i]!
    },
  }
}

/** Four inputs at a time, so that the sums are loaded and stored a quarter as often. */
function linear(
  memory: Float64Array,
  out: Address,
  outStride: number,
  x: Address,
  xStride: number,
  rows: number,
  { inputs, outputs, matrix, bias }: PlainWeight,
): void {
  const whole = inputs - (inputs % 4)
  for (let row = 0; row < rows; row++) {
    const to = out + row * outStride
    const from = x + row * xStride
    memory.fill(0, to, to + outputs)
    for (let k = 0; k < whole; k += 4) {
      const x0 = memory[from + k]!
      const x1 = memory[from + k + 1]!
      const x2 = memory[from + k + 2]!
      const x3 = memory[from + k + 3]!
      const w0 = k * outputs
      const w1 = w0 + outputs
      const w2 = w1 + outputs
      const w3 = w2 + outputs
      for (let j = 0; j < outputs; j++) {
        memory[to + j] =
          memory[to + j]! +
          x0 * matrix[w0 + j]! +
          x1 * matrix[w1 + j]! +
          x2 * matrix[w2 + j]! +
          x3 * matrix[w3 + j]!
      }
    }
    for (let k = whole; k < inputs; k++) {
      const xk = memory[from + k]!
      for (let j = 0; j < outputs; j++) memory[to + j]! += xk * matrix[k * outputs + j]!
    }
    if (bias) for (let j = 0; j < outputs; j++) memory[to + j]! += bias[j]!
  }
}

/** The mean of a row (0 of an RMSNorm) and what the row less it is divided by. */
function moments(memory: Numbers, from: Address, norm: PlainNorm): [number, number] {
  const { size, centred, epsilon } = norm
  let mean = 0
  if (centred) {
    for (let i = 0; i < size; i++) mean += memory[from + i]!
    mean /= size
  }
  let squares = 0
  for (let i = 0; i < size; i++) {
    const off = memory[from + i]! - mean
    squares += off * off
  }
  return [mean, Math.sqrt(squares / size + epsilon)]
}

function normalize(
  memory: Float64Array,
  out: Address,
  x: Address,
  rows: number,
  norm: PlainNorm,
): void {
  const { size, scale, shift } = norm
  const shifted = shift.length > 0
  for (let row = 0; row < rows; row++) {
    const from = x + row * size
    const to = out + row * size
    const [mean, deviation] = moments(memory, from, norm)
    for (let i = 0; i < size; i++) {
      const unit = ((memory[from + i]! - mean) / deviation) * scale[i]!
      memory[to + i] = shifted ? unit + shift[i]! : unit
    }
  }
}

/** With u = (x - mean) / s and g = dy · scale: dx = (g - mean g - u · mean (g · u)) / s. */
export function normalizeBackward(
  memory: Numbers,
  dx: Address,
  dy: Address,
  x: Address,
  rows: number,
  norm: PlainNorm,
  frozen: boolean,
): void {
  const { size, centred, scale } = norm
  for (let row = 0; row < rows; row++) {
    const from = x + row * size
    const by = dy + row * size
    const to = dx + row * size
    const [mean, deviation] = moments(memory, from, norm)
    let sum = 0
    let along = 0
    for (let i = 0; i < size; i++) {
      const g = memory[by + i]! * scale[i]!
      sum += g
      along += (g * (memory[from + i]! - mean)) / deviation
    }
    const shared = centred ? sum / size : 0
    const turned = frozen ? 0 : along / size
    for (let i = 0; i < size; i++) {
      const unit = (memory[from + i]! - mean) / deviation
      memory[to + i] = (memory[by + i]! * scale[i]! - shared - unit * turned) / deviation
    }
  }
}

export function activateBackward(
  memory: Numbers,
  ...[dPre, dGated, dPost, pre, gated, count, activation]: Parameters<Kernels['activateBackward']>
): void {
  const { of, slope } = activations[activation]
  for (let i = 0; i < count; i++) {
    const x = memory[pre + i]!
    const d = memory[dPost + i]!
    if (gated === NOWHERE) {
      memory[dPre + i] = d * slope(x)
    } else {
      memory[dPre + i] = d * slope(x) * memory[gated + i]!
      memory[dGated + i] = d * of(x)
    }
  }
}
