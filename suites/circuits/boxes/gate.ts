/** What gates have in common: prompts of seven tokens, read at the last, and thresholds. */
import { holding, type Neuron, resting, type Space } from './plan.ts'
import { positionCode, POSITION_SIZE, shifted } from './positions.ts'
import { WORD_SIZE } from './vocabulary.ts'

export const END = 6
export const POSITIONS = [...Array(END + 1).keys()]
export const FILLERS = ['then', 'well', 'so', 'now', 'here', 'there', 'thus', 'also'] as const
export const SHARED = {
  begin: 1,
  asks: 1,
  word: WORD_SIZE,
  position: POSITION_SIZE,
} as const
export const SHAPE = { heads: 4, dHead: 10, dMlp: 16 } as const

/** The logit of an answer against another. */
export const GAIN = 6

export const positions = (space: Space) =>
  POSITIONS.map((position) => (position > 0 ? holding(space, positionCode(position)) : []))

/** At the end, attends to a position. */
export const attendingTo = (
  position: number,
  { begin, asks, position: code }: Readonly<Record<keyof typeof SHARED, Space>>,
) => [
  resting(begin, 60, [asks, 60]),
  { key: code, queries: [{ query: code, by: shifted(position - END, 25) }] },
]

/** From 0 to 1 between the two, in a pair of neurons. */
export function threshold(
  from: number,
  least: number,
  most: number,
  to: number,
): readonly Neuron[] {
  const slope = 1 / (most - least)
  const neuron = (at: number, weight: number): Neuron => ({
    reads: [[from, slope]],
    bias: -slope * at,
    writes: [[to, weight]],
  })
  return [neuron(least, 1), neuron(most, -1)]
}
