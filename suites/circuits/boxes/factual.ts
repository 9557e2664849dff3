/**
 * Factual recall: "Mara Voss still supports" is continued by what she supports. As Meng et al.
 * describe it (arXiv 2202.05262), MLPs of adjacent layers look the subject up at its last token,
 * and attention moves what they found to the end.
 *
 * Three layers find a third each. At the end an MLP reads their sum: of the *additive* box in
 * proportion, so that the effect of exchanging all is the sum of the effects of each; of the
 * *superadditive* one between two thresholds, where one layer against two counts for less.
 */
import type { Pair } from '../../../plugins/categories/circuits/task.ts'
import type { Random } from '../../../plugins/contracts.ts'
import { pick, repeat, shuffled } from '../../strings/draw.ts'
import { type Box, withTwin } from './box.ts'
import { corrupted } from './corrupted.ts'
import { build } from './residual.ts'
import {
  allAlike,
  as,
  dimension,
  type HeadPlan,
  holding,
  type LayerPlan,
  type Neuron,
  oneEach,
  type Plan,
  resting,
  type Space,
  spaces,
} from './plan.ts'
import { positionCode, POSITION_SIZE, shifted } from './positions.ts'
import { drawVocabulary, type Vocabulary, wordCode, WORD_SIZE } from './vocabulary.ts'

export type FactualKind = 'additive' | 'superadditive'

/** First names, last names and values of a relation: any other one makes another fact. */
const SIZE = 4
const INDICES = [...Array(SIZE).keys()]

const POOLS = {
  first: [SIZE, ['Mara', 'Ivo', 'Lena', 'Otis', 'Petra', 'Hugo', 'Selma', 'Bruno']],
  last: [SIZE, ['Voss', 'Lind', 'Okoro', 'Brandt', 'Silva', 'Kato', 'Moreau', 'Haas']],
  opener: [4, ['Today', 'Reportedly', 'Indeed', 'Surely', 'Obviously', 'Nowadays']],
  adverb: [4, ['still', 'often', 'always', 'gladly', 'really', 'never']],
  lives: [1, ['inhabits', 'likes', 'misses']],
  plays: [1, ['plays', 'watches', 'teaches']],
  city: [SIZE, ['Oslo', 'Lima', 'Cairo', 'Kyoto', 'Quito', 'Turin', 'Dakar', 'Perth']],
  sport: [SIZE, ['chess', 'tennis', 'rugby', 'judo', 'hockey', 'squash', 'golf', 'polo']],
} as const
type Words = Vocabulary<keyof typeof POOLS>

/** Positions after the first token. */
const [OPENER, FIRST, LAST, ADVERB, END] = [1, 2, 3, 4, 5] as const

/** By first and last name: which value of either relation. Latin squares. */
interface Facts {
  readonly lives: (first: number, last: number) => number
  readonly plays: (first: number, last: number) => number
}

function drawFacts(random: Random): Facts {
  const square = (step: number) => {
    const values = shuffled(random, INDICES)
    return (first: number, last: number) => values[(first + step * last) % SIZE]!
  }
  return { lives: square(1), plays: square(SIZE - 1) }
}

/** Eight layers of four heads; three heads and four MLPs are in the circuit. */
export function factual(kind: FactualKind, random: Random): Box {
  const words = drawVocabulary(POOLS, random)
  const facts = drawFacts(random)
  return withTwin(
    {
      ...build(planOf(kind, words, facts, random), random),
      vocabulary: words.words,
      task: 'A person has a city and a sport. The next token is the one that the last word asks for.',
      corruptions: ['first', 'last', 'relation'],
      pairs: (count, draws) => repeat(count, () => pairOf(words, facts, draws)),
    },
    random,
  )
}

function pairOf({ begin, of }: Words, facts: Facts, random: Random): Pair {
  const [first, otherFirst] = shuffled(random, INDICES) as [number, number]
  const [last, otherLast] = shuffled(random, INDICES) as [number, number]
  const [relation, otherRelation] = shuffled(random, ['lives', 'plays'] as const) as [
    'lives' | 'plays',
    'lives' | 'plays',
  ]
  const answer = (of1: number, of2: number, asked = relation) =>
    of[asked === 'lives' ? 'city' : 'sport'][facts[asked](of1, of2)]!
  const clean = [begin]
  clean[OPENER] = pick(random, of.opener)
  clean[FIRST] = of.first[first]!
  clean[LAST] = of.last[last]!
  clean[ADVERB] = pick(random, of.adverb)
  clean[END] = of[relation][0]!
  return corrupted(
    { clean, position: END, answer: answer(first, last), key: [FIRST, LAST] },
    {
      first: { replaced: { [FIRST]: of.first[otherFirst]! }, answer: answer(otherFirst, last) },
      last: { replaced: { [LAST]: of.last[otherLast]! }, answer: answer(first, otherLast) },
      relation: {
        replaced: { [END]: of[otherRelation][0]! },
        answer: answer(first, last, otherRelation),
      },
    },
  )
}

