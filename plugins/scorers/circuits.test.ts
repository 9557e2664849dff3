/** The scorers of circuits, on evidence by hand. */
import { expect, test } from 'vitest'
import type {
  CircuitAnswer,
  CircuitEvidence,
  JudgedComponent,
} from '../categories/circuits/index.ts'
import type { Scorer } from '../contracts.ts'
import { auroc } from './auroc.ts'
import { circuit } from './circuit.ts'
import { cmd, cpr } from './faithful.ts'
import { roles } from './roles.ts'
import { tested } from './tested.ts'
import { twin } from './twin.ts'

const NOTHING = {
  isPart: false,
  isBuilt: false,
  sign: null,
  role: null,
  reference: 0,
  score: 0,
  isChosen: false,
  given: null,
  isTested: true,
} as const

const components = (...changes: readonly Partial<JudgedComponent>[]): JudgedComponent[] =>
  changes.map((change, i) => ({ ...NOTHING, name: `c${i}`, ...change }))

const part = { isPart: true, isBuilt: true, sign: 1, role: 'mover' } as const

async function score(
  scorer: Scorer<'circuits'>,
  changes: Partial<CircuitEvidence>,
  given: CircuitAnswer['roles'] = {},
) {
  const answer: CircuitAnswer = {
    description: 'x',
    domain: null,
    scores: {},
    circuit: [],
    roles: given,
  }
  const evidence: CircuitEvidence = {
    components: [],
    ranking: 'size',
    curve: [0, 1],
    chosen: 1,
    complement: 0,
    added: [],
    twin: null,
    refused: 0,
    ...changes,
  }
  return scorer.score({ answer, ideal: answer, evidence })
}

test('AUROC ranks by size, or by sign where the answer says so', async () => {
  const all = components({ ...part, score: 0.5 }, { ...part, sign: -1, score: -2 }, { score: 0.1 })
  expect(await score(auroc(), { components: all })).toMatchObject({
    value: 1,
    parts: { 'average-precision': 1, 'precision-at-truth': 1, built: 1, sign: 1 },
    detail: expect.stringContaining('chance 0.5 ± 0.41') as unknown,
  })
  expect(await score(auroc(), { components: all, ranking: 'sign' })).toMatchObject({ value: 0.5 })
})

test('AUROC does not apply where all components are parts, or none', async () => {
  for (const isPart of [true, false])
    expect(await score(auroc(), { components: components({ isPart }, { isPart }) })).toMatchObject({
      status: 'inapplicable',
    })
})

test('a circuit is right if it is the whole reachable one and nothing else', async () => {
  const right = components({ ...part, isChosen: true }, { isBuilt: true }, {})
  expect(await score(circuit(), { components: right, added: [0.3] })).toMatchObject({
    value: 1,
    parts: { iou: 1, complete: 1, minimal: 1 },
  })
  const wrong = components({ ...part, isChosen: true }, part, { isChosen: true })
  expect(
    await score(circuit(), { components: wrong, complement: 0.4, added: [0.3, 0.001] }),
  ).toMatchObject({
    value: 0,
    detail: 'without c1; with needless c2',
    parts: { iou: 1 / 3, complete: 0.6, minimal: 0.5 },
  })
})

test('areas are cut to what a score may be, and stand whole in the detail', async () => {
  const curve = [0, 2, 2]
  expect(await score(cpr(), { curve })).toMatchObject({
    value: 1,
    detail: expect.stringContaining('CPR 1.500') as unknown,
  })
  expect(await score(cmd(), { curve: [0, 1, 1] })).toMatchObject({
    value: 0.75,
    detail: expect.stringContaining('CMD 0.250') as unknown,
  })
})

test('roles are those of parts that can be found; none given is no score', async () => {
  const all = components(
    { ...part, given: 'mover' },
    { ...part, role: 'induction', given: null },
    { isBuilt: true, role: 'gate', given: 'gate' },
  )
  expect(await score(roles(), { components: all }, { c0: 'mover' })).toMatchObject({
    value: 0.5,
    counterexample: { input: 'c1', expected: 'induction', got: null },
  })
  expect(await score(roles(), { components: all })).toMatchObject({ status: 'unscored' })
  expect(await score(roles(), { components: components({ ...part, role: null }) })).toMatchObject({
    status: 'inapplicable',
  })
})

test('a twin asks for the one that has the part here', async () => {
  const here = components({ ...part, score: -0.2 }, { score: 0.1 })
  const moved = { here: 'c0', there: 'c1' }
  expect(await score(twin(), { components: here, twin: moved })).toMatchObject({ value: 1 })
  const same = components({ ...part, score: 0.1 }, { score: 0.1 })
  expect(await score(twin(), { components: same, twin: moved })).toMatchObject({ value: 0 })
  expect(await score(twin(), { components: here })).toMatchObject({ status: 'inapplicable' })
  const hidden = components({ isBuilt: true }, {})
  expect(await score(twin(), { components: hidden, twin: moved })).toMatchObject({
    status: 'inapplicable',
  })
})

test('what went wrong is sorted by stage', async () => {
  const all = components(
    { ...part, isChosen: true },
    { ...part, isTested: true },
    { ...part, isTested: false },
    { isChosen: true, isTested: false },
  )
  expect(await score(tested(), { components: all })).toMatchObject({
    value: 0.5,
    parts: { claim: 1 / 3, plan: 1 / 3, execution: 0, hypothesis: 1 / 3 },
  })
  expect(await score(tested(), { components: all, refused: 1 })).toMatchObject({
    parts: { plan: 0, execution: 1 / 3 },
  })
  const right = await score(tested(), { components: components({ ...part, isChosen: true }) })
  expect(right).toMatchObject({ value: 1 })
  expect(right).not.toHaveProperty('parts')
})
