/** Gates of three words that are on or off. */
import type { Pair } from '../../../plugins/categories/circuits/task.ts'
import type { Random } from '../../../plugins/contracts.ts'
import { pick, repeat, shuffled } from '../../strings/draw.ts'
import { type Box, withTwin } from './box.ts'
import { corrupted } from './corrupted.ts'
import { build } from './residual.ts'
import {
  attendingTo,
  END,
  FILLERS,
  GAIN,
  positions,
  POSITIONS,
  SHAPE,
  SHARED,
  threshold,
} from './gate.ts'
import { allAlike, as, dimension, holding, type Plan, spaces } from './plan.ts'
import { drawVocabulary, type Vocabulary, wordCode } from './vocabulary.ts'

const PLACES = ['first', 'second', 'third'] as const
/** Positions of the three places. */
const AT = [1, 3, 5] as const

const SWITCHES = {
  on: [4, ['lit', 'up', 'bright', 'warm', 'awake', 'alive', 'active', 'ready']],
  off: [4, ['dark', 'down', 'dim', 'cold', 'asleep', 'dead', 'idle', 'late']],
  filler: [4, FILLERS],
  ask: [1, ['?', ':']],
  yes: [1, ['open', 'go', 'yes', 'pass']],
  no: [1, ['shut', 'stop', 'no', 'fail']],
} as const
const LOGICAL = spaces({ ...SHARED, on: 1, votes: 1, answer: 1, rest: 10 })

export function logical(kind: 'and' | 'or', random: Random): Box {
  const words = drawVocabulary(SWITCHES, random)
  const votes = kind === 'and' ? PLACES.length : 1
  return withTwin(
    {
      ...build(logicalPlan(votes, words, random), random),
      vocabulary: words.words,
      task: `Words are on or off. The next token is one word where ${kind === 'and' ? 'all are' : 'one is'} on, else another word.`,
      corruptions: kind === 'and' ? ['all', ...PLACES] : ['all'],
      pairs: (count, draws) => repeat(count, () => logicalPair(kind, words, draws)),
    },
    random,
  )
}

function logicalPair(
  kind: 'and' | 'or',
  { begin, of }: Vocabulary<keyof typeof SWITCHES>,
  random: Random,
): Pair {
  const isPlace = (position: number) => AT.some((at) => at === position)
  const clean = POSITIONS.map((position) => {
    if (position === 0) return begin
    if (position === END) return of.ask[0]!
    return pick(random, isPlace(position) ? of.on : of.filler)
  })
  const off = (...at: readonly number[]) => ({
    replaced: Object.fromEntries(at.map((position) => [position, pick(random, of.off)])),
    answer: of.no[0]!,
  })
  const single = Object.fromEntries(PLACES.map((place, i) => [place, off(AT[i]!)]))
  return corrupted(
    { clean, position: END, answer: of.yes[0]!, key: AT },
    { all: off(...AT), ...(kind === 'and' ? single : {}) },
  )
}

function logicalPlan(
  votes: number,
  { words, begin, of }: Vocabulary<keyof typeof SWITCHES>,
  random: Random,
): Plan {
  const held = [
    allAlike(LOGICAL.begin, [begin]),
    allAlike(LOGICAL.asks, of.ask),
    allAlike(LOGICAL.on, of.on),
    () => holding(LOGICAL.word, wordCode(random)),
  ]
  const indicators = shuffled(random, AT).map((at) =>
    as('indicator', {
      matches: attendingTo(at, LOGICAL),
      moves: [{ from: LOGICAL.on, into: [{ to: LOGICAL.votes, by: 1 }] }],
    }),
  )
  const [from, to] = [dimension(LOGICAL.votes), dimension(LOGICAL.answer)]
  return {
    ...SHAPE,
    dModel: LOGICAL.width,
    layers: [
      ...indicators.map((head) => ({ heads: [head] })),
      { mlp: as('gate', { neurons: threshold(from, votes - 0.7, votes - 0.3, to) }) },
    ],
    embeddings: words.map((_, token) => held.flatMap((holds) => holds(token))),
    positions: positions(LOGICAL.position),
    logits: words.map((_, token) => ({
      reads: of.yes.includes(token) ? [[to, 2 * GAIN]] : [],
      bias: of.no.includes(token) ? GAIN : of.yes.includes(token) ? 0 : -GAIN,
    })),
    distractors: {
      move: [LOGICAL.word],
      attend: [LOGICAL.position],
      write: LOGICAL.rest,
      length: 0.7,
    },
  }
}
