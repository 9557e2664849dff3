/** Heads and neurons beside a circuit, which depend on the input as much as its own do. */
import type { Random } from '../../../plugins/contracts.ts'
import { pick, repeat } from '../../strings/draw.ts'
import { dimension, type Distractors, type HeadPlan, type Neuron, type Space } from './plan.ts'

/** Standard deviation of a score between a query and a key of length 1. */
const SHARPNESS = 2
/** How much weaker they read what they write themselves: it would grow with every layer. */
const DAMPING = 0.25

/** A head that attends from something to something, and moves what it finds out of the way. */
export function distractorHead(distractors: Distractors, layer: number, random: Random): HeadPlan {
  const { attend, move, write, length, leak } = distractors
  const written = writtenBefore(distractors, layer)
  const attended = [...attend, ...move, ...written]
  const [query, key] = [pick(random, attended), pick(random, attended)]
  const from = pick(random, [...move, ...written])
  const damped = (space: Space) => (space === write ? DAMPING : 1)
  const into = (to: Space, by: number) => ({
    to,
    by: randomMatrix(random, from.size, to.size, (damped(from) * by) / Math.sqrt(to.size)),
  })
  const sharpness = SHARPNESS * damped(query) * damped(key)
  return {
    matches: [
      { key, queries: [{ query, by: randomMatrix(random, query.size, key.size, sharpness) }] },
    ],
    moves: [{ from, into: [into(write, length), ...(leak ? [into(leak.into, leak.by)] : [])] }],
  }
}

/** A neuron that reads a few dimensions of anything. */
export function distractorNeuron(distractors: Distractors, layer: number, random: Random): Neuron {
  const { attend, move, write } = distractors
  const all = [...attend, ...move, ...writtenBefore(distractors, layer)]
  const anywhere = (space: Space) => dimension(space, Math.floor(random() * space.size))
  return {
    reads: repeat(4, () => {
      const space = pick(random, all)
      return [anywhere(space), uniform(random, space === write ? DAMPING : 1)] as const
    }),
    bias: uniform(random, 0.2),
    writes: repeat(3, () => [anywhere(write), uniform(random, 0.15)] as const),
  }
}

/** Nothing was, before the first layer. */
const writtenBefore = ({ write }: Distractors, layer: number) => (layer === 0 ? [] : [write])

/** Uniform with this standard deviation. */
const uniform = (random: Random, deviation: number) => (2 * random() - 1) * Math.sqrt(3) * deviation

const randomMatrix = (random: Random, rows: number, columns: number, deviation: number) =>
  repeat(rows, () => repeat(columns, () => uniform(random, deviation)))
