/** The numeric functions as the harness sees them: what they are made of stays in here. */
import { describeLaw, lawDomain, lawOperators } from '../../library/numeric/index.ts'
import type { FindFunction, Random } from '../../plugins/contracts.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { asNeedBeSaid, describeCorruption } from './corruption.ts'
import { drawnFunctions } from './drawn-functions.ts'
import { NOISE } from './noise.ts'
import type { DrawnFunction, NumericParams } from './params.ts'
import { strictUnitTest, unitTest } from './questions.ts'
import { numericSource, numericTruth } from './truth.ts'
import { visibleCorruption } from './visible-corruption.ts'

/** FIND's unit test of descriptions, and its strict twin, by name. */
const UNIT_TESTS = { 'unit-test': unitTest, 'unit-test-strict': strictUnitTest }
export const UNIT_TEST_NAMES: readonly string[] = Object.keys(UNIT_TESTS)

/** All 1000 functions of a seed, in the order of their ids. */
export const numericFunctions = perSeed((seed) => drawnFunctions(seed).map(numericFunction))

function numericFunction(drawn: DrawnFunction): FindFunction<'numeric'> {
  const { name, params } = drawn
  let written: string | undefined
  const source = () => (written ??= numericSource(drawn))
  return {
    id: name.slice(name.indexOf('/') + 1),
    variant: params.variant,
    operators: lawOperators(params.law),
    params,
    truth: () => numericTruth(drawn, source()),
    ideal: () => ({
      description: describe(params),
      domain: params.variant === 'corrupted' ? describeCorruption(params.corruption) : null,
      code: { language: 'javascript', source: explanation(drawn) ?? source() },
    }),
    ...solving(params),
    questions(test: string, random: Random) {
      const asked = Object.entries(UNIT_TESTS).find(([title]) => title === test)
      if (!asked) throw new Error(`numeric has no unit test ${JSON.stringify(test)}`)
      return asked[1](drawn, random)
    },
  }
}

/** The code of the ideal answer where it is not the truth's own. */
function explanation({ name, params }: DrawnFunction): string | null {
  if (params.variant !== 'corrupted') return null
  return numericSource({ name, params: { ...params, corruption: asNeedBeSaid(params.corruption) } })
}

function solving(params: NumericParams): Pick<FindFunction<'numeric'>, 'solving'> {
  if (params.variant === 'noisy') return { solving: 'apart' }
  if (params.variant === 'mlp')
    return { solving: { inapplicable: 'of 64 kinks a network is a table, and a table fits it' } }
  if (params.variant === 'corrupted') {
    const { shows, leavesLaw } = visibleCorruption(params)
    if (!shows)
      return { solving: { inapplicable: 'its law fits inside of the corrupted interval too' } }
    if (!leavesLaw)
      return { solving: { inapplicable: 'its corruption leaves nothing of the law to be seen' } }
  }
  return {}
}

function describe(params: NumericParams): string {
  const law = describeLaw(params.law)
  if (params.variant === 'mlp') {
    const domain = lawDomain(params.law).join(' and ')
    return `The function is a small ReLU network, trained between ${domain} to approximate ${law}.`
  }
  const rule = `The function is ${law}.`
  if (params.variant === 'clean') return rule
  return params.variant === 'noisy'
    ? `${rule} Every call adds ${NOISE[params.noise].description}, drawn anew.`
    : `${rule} ${describeCorruption(params.corruption)}`
}
