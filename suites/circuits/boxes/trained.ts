/**
 * Tiny transformers that studies/circuits/train.py trained. Nobody built their circuits: what is
 * known of them is what patching shows.
 */
import type { CircuitTask, Pair } from '../../../plugins/categories/circuits/task.ts'
import type { Random } from '../../../plugins/contracts.ts'
import { integer, repeat, shuffled } from '../../strings/draw.ts'
import { corrupted } from './corrupted.ts'
import { readTrainedModel, type TrainedSize } from './trained-model.ts'

interface Trained extends Omit<CircuitTask, 'model' | 'parts' | 'pairs'> {
  readonly size: TrainedSize
  readonly pair: (random: Random) => Pair
}

// ----------------------------------------------------------------- induction

/** Symbols are numbered from 1 on, after the token that begins. */
const SYMBOLS = 16
/** How many of them a prompt shows, before it asks. */
const SHOWN = 12

function inductionPair(random: Random): Pair {
  const symbols = shuffled(
    random,
    Array.from({ length: SYMBOLS }, (_, i) => i + 1),
  )
  const shown = symbols.slice(0, SHOWN)
  const [at, otherAt] = shuffled(random, [...Array(SHOWN - 1).keys()]) as [number, number]
  const [asked, answer, end] = [shown[at]!, shown[at + 1]!, SHOWN + 1]
  // A symbol stands a position later than its place in the row.
  const exchanged = { [at + 1]: shown[otherAt]!, [otherAt + 1]: asked }
  return corrupted(
    { clean: [0, ...shown, asked], position: end, answer, key: [end] },
    {
      row: { replaced: exchanged, answer: exchanged[otherAt + 2] ?? shown[otherAt + 1]! },
      asked: { replaced: { [end]: shown[otherAt]! }, answer: shown[otherAt + 1]! },
      answer: { replaced: { [at + 2]: symbols[SHOWN]! }, answer: symbols[SHOWN]! },
    },
  )
}

// ------------------------------------------------------------------ addition

const MODULUS = 23
const EQUALS = MODULUS

function additionPair(random: Random): Pair {
  const [a, b] = [integer(random, 0, MODULUS - 1), integer(random, 0, MODULUS - 1)]
  const another = (of: number) => (of + integer(random, 1, MODULUS - 1)) % MODULUS
  const [otherA, otherB] = [another(a), another(b)]
  return corrupted(
    { clean: [a, b, EQUALS], position: 2, answer: (a + b) % MODULUS, key: [0, 1] },
    {
      first: { replaced: { 0: otherA }, answer: (otherA + b) % MODULUS },
      second: { replaced: { 1: otherB }, answer: (a + otherB) % MODULUS },
    },
  )
}

// -------------------------------------------------------------------- models

const MODELS = {
  induction: {
    size: { layers: 2, dMlp: 0, vocabulary: SYMBOLS + 1, context: SHOWN + 2 },
    vocabulary: '<bos> a b c d e f g h i j k l m n o p'.split(' '),
    task: 'Different symbols stand in a row, then one of them again. The next token is what followed it in the row.',
    corruptions: ['row', 'asked', 'answer'],
    pair: inductionPair,
  },
  addition: {
    size: { layers: 1, dMlp: 128, vocabulary: MODULUS + 1, context: 3 },
    vocabulary: [...Array.from({ length: MODULUS }, (_, i) => String(i)), '='],
    task: `The next token is the sum of the two numbers, modulo ${MODULUS}.`,
    corruptions: ['first', 'second'],
    pair: additionPair,
  },
} as const satisfies Record<string, Trained>
export type TrainedName = keyof typeof MODELS
export const TRAINED_NAMES = Object.keys(MODELS) as readonly TrainedName[]

/** All but its circuit, which nobody built. */
export function trained(name: TrainedName): Omit<CircuitTask, 'parts'> {
  const { size, pair, ...about } = MODELS[name]
  return {
    ...about,
    model: readTrainedModel(name, size),
    pairs: (count, random) => repeat(count, () => pair(random)),
  }
}
