/**
 * Indirect object identification: "When Mary and John were at the store, John gave a drink to" is
 * continued by "Mary". Built with the classes of heads that Wang et al. found in GPT-2 small
 * (arXiv 2211.00593):
 *
 * 1. *Duplicate-token* heads at the second subject (S2) find the first (S1) by its name;
 *    *previous-token* heads tell the token after S1 what precedes it, by which *induction* heads
 *    at S2 find it too. All write where S1 is.
 * 2. *Inhibition* heads at the end find S2 by that, and write which name and position it repeats.
 * 3. *Name movers* at the end attend to names but those inhibited, and write what they find;
 *    *negative* ones write against it.
 *
 * One mover and the negative ones obey inhibition, the other movers hardly do: to exchange S2
 * alone hardly shows them, to exchange the names that they copy does.
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
  type HeadPlan,
  holding,
  type LayerPlan,
  oneEach,
  type Plan,
  resting,
  spaces,
} from './plan.ts'
import { positionCode, POSITION_SIZE, shifted } from './positions.ts'
import { drawVocabulary, type Vocabulary, wordCode, WORD_SIZE } from './vocabulary.ts'

const NAMES = 10
const NAMES_OF_PEOPLE = (
  'Mary John Alice Robert Emma David Laura Simon Nora Peter Clara Oscar Julia Henry Irene ' +
  'Felix Paula Victor Diana Helen Lucas Sarah Adam Ruth Philip Vera George Anna Thomas Martin'
).split(' ')

const POOLS = {
  name: [NAMES, NAMES_OF_PEOPLE],
  opener: [3, ['When', 'While', 'After', 'Because', 'Since', 'Once']],
  and: [1, ['and', 'with', 'plus']],
  were: [1, ['were', 'stayed', 'waited', 'met']],
  at: [1, ['at', 'near', 'outside', 'inside']],
  the: [1, ['the', 'that', 'this']],
  place: [5, ['store', 'school', 'park', 'house', 'office', 'market', 'station', 'garden']],
  comma: [1, [',', ';']],
  gave: [3, ['gave', 'handed', 'passed', 'offered', 'showed', 'sold']],
  a: [1, ['a', 'one', 'some']],
  object: [5, ['drink', 'book', 'ring', 'ball', 'letter', 'basket', 'ticket', 'lamp']],
  to: [1, ['to', 'toward']],
} as const
type Words = Vocabulary<keyof typeof POOLS>

/** What follows the first token. */
const TEMPLATE = [
  ...(['opener', 'first', 'and', 'second', 'were', 'at', 'the', 'place', 'comma'] as const),
  ...(['subject', 'gave', 'a', 'object', 'to'] as const),
]
const positionOf = (place: (typeof TEMPLATE)[number]) => 1 + TEMPLATE.indexOf(place)
const SUBJECT = positionOf('subject')

/** Six layers of eight heads, 13 of them in the circuit. */
export function miniIoi(random: Random): Box {
  const words = drawVocabulary(POOLS, random)
  return withTwin(
    {
      ...build(planOf(words, random), random),
      vocabulary: words.words,
      task: 'Two people are named, then one of them again, who gives something to the other. The next token is the name of the other.',
      corruptions: ['S2', 'S1+IO', 'IO'],
      pairs: (count, draws) => repeat(count, () => pairOf(words, draws)),
    },
    random,
  )
}

/** The indirect object is named first or second. */
function pairOf({ begin, of }: Words, random: Random): Pair {
  const [io, subject, other] = shuffled(random, of.name) as [number, number, number]
  const [ioAt, subjectAt] = shuffled(random, [positionOf('first'), positionOf('second')]) as [
    number,
    number,
  ]
  const named: Readonly<Record<number, number>> = {
    [ioAt]: io,
    [subjectAt]: subject,
    [SUBJECT]: subject,
  }
  const rest = TEMPLATE.map((place, i) =>
    place === 'first' || place === 'second' || place === 'subject'
      ? named[i + 1]!
      : pick(random, of[place]),
  )
  return corrupted(
    { clean: [begin, ...rest], position: positionOf('to'), answer: io, key: [SUBJECT] },
    {
      S2: { replaced: { [SUBJECT]: io }, answer: subject },
      // The subject is where the indirect object was, and another person where it was itself.
      'S1+IO': { replaced: { [subjectAt]: other, [ioAt]: subject }, answer: other },
      IO: { replaced: { [ioAt]: other }, answer: other },
    },
  )
}

const SPACE = spaces({
  begin: 1,
  isName: 1,
  connects: 1,
  asks: 1,
  name: NAMES,
  word: WORD_SIZE,
  position: POSITION_SIZE,
  late: 1,
  // What the circuit writes.
  previous: NAMES,
  repeats: 1,
  repeatedAt: POSITION_SIZE,
  inhibited: NAMES,
  inhibitedAt: POSITION_SIZE,
  answer: NAMES,
  rest: 20,
})

