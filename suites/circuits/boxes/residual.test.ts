import { expect, test } from 'vitest'
import { randomStream } from '../../../plugins/utils/random.ts'
import { openEngine } from '../../../library/transformer/engine.ts'
import { as, holding, type Match, type Move, type Plan, resting, spaces } from './plan.ts'
import { positionCode, POSITION_SIZE, shifted } from './positions.ts'
import { build } from './residual.ts'

const SPACE = spaces({ begin: 1, value: 1, position: POSITION_SIZE, out: 1, rest: 4 })

/** One head, whose output the logit of token 1 is. */
const planOf = (matches: readonly Match[], moves: readonly Move[]): Plan => ({
  heads: 2,
  dHead: 7,
  dMlp: 4,
  dModel: SPACE.width,
  layers: [{ heads: [as('mover', { matches, moves })] }],
  embeddings: [0, 1, 2].map((token) =>
    token === 0 ? holding(SPACE.begin, [1]) : holding(SPACE.value, [token]),
  ),
  positions: [0, 1, 2, 3].map((position) =>
    position > 0 ? holding(SPACE.position, positionCode(position)) : [],
  ),
  logits: [0, 1, 2].map((token) => ({
    reads: token === 1 ? holding(SPACE.out, [1]) : [],
    bias: token,
  })),
  distractors: { move: [SPACE.value], attend: [SPACE.position], write: SPACE.rest, length: 1 },
})
const moves = [{ from: SPACE.value, into: [{ to: SPACE.out, by: 10 }] }]

test('a head finds the position before, and writes what is there', () => {
  const plan = planOf(
    [{ key: SPACE.position, queries: [{ query: SPACE.position, by: shifted(-1, 40) }] }],
    moves,
  )
  const { model, parts } = build(plan, randomStream(1, 'build'))
  expect([...parts.values()]).toEqual([{ role: 'mover', sign: 1 }])
  const { logits } = openEngine(model).run([[0, 1, 2, 1]])
  // Of token 1, at positions 2 and 3: ten times the token before, and the bias.
  expect(logits[2 * 3 + 1]).toBeCloseTo(11, 6)
  expect(logits[3 * 3 + 1]).toBeCloseTo(21, 6)
  // Of token 2 the bias alone.
  expect(logits[3 * 3 + 2]).toBeCloseTo(2, 9)
})

test('a head rests at the first token until a flag is set', () => {
  const plan = planOf(
    [
      resting(SPACE.begin, 40, [SPACE.value, 25]),
      { key: SPACE.value, queries: [{ query: 'always', by: 6 }] },
    ],
    moves,
  )
  const { logits } = openEngine(build(plan, randomStream(1, 'build')).model).run([[0, 1, 2, 1]])
  // At token 1, a score of 15 for resting against 12 at most; at token 2, -10 against 12 and 6.
  expect(logits[1 * 3 + 1]).toBeLessThan(2)
  expect(logits[2 * 3 + 1]).toBeGreaterThan(20)
})

test('what does not fit is named', () => {
  const by = (map: number[][]) => [{ from: SPACE.value, into: [{ to: SPACE.out, by: map }] }]
  expect(() => build(planOf([], by([[1, 2]])), randomStream(1, 'build'))).toThrow(
    'a map from 1 dimensions to 1 is of that size, got 1 by 2',
  )
  const wide = { key: SPACE.position, queries: [] }
  expect(() => build(planOf([wide, wide], moves), randomStream(1, 'build'))).toThrow(
    'a head of 7 dimensions has no dimension 7',
  )
})
