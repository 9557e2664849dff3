/** A head that finds an item, and one that stands in for it. */
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
import {
  allAlike,
  as,
  dimension,
  type HeadPlan,
  holding,
  oneEach,
  type Plan,
  spaces,
} from './plan.ts'
import { drawVocabulary, type Vocabulary, wordCode } from './vocabulary.ts'

const ITEMS = 5
const ITEM_WORDS = {
  item: [ITEMS, ['coin', 'key', 'pearl', 'stamp', 'shell', 'button', 'marble', 'feather']],
  none: [3, ['nothing', 'air', 'dust', 'emptiness']],
  filler: [4, FILLERS],
  ask: [1, ['?', ':']],
  empty: [1, ['empty', 'void', 'bare']],
} as const
const BACKUP = spaces({
  ...SHARED,
  isItem: 1,
  item: ITEMS,
  found: 1,
  moved: ITEMS,
  answer: ITEMS,
  rest: 10,
})
const ITEM_AT = 3

export function backup(random: Random): Box {
  const words = drawVocabulary(ITEM_WORDS, random)
  return withTwin(
    {
      ...build(backupPlan(words, random), random),
      vocabulary: words.words,
      task: 'The next token is the item that was named, or where there was none, a word for that.',
      corruptions: ['absent', 'other'],
      pairs: (count, draws) => repeat(count, () => backupPair(words, draws)),
    },
    random,
  )
}

function backupPair({ begin, of }: Vocabulary<keyof typeof ITEM_WORDS>, random: Random): Pair {
  const [item, other] = shuffled(random, of.item) as [number, number]
  const clean = POSITIONS.map(() => pick(random, of.filler))
  clean[0] = begin
  clean[ITEM_AT] = item
  clean[END] = of.ask[0]!
  return corrupted(
    { clean, position: END, answer: item, key: [ITEM_AT] },
    {
      absent: { replaced: { [ITEM_AT]: pick(random, of.none) }, answer: of.empty[0]! },
      other: { replaced: { [ITEM_AT]: other }, answer: other },
    },
  )
}

const mover: HeadPlan = {
  matches: attendingTo(ITEM_AT, BACKUP),
  moves: [
    { from: BACKUP.item, into: [{ to: BACKUP.moved, by: 1 }] },
    { from: BACKUP.isItem, into: [{ to: BACKUP.found, by: 1 }] },
  ],
}
const backupMover: HeadPlan = {
  matches: [...mover.matches, { key: BACKUP.begin, queries: [{ query: BACKUP.found, by: 60 }] }],
  moves: mover.moves.slice(0, 1),
}

function backupPlan(
  { words, begin, of }: Vocabulary<keyof typeof ITEM_WORDS>,
  random: Random,
): Plan {
  const held = [
    allAlike(BACKUP.begin, [begin]),
    allAlike(BACKUP.asks, of.ask),
    allAlike(BACKUP.isItem, of.item),
    oneEach(BACKUP.item, of.item),
    () => holding(BACKUP.word, wordCode(random)),
  ]
  const gate = of.item.flatMap((_, i) =>
    threshold(dimension(BACKUP.moved, i), 0.3, 0.7, dimension(BACKUP.answer, i)),
  )
  const answers = oneEach(BACKUP.answer, of.item)
  return {
    ...SHAPE,
    dModel: BACKUP.width,
    layers: [
      {},
      { heads: [as('mover', mover)] },
      { heads: [as('backup-mover', backupMover)] },
      { mlp: as('gate', { neurons: gate }) },
    ],
    embeddings: words.map((_, token) => held.flatMap((holds) => holds(token))),
    positions: positions(BACKUP.position),
    logits: words.map((_, token) => ({
      reads: answers(token).map(([at, one]) => [at, 2 * GAIN * one]),
      bias: of.empty.includes(token) ? GAIN : of.item.includes(token) ? 0 : -GAIN,
    })),
    distractors: {
      move: [BACKUP.word, BACKUP.item],
      attend: [BACKUP.position],
      write: BACKUP.rest,
      length: 1.3,
    },
  }
}