function planOf({ words, begin, of }: Words, random: Random): Plan {
  const held = [
    allAlike(SPACE.begin, [begin]),
    allAlike(SPACE.isName, of.name),
    allAlike(SPACE.connects, [...of.and, ...of.were]),
    allAlike(SPACE.asks, of.to),
    oneEach(SPACE.name, of.name),
    () => holding(SPACE.word, wordCode(random)),
  ]
  const answers = oneEach(SPACE.answer, of.name)
  return {
    heads: 8,
    dHead: 20,
    dMlp: 48,
    dModel: SPACE.width,
    layers: layersOf((value) => value * (0.95 + 0.1 * random())),
    embeddings: words.map((_, token) => held.flatMap((holds) => holds(token))),
    positions: ['begin', ...TEMPLATE].map((_, position) => [
      ...(position > 0 ? holding(SPACE.position, positionCode(position)) : []),
      ...(position >= SUBJECT ? holding(SPACE.late, [1]) : []),
    ]),
    logits: words.map((_, token) => ({
      reads: answers(token),
      bias: of.name.includes(token) ? 0 : -2,
    })),
    distractors: {
      move: [SPACE.name, SPACE.word],
      attend: [SPACE.position],
      write: SPACE.rest,
      length: 0.5,
      leak: { into: SPACE.answer, by: 0.3 },
    },
  }
}

/** Makes a strength differ from box to box. */
type About = (value: number) => number

function layersOf(about: About): readonly LayerPlan[] {
  const duplicate = () => as('duplicate-token', duplicateToken(about))
  const previous = () => as('previous-token', previousToken(about))
  const inductive = () => as('induction', induction(about))
  const inhibiting = () => as('inhibition', inhibition(about))
  const mover = (obeys: number) => as('mover', nameMover(about(7.5), about(obeys)))
  const negative = () => as('negative-mover', nameMover(-about(3.3), about(2.5)), -1)
  return [
    { heads: [duplicate(), previous()] },
    { heads: [duplicate(), previous()] },
    { heads: [inductive(), inductive()] },
    { heads: [inhibiting(), inhibiting()] },
    { heads: [mover(2.5), mover(0.25)] },
    { heads: [mover(0.25), negative(), negative()] },
  ]
}

/** Of the four heads that write where the subject was before. */
const SHARE = 1 / 4
/** Rests save at names of the second clause. */
const atSubject = resting(SPACE.begin, 62, [SPACE.late, 30], [SPACE.isName, 30])

const duplicateToken = (about: About): HeadPlan => ({
  matches: [
    atSubject,
    { key: SPACE.name, queries: [{ query: SPACE.name, by: about(6) }] },
    // Or it would find the second subject itself.
    { key: SPACE.late, queries: [{ query: 'always', by: -6 }] },
  ],
  moves: [
    { from: SPACE.position, into: [{ to: SPACE.repeatedAt, by: about(SHARE) }] },
    { from: SPACE.isName, into: [{ to: SPACE.repeats, by: SHARE }] },
  ],
})

const previousToken = (about: About): HeadPlan => ({
  matches: [
    resting(SPACE.begin, 40, [SPACE.connects, 40]),
    { key: SPACE.position, queries: [{ query: SPACE.position, by: shifted(-1, about(7)) }] },
  ],
  moves: [{ from: SPACE.name, into: [{ to: SPACE.previous, by: about(1 / 2) }] }],
})

const induction = (about: About): HeadPlan => ({
  matches: [atSubject, { key: SPACE.previous, queries: [{ query: SPACE.name, by: about(6) }] }],
  moves: [
    { from: SPACE.position, into: [{ to: SPACE.repeatedAt, by: shifted(-1, about(SHARE)) }] },
    { from: SPACE.connects, into: [{ to: SPACE.repeats, by: SHARE }] },
  ],
})

const inhibition = (about: About): HeadPlan => ({
  matches: [
    resting(SPACE.begin, 40, [SPACE.asks, 40]),
    { key: SPACE.repeats, queries: [{ query: 'always', by: about(6) }] },
  ],
  moves: [
    { from: SPACE.repeatedAt, into: [{ to: SPACE.inhibitedAt, by: about(1 / 2) }] },
    { from: SPACE.name, into: [{ to: SPACE.inhibited, by: about(1 / 2) }] },
  ],
})

const nameMover = (gain: number, obeys: number): HeadPlan => ({
  matches: [
    resting(SPACE.begin, 41, [SPACE.asks, 40]),
    { key: SPACE.isName, queries: [{ query: 'always', by: 3 }] },
    { key: SPACE.late, queries: [{ query: 'always', by: -4 }] },
    { key: SPACE.name, queries: [{ query: SPACE.inhibited, by: -obeys }] },
    { key: SPACE.position, queries: [{ query: SPACE.inhibitedAt, by: -obeys }] },
  ],
  moves: [{ from: SPACE.name, into: [{ to: SPACE.answer, by: gain }] }],
})
