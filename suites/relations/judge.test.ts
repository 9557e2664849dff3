/** What the embedded judge makes of descriptions that it was not made from. */
import { mean } from 'simple-statistics'
import { expect, test } from 'vitest'
import { readTable } from '../../library/facts/read-table.ts'
import { describeRelation, type Relation } from '../../library/facts/relation.ts'
import { readDescription } from '../../library/facts/read-description.ts'
import { relations as category } from '../../plugins/categories/relations/index.ts'
import { relationJudge } from '../../plugins/scorers/relation-judge.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { drawnRelations, rivalsOf } from './drawn-relations.ts'
import { judgedTruth } from './functions.ts'

interface Described {
  readonly relation: Relation
  readonly description: string
  readonly domain: string | null
}

/** The shares of plain and of strict questions that the judge is right in, who is told this. */
async function judge({ relation, description, domain }: Described) {
  const truth = judgedTruth(relation)
  const probed = await category.probe(truth, randomStream(0, JSON.stringify(relation)))
  const answer = { description, domain, class: 'none', relation: 'none', exception: null }
  const tools = { random: randomStream(0), run: () => Promise.reject(new Error('no code')) }
  const came = await category.confront(answer, { truth, probed }, tools)
  if ('unscored' in came) throw new Error(came.unscored)
  const score = await relationJudge().score({ answer, ideal: answer, evidence: came.evidence })
  if (score.status !== 'scored') throw new Error(score.reason)
  return { plain: score.value, strict: score.parts!['strict']! }
}

async function judgeAll(all: readonly Described[]) {
  const shares = await Promise.all(all.map(judge))
  return {
    plain: mean(shares.map((one) => one.plain)),
    strict: mean(shares.map((one) => one.strict)),
  }
}

/** A file of descriptions, each with the relation that it is of. */
const written = (file: string): readonly Described[] =>
  readTable(file, '../').map(({ word, values }) => ({
    relation: {
      class: word,
      relation: values['relation']!,
      exception: values['by'] === undefined ? null : { by: values['by'], is: values['is']! },
    },
    description: values['description']!,
    domain: values['domain'] ?? null,
  }))

const isRead = ({ relation, description, domain }: Described) =>
  JSON.stringify(readDescription(description, domain)) === JSON.stringify(relation)

const all = [11, 12].flatMap((seed) => drawnRelations(seed).map(({ relation }) => relation))
const told = (relation: Relation, as = relation): Described => ({
  relation,
  ...describeRelation(as),
})

test('in the words of the project every description is read, and judged right', async () => {
  for (const relation of all.flatMap((one) => [one, ...rivalsOf(one)]))
    expect(isRead(told(relation)), describeRelation(relation).description).toBe(true)
  expect(await judgeAll(all.map((relation) => told(relation)))).toEqual({ plain: 1, strict: 1 })
})

test.each([
  ['relation-paraphrases.txt', 100],
  ['relation-paraphrases-held-out.txt', 40],
])('%s are judged right in 17 of 20 questions', async (file, count) => {
  const descriptions = written(file)
  expect(descriptions).toHaveLength(count)
  const { plain, strict } = await judgeAll(descriptions)
  expect(plain).toBeGreaterThanOrEqual(0.85)
  expect(strict).toBeGreaterThanOrEqual(0.85)
})

test('the description of another exception is near chance in the half that is about it', async () => {
  const rivals = all.filter(({ exception }) => exception).map((one) => told(one, rivalsOf(one)[0]))
  const { plain, strict } = await judgeAll(rivals)
  expect(plain).toBeLessThan(0.75)
  expect(strict).toBeLessThan(0.75)
})

test('an unrelated description is near chance', async () => {
  const { plain, strict } = await judgeAll(
    all.map((one, i) => told(one, all[(i + 31) % all.length])),
  )
  for (const share of [plain, strict]) expect(Math.abs(share - 1 / 3)).toBeLessThan(0.17)
})