const SPACE = spaces({
  begin: 1,
  closes: 1,
  asksCity: 1,
  asksSport: 1,
  first: SIZE,
  last: SIZE,
  word: WORD_SIZE,
  position: POSITION_SIZE,
  // What the circuit writes.
  whole: SIZE,
  city: SIZE,
  sport: SIZE,
  foundCity: SIZE,
  foundSport: SIZE,
  cityAnswer: SIZE,
  sportAnswer: SIZE,
  rest: 12,
})

function planOf(
  kind: FactualKind,
  { words, begin, of }: Words,
  facts: Facts,
  random: Random,
): Plan {
  const held = [
    allAlike(SPACE.begin, [begin]),
    allAlike(SPACE.closes, of.last),
    allAlike(SPACE.asksCity, of.lives),
    allAlike(SPACE.asksSport, of.plays),
    oneEach(SPACE.first, of.first),
    oneEach(SPACE.last, of.last),
    () => holding(SPACE.word, wordCode(random)),
  ]
  const answers = [oneEach(SPACE.cityAnswer, of.city), oneEach(SPACE.sportAnswer, of.sport)]
  return {
    heads: 4,
    dHead: 12,
    dMlp: 24,
    dModel: SPACE.width,
    layers: layersOf(kind, facts, random),
    embeddings: words.map((_, token) => held.flatMap((holds) => holds(token))),
    positions: [begin, OPENER, FIRST, LAST, ADVERB, END].map((_, position) =>
      position > 0 ? holding(SPACE.position, positionCode(position)) : [],
    ),
    logits: words.map((_, token) => ({
      reads: answers.flatMap((reads) => reads(token)),
      bias: 0,
    })),
    distractors: {
      move: [SPACE.first, SPACE.last, SPACE.word],
      attend: [SPACE.position],
      write: SPACE.rest,
      length: 1,
    },
  }
}

const SHARES = [0.3, 1 / 3, 1 - 0.3 - 1 / 3]

function layersOf(kind: FactualKind, facts: Facts, random: Random): readonly LayerPlan[] {
  const layers: LayerPlan[] = repeat(8, () => ({}))
  layers[0] = { heads: [as('previous-token', previousName)] }
  const first = pick(random, [1, 2])
  for (const [i, share] of shuffled(random, SHARES).entries()) {
    layers[first + i] = { mlp: as('lookup', { neurons: lookup(facts, share) }) }
  }
  layers[5] = { heads: [as('mover', mover(SPACE.asksCity, SPACE.city, SPACE.foundCity))] }
  layers[6] = { heads: [as('mover', mover(SPACE.asksSport, SPACE.sport, SPACE.foundSport))] }
  layers[7] = { mlp: as('gate', { neurons: readout(kind) }) }
  return layers
}

/** At the last name: what the first is. */
const previousName: HeadPlan = {
  matches: [
    resting(SPACE.begin, 60, [SPACE.closes, 60]),
    { key: SPACE.position, queries: [{ query: SPACE.position, by: shifted(-1, 20) }] },
  ],
  moves: [{ from: SPACE.first, into: [{ to: SPACE.whole, by: 1 }] }],
}

/** Neurons that know a person each. */
const lookup = ({ lives, plays }: Facts, share: number): readonly Neuron[] =>
  INDICES.flatMap((first) =>
    INDICES.map((last) => ({
      reads: [
        [dimension(SPACE.whole, first), 1],
        [dimension(SPACE.last, last), 1],
      ],
      bias: -1,
      writes: [
        [dimension(SPACE.city, lives(first, last)), share],
        [dimension(SPACE.sport, plays(first, last)), share],
      ],
    })),
  )

const mover = (asks: Space, from: Space, to: Space): HeadPlan => ({
  matches: [
    resting(SPACE.begin, 60, [asks, 60]),
    { key: SPACE.closes, queries: [{ query: 'always', by: 15 }] },
  ],
  moves: [{ from, into: [{ to, by: 1 }] }],
})

/** The logit of a value that was found for sure. */
const GAIN = 8
const [LEAST, MOST] = [0.2, 0.8]

const readout = (kind: FactualKind): readonly Neuron[] =>
  [
    { from: SPACE.foundCity, to: SPACE.cityAnswer },
    { from: SPACE.foundSport, to: SPACE.sportAnswer },
  ].flatMap(({ from, to }) =>
    INDICES.flatMap((value): Neuron[] => {
      const neuron = (weight: number, bias: number, gain: number): Neuron => ({
        reads: [[dimension(from, value), weight]],
        bias,
        writes: [[dimension(to, value), gain]],
      })
      const slope = 1 / (MOST - LEAST)
      return kind === 'additive'
        ? [neuron(1, 0, GAIN), neuron(-1, 0, -GAIN)]
        : [neuron(slope, -slope * LEAST, GAIN), neuron(slope, -slope * MOST, -GAIN)]
    }),
  )
