import { expect, test } from 'vitest'
import { factTables } from '../../library/facts/index.ts'
import { isExcepted, relationOf, UNDEFINED } from '../../library/facts/relation.ts'
import { hashProbes } from '../../plugins/testing/hash-probes.ts'
import { testExemplars } from '../../plugins/testing/test-exemplars.ts'
import { testSuite } from '../../plugins/testing/test-suite.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { drawnRelations } from './drawn-relations.ts'
import { relations } from './suite.ts'
import { EXEMPLARS, factsOf } from './words.ts'

testSuite(relations)
testExemplars(relations, 9000)

const SEEDS = [0, 1, 2, 3]
const drawn = SEEDS.flatMap((seed) =>
  relations.functions(seed).map((fn, i) => ({ fn, relation: drawnRelations(seed)[i]!.relation })),
)

test('25 relations are drawn plain and with two exceptions by different properties', () => {
  for (const seed of SEEDS) {
    const all = drawnRelations(seed).map(({ relation }) => relation)
    expect(all).toHaveLength(75)
    for (let i = 0; i < all.length; i += 3) {
      const [plain, first, second] = all.slice(i, i + 3)
      expect(plain?.exception).toBeNull()
      expect(first?.exception?.by).not.toBe(second?.exception?.by)
      expect({ ...first, exception: null }).toEqual(plain)
      expect({ ...second, exception: null }).toEqual(plain)
    }
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(75)
  }
})

test('an exception has 8 facts inside and 20 outside at which a function is judged', () => {
  for (const { relation } of drawn.filter(({ fn }) => fn.variant === 'corrupted')) {
    expect(factsOf(relation, 'inside', 'judged').length).toBeGreaterThanOrEqual(8)
    expect(factsOf(relation, 'outside', 'judged').length).toBeGreaterThanOrEqual(20)
  }
})

test('probes are right about where they are', async () => {
  for (const { fn, relation } of drawn) {
    const { find } = factTables().find(({ name }) => name === relation.class)!
    const f = relationOf({ ...relation, exception: null })
    const sets = await relations.category.probe(fn.truth(), randomStream(0, fn.id))
    const { outside, inside, elsewhere, questions, strict } = sets
    for (const [i, word] of outside!.inputs.entries()) expect(outside!.expected[i]).toBe(f(word))
    for (const [i, word] of inside?.inputs.entries() ?? []) {
      expect(isExcepted(find(word)!, relation.exception)).toBe(true)
      expect(f(word)).not.toBe(UNDEFINED)
      expect(inside!.expected[i]).toBe(UNDEFINED)
    }
    for (const word of elsewhere!.inputs) expect(find(word)).toBeUndefined()
    for (const asked of [questions, strict]) {
      const fits = asked!.truth.filter((output, i) => output === asked!.expected[i])
      expect([asked!.inputs.length, fits.length]).toEqual([30, 10])
    }
  }
})

test('ten exemplars mix what is related, what is not, and what is excepted', () => {
  for (const { fn, relation } of drawn) {
    const { exemplars, expected } = fn.truth()
    expect(new Set(exemplars).size).toBe(EXEMPLARS)
    const related = exemplars.filter(
      (word) => relationOf({ ...relation, exception: null })(word) !== UNDEFINED,
    )
    const told = expected(exemplars).filter((output) => output !== UNDEFINED)
    expect(told.length).toBeGreaterThanOrEqual(3)
    expect(related.length - told.length).toBeGreaterThanOrEqual(relation.exception ? 2 : 0)
    expect(EXEMPLARS - related.length).toBeGreaterThanOrEqual(4)
  }
})

test('a word is taken however it is written, and an unknown one gives undefined', () => {
  const capital = relations.functions(0)[0]!.truth()
  const words = [' FRANCE', 'the_united states', 'Côte d’Ivoire', 'czech republic', 'Guineas']
  expect(capital.expected(words)).toEqual([
    'Paris',
    'Washington D.C.',
    'Yamoussoukro',
    'Prague',
    'Conakry',
  ])
  const strange = ['', ' ', '__proto__', 'constructor', 'xyzzy', 'é'.repeat(200), '🦁', '\u0000']
  expect(new Set(capital.expected(strange))).toEqual(new Set([UNDEFINED]))
})

test('the probes are pinned: a change of them is a new version', async () => {
  expect(await hashProbes(relations)).toMatchInlineSnapshot(
    `"43fbbc6331ae46bfd0227183c941f375475166ff208496b9d74c6f7e63915635"`,
  )
})
