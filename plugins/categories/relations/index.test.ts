import { expect, test } from 'vitest'
import { relations as suite } from '../../../suites/relations/suite.ts'
import { InvalidQuery, type Tools } from '../../contracts.ts'
import { openMeter } from '../../run/meter.ts'
import { randomStream } from '../../utils/random.ts'
import type { RelationAnswer } from './answer.ts'
import { relations } from './index.ts'
import { isShown, shownWords, vocabulary } from './vocabulary.ts'

const answer: RelationAnswer = {
  description: 'The capital of a country.',
  domain: 'Undefined in Asia.',
  class: 'country',
  relation: 'capital',
  exception: { by: 'continent', is: 'Asia' },
}
const tools: Tools = {
  random: randomStream(0, 'order'),
  run: () => Promise.reject(new Error('an answer has no code')),
}
const truth = relations.samples['without Asia']!
const confront = async (given: RelationAnswer) => {
  const probed = await relations.probe(truth, randomStream(0))
  const came = await relations.confront(given, { truth, probed }, tools)
  if ('unscored' in came) throw new Error(came.unscored)
  return came
}
const open = (of = truth) => relations.open(of, openMeter(1000).meter, randomStream(0))

test('a box takes words, and no number, list or long text', async () => {
  const box = open()
  expect(await box.queryAll(['france', 'JAPAN', 'kenyas', 'xyzzy', ''])).toEqual([
    'Paris',
    'undefined',
    'Nairobi',
    'undefined',
    'undefined',
  ])
  for (const input of [1, ['a'], null, 'a'.repeat(201)])
    await expect(box.query(input as string)).rejects.toThrow(InvalidQuery)
  expect(box.queriesLeft).toBe(995)
  expect(Object.keys(box).toSorted()).toEqual(['queriesLeft', 'query', 'queryAll', 'seen'])
})

test('the relation that an answer names is carried out, on words that it claims too', async () => {
  const { evidence, ...rest } = await confront(answer)
  expect(rest).toEqual({})
  expect(evidence['samples']?.got).toEqual([
    'Paris',
    'undefined',
    'undefined',
    'undefined',
    'undefined',
  ])
  const { claimed } = evidence
  expect(claimed?.inputs).toHaveLength(40)
  expect(claimed?.got).toEqual(claimed?.expected)
  expect(claimed?.got.filter((output) => output === 'undefined').length).toBe(20)
})

test('a claim too much shows at the words that it is about', async () => {
  const { evidence } = await confront({ ...answer, exception: { by: 'continent', is: 'Africa' } })
  const { claimed } = evidence
  const wrong = claimed!.got.filter((output, i) => output !== claimed!.expected[i])
  expect(wrong.length).toBeGreaterThan(20)
})

test('how an answer was read is said where it was written otherwise', async () => {
  const loose = {
    ...answer,
    class: 'Nations',
    relation: 'capital city',
    exception: { by: 'located in', is: 'asia' },
  }
  const { evidence, remark } = await confront(loose)
  expect(remark).toBe('read as country → capital but where continent is Asia')
  expect(evidence['samples']?.got).toEqual((await confront(answer)).evidence['samples']?.got)
})

test('an answer that names nothing gives nothing, and says what is unknown', async () => {
  const { evidence, remark } = await confront({ ...answer, relation: 'mood' })
  expect(remark).toBe('the answer names nothing that is known: the relation "mood"')
  expect(evidence['samples']?.got).toEqual([null, null, null, null, null])
  expect(evidence['claimed']).toBeUndefined()
})

test('an answer is a class, a relation and an exception or none, and no table', () => {
  expect(relations.answer.parse(answer)).toEqual(answer)
  for (const wrong of [
    { ...answer, class: '' },
    { ...answer, relation: 'a'.repeat(201) },
    { ...answer, exception: { by: 'continent' } },
    { ...answer, exception: 'Asia' },
    { ...answer, code: null },
  ])
    expect(relations.answer.safeParse(wrong).success).toBe(false)
})

test('the exemplars of a function come first, and words at random where it has no more', async () => {
  const [fn] = suite.functions(0)
  const own = fn!.truth()
  const lines = async (count: number, draw: 'regular' | 'random') =>
    relations.prompt!.exemplars!(open(own), { count, draw }, randomStream(count, draw))
  const expected = own.exemplars.map(
    (word) => `${JSON.stringify(word)} -> ${JSON.stringify(own.expected([word])[0])}`,
  )
  expect(await lines(10, 'regular')).toEqual(expected)
  const more = await lines(30, 'regular')
  expect(more.slice(0, 10)).toEqual(expected)
  expect(new Set(more).size).toBe(30)
  expect(await lines(10, 'random')).not.toEqual(expected)
})

test('a fifth of the words of every class may be exemplars', () => {
  expect(shownWords().length / vocabulary().length).toBeCloseTo(0.2, 1)
  expect(isShown('FRANCE')).toBe(isShown(' france'))
})
