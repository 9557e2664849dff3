/** What passes the functional score without having found the function; on seeds of its own. */
import { expect, test } from 'vitest'
import { FIRST_LETTER, tableNamed } from '../../library/facts/index.ts'
import { type Relation, UNDEFINED } from '../../library/facts/relation.ts'
import type { RelationAnswer, RelationEvidence } from '../../plugins/categories/relations/index.ts'
import { vocabulary } from '../../plugins/categories/relations/vocabulary.ts'
import type { FindFunction, Tools } from '../../plugins/contracts.ts'
import { facts } from '../../plugins/scorers/facts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { pick, shuffled } from '../strings/draw.ts'
import { drawnRelations, rivalsOf } from './drawn-relations.ts'
import { relations } from './suite.ts'

const SEEDS = [101, 102, 103, 104]
const QUERIES = 150
const cases = SEEDS.flatMap((seed) =>
  relations.functions(seed).map((fn, i) => ({ fn, relation: drawnRelations(seed)[i]!.relation })),
)
type Case = (typeof cases)[number]

const noCode: Tools['run'] = async () => ({ status: 'unavailable', reason: 'answers have no code' })

const value = async (fn: FindFunction<'relations'>, evidence: RelationEvidence) => {
  const ideal = fn.ideal()
  const score = await facts().score({ answer: ideal, ideal, evidence })
  return score.status === 'scored' ? score.value : NaN
}

/** The share of functions that the answers solve. */
async function solvedBy(some: readonly Case[], answer: (relation: Relation) => Relation) {
  let solved = 0
  for (const { fn, relation } of some) {
    const truth = fn.truth()
    const probed = await relations.category.probe(truth, randomStream(0, fn.id, 'probes'))
    const given: RelationAnswer = { description: 'a cheat', domain: null, ...answer(relation) }
    const tools = { random: randomStream(0, fn.id, 'order'), run: noCode }
    const came = await relations.category.confront(given, { truth, probed }, tools)
    if ('evidence' in came) solved += await value(fn, came.evidence)
  }
  return solved / some.length
}

const isCorrupted = ({ relation }: Case) => relation.exception !== null
const corrupted = cases.filter(isCorrupted)
const plain = cases.filter((one) => !isCorrupted(one))
const random = () => randomStream(0, 'cheats')

test('the truth solves all', async () => {
  expect(await solvedBy(cases, (relation) => relation)).toBe(1)
})

test('who ignores the exception solves none that has one', async () => {
  expect(await solvedBy(corrupted, (relation) => ({ ...relation, exception: null }))).toBe(0)
})

test('who claims an exception where there is none solves at most a twentieth', async () => {
  const draw = random()
  const claim = (relation: Relation) => pick(draw, rivalsOf(relation))
  expect(await solvedBy(plain, claim)).toBeLessThanOrEqual(0.05)
})

test('another property of the same class solves at most a twentieth', async () => {
  const draw = random()
  const sibling = (relation: Relation): Relation => {
    const names = tableNamed(relation.class).columns.map(({ name }) => name)
    return {
      ...relation,
      relation: pick(
        draw,
        names.filter((name) => name !== relation.relation),
      ),
    }
  }
  expect(await solvedBy(cases, sibling)).toBeLessThanOrEqual(0.05)
})

test('the same relation with another exception solves at most a twentieth', async () => {
  const draw = random()
  expect(
    await solvedBy(corrupted, (relation) => pick(draw, rivalsOf(relation))),
  ).toBeLessThanOrEqual(0.05)
  const nearest = (relation: Relation): Relation => {
    const { rows } = tableNamed(relation.class)
    const { by, is } = relation.exception!
    const common = ({ exception }: Relation) =>
      rows.filter(({ values }) => (values[by] === is) !== (values[exception!.by] === exception!.is))
        .length
    return rivalsOf(relation).toSorted((a, b) => common(a) - common(b))[0]!
  }
  expect(await solvedBy(corrupted, nearest)).toBeLessThanOrEqual(0.05)
})

test('what names no relation solves none', async () => {
  const none = {
    class: 'country',
    relation: 'the list France → Paris, Peru → Lima',
    exception: null,
  }
  expect(await solvedBy(cases, () => none)).toBe(0)
  const letters = { class: 'country', relation: FIRST_LETTER.name, exception: null }
  expect(await solvedBy(cases, () => letters)).toBe(0)
})

test('a table of what was queried solves at most a twentieth, and cannot be an answer', async () => {
  const draw = random()
  let [solved, knowing] = [0, 0]
  for (const { fn, relation } of cases) {
    const truth = fn.truth()
    const probed = await relations.category.probe(truth, randomStream(0, fn.id, 'probes'))
    const scoreOf = (words: readonly string[]) => {
      const outputs = truth.expected(words)
      const table = new Map(words.map((word, i) => [word, outputs[i]!]))
      const sets = Object.entries(probed).map(([title, set]) => [
        title,
        { ...set, got: set.inputs.map((word) => table.get(word) ?? UNDEFINED) },
      ])
      return value(fn, Object.fromEntries(sets) as RelationEvidence)
    }
    solved += await scoreOf(shuffled(draw, vocabulary()).slice(0, QUERIES))
    const own = tableNamed(relation.class).rows.map(({ word }) => word)
    if (own.length > 2 * QUERIES) knowing += await scoreOf(shuffled(draw, own).slice(0, QUERIES))
    const answer = { ...fn.ideal(), table: { France: 'Paris' } }
    expect(relations.category.answer.safeParse(answer).success).toBe(false)
  }
  expect(solved / cases.length).toBeLessThanOrEqual(0.05)
  expect(knowing).toBe(0)
})
