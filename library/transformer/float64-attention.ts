import type { Address, AttentionShape, Kernels } from './kernels.ts'
import type { Numbers } from './model.ts'

type AttentionKernels = Pick<
  Kernels,
  'rotate' | 'scores' | 'softmax' | 'mix' | 'mixBackward' | 'softmaxBackward' | 'scoresBackward'
>

/** Where the parts of one query of one head begin, and how many keys it sees. */
interface Query {
  readonly head: Address
  readonly row: Address
  readonly seen: number
  /** Of its first key and value, and how far apart they are. */
  readonly key: Address
  readonly keyStride: number
}

/** Calls with each query of each head, as offsets from where the tensors begin. */
function eachQuery(
  shape: AttentionShape,
  first: number,
  last: number,
  visit: (query: Query) => void,
): void {
  const { batch, positions, heads, keyValueHeads, dHead, causal } = shape
  for (let position = first; position < last; position++) {
    for (let prompt = 0; prompt < batch; prompt++) {
      for (let head = 0; head < heads; head++) {
        const index = (position * batch + prompt) * heads + head
        visit({
          head: index * dHead,
          row: index * positions,
          seen: causal ? position + 1 : positions,
          key: (prompt * keyValueHeads + Math.floor((head * keyValueHeads) / heads)) * dHead,
          keyStride: batch * keyValueHeads * dHead,
        })
      }
    }
  }
}

function dot(memory: Numbers, a: Address, b: Address, count: number): number {
  let sum = 0
  for (let i = 0; i < count; i++) sum += memory[a + i]! * memory[b + i]!
  return sum
}

/** memory[to…] += factor · memory[from…] */
function accumulate(
  memory: Numbers,
  to: Address,
  factor: number,
  from: Address,
  count: number,
): void {
  for (let i = 0; i < count; i++) memory[to + i]! += factor * memory[from + i]!
}

const keysOf = ({ batch, positions, keyValueHeads, dHead }: AttentionShape): number =>
  positions * batch * keyValueHeads * dHead

/** The attention of {@link openFloat64}: one query of one head at a time. */
export function attentionKernels(current: () => Numbers): AttentionKernels {
  return {
    rotate(out, x, first, last, batch, heads, dHead, cosines, sines, inverse) {
      const memory = current()
      const half = dHead / 2
      for (let position = first; position < last; position++) {
        for (let head = 0; head < batch * heads; head++) {
          const at = (position * batch * heads + head) * dHead
          for (let i = 0; i < half; i++) {
            const cosine = memory[cosines + position * half + i]!
            const turn = memory[sines + position * half + i]!
            const sine = inverse ? -turn : turn
            const a = memory[x + at + i]!
            const b = memory[x + at + half + i]!
            memory[out + at + i] = a * cosine - b * sine
            memory[out + at + half + i] = b * cosine + a * sine
          }
        }
      }
    },
    scores(scores, q, k, first, last, shape) {
      const memory = current()
      const { positions, dHead, scale } = shape
      eachQuery(shape, first, last, ({ head, row, seen, key, keyStride }) => {
        for (let j = 0; j < seen; j++) {
          memory[scores + row + j] = dot(memory, q + head, k + key + j * keyStride, dHead) / scale
        }
        memory.fill(-Infinity, scores + row + seen, scores + row + positions)
      })
    },
    softmax(pattern, scores, first, last, shape) {
      const memory = current()
      const { positions } = shape
      eachQuery(shape, first, last, ({ row, seen }) => {
        let largest = -Infinity
        for (let j = 0; j < seen; j++) largest = Math.max(largest, memory[scores + row + j]!)
        let sum = 0
        for (let j = 0; j < seen; j++) {
          const weight = Math.exp(memory[scores + row + j]! - largest)
          memory[pattern + row + j] = weight
          sum += weight
        }
        for (let j = 0; j < seen; j++) memory[pattern + row + j]! /= sum
        memory.fill(0, pattern + row + seen, pattern + row + positions)
      })
    },
    mix(z, pattern, v, first, last, shape) {
      const memory = current()
      const { dHead } = shape
      eachQuery(shape, first, last, ({ head, row, seen, key, keyStride }) => {
        memory.fill(0, z + head, z + head + dHead)
        for (let j = 0; j < seen; j++) {
          accumulate(memory, z + head, memory[pattern + row + j]!, v + key + j * keyStride, dHead)
        }
      })
    },
    mixBackward(dPattern, dv, dz, pattern, v, shape) {
      const memory = current()
      const { positions, dHead } = shape
      memory.fill(0, dv, dv + keysOf(shape))
      eachQuery(shape, 0, positions, ({ head, row, seen, key, keyStride }) => {
        for (let j = 0; j < seen; j++) {
          const value = key + j * keyStride
          memory[dPattern + row + j] = dot(memory, dz + head, v + value, dHead)
          accumulate(memory, dv + value, memory[pattern + row + j]!, dz + head, dHead)
        }
        memory.fill(0, dPattern + row + seen, dPattern + row + positions)
      })
    },
    softmaxBackward(dScores, dPattern, pattern, shape) {
      const memory = current()
      const { positions } = shape
      eachQuery(shape, 0, positions, ({ row }) => {
        const mean = dot(memory, pattern + row, dPattern + row, positions)
        for (let j = row; j < row + positions; j++) {
          memory[dScores + j] = memory[pattern + j]! * (memory[dPattern + j]! - mean)
        }
      })
    },
    scoresBackward(dq, dk, dScores, q, k, shape) {
      const memory = current()
      const { batch, positions, heads, dHead, scale } = shape
      memory.fill(0, dk, dk + keysOf(shape))
      memory.fill(0, dq, dq + positions * batch * heads * dHead)
      eachQuery(shape, 0, positions, ({ head, row, seen, key, keyStride }) => {
        for (let j = 0; j < seen; j++) {
          const by = memory[dScores + row + j]! / scale
          accumulate(memory, dq + head, by, k + key + j * keyStride, dHead)
          accumulate(memory, dk + key + j * keyStride, by, q + head, dHead)
        }
      })
    },
  }
}
