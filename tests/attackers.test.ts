/**
 * What answers that explain nothing pass: next to nothing, even for attackers that are given the
 * function free of noise and lack but an explanation of it.
 */
import { afterAll, describe, expect, test } from 'vitest'
import type { FindFunction } from '../plugins/contracts.ts'
import type { RunRecord } from '../plugins/records.ts'
import { isCurved } from '../studies/attackers/curved.ts'
import type { NumericAttacker } from '../studies/attackers/attacker.ts'
import { answering, attacking } from '../studies/attackers/attacking.ts'
import { APPROXIMATIONS, TABLES } from '../studies/attackers/index.ts'
import { PLAIN } from '../studies/attackers/plain.ts'
import { attacked, best, type Result, resultOf } from '../studies/attackers/results.ts'
import { attackingStrings, STRING_ATTACKERS } from '../studies/attackers/strings/attackers.ts'
import { lawExpression } from '../library/numeric/index.ts'
import { runBenchmark } from '../studies/run-benchmark.ts'
import { selectFunctions } from '../plugins/run/select-functions.ts'
import { codeSandbox } from '../plugins/sandbox/sandbox.ts'
import { randomStream } from '../plugins/utils/random.ts'
import type { NumericParams } from '../suites/numeric/params.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { strings } from '../suites/strings/suite.ts'

const SEED = 11
/** Functions of each variant. */
const EACH = 20
const ALL = { seed: SEED, size: 'full' } as const

const scoreOf = (record: RunRecord, name: string) => {
  if (record.state !== 'interpreted') throw new Error(JSON.stringify(record))
  return record.scores.find(({ scorer }) => scorer === name)?.score
}
const solved = (records: readonly RunRecord[]) =>
  records.filter((record) => {
    const score = scoreOf(record, 'solved')
    return score?.status === 'scored' && score.value === 1
  })

describe('numbers', () => {
  /** Curved laws in proportion to their kinds, half of them corrupted. */
  const sample = ['clean', 'corrupted'].flatMap((variant) =>
    selectFunctions(
      attacked
        .functions(SEED)
        .filter((fn) => fn.variant === variant && isCurved((fn.params as NumericParams).law)),
      EACH,
    ),
  )
  const curved = { ...attacked, functions: () => sample }

  async function attack(attackers: readonly NumericAttacker[]): Promise<Result[]> {
    const results: Result[] = []
    for (const attacker of attackers)
      for (const record of await runBenchmark(curved, attacking(attacker), ALL))
        results.push(await resultOf(record, attacker.name, attacker.finds))
    return results
  }
  /** Of laws of another form, the share that the best of some answers solves. */
  const cheated = (results: readonly Result[], variant: string) => {
    const own = best('best', results).filter((one) => one.variant === variant)
    expect(own).toHaveLength(EACH)
    return own.filter((one) => one.solved && !one.found).length / own.length
  }

  test('the best of tables and approximations passes few curved laws', async () => {
    const tables = await attack(TABLES)
    const all = [...tables, ...(await attack(APPROXIMATIONS))]
    expect(cheated(tables, 'clean')).toBeLessThanOrEqual(0.02)
    expect(cheated(tables, 'corrupted')).toBeLessThanOrEqual(0.1)
    expect(cheated(all, 'clean')).toBeLessThanOrEqual(0.08)
    expect(cheated(all, 'corrupted')).toBeLessThanOrEqual(0.25)
    // A fit finds what has its own form: attackers are no straw men.
    expect(all.filter((one) => one.solved && one.found)).not.toHaveLength(0)
  })

  test('the truth passes all', async () => {
    const records = await runBenchmark(attacked, PLAIN['the truth']!, { ...ALL, size: 150 })
    expect(solved(records)).toHaveLength(records.length)
  })

  test('who ignores every corruption passes no function that has one', async () => {
    const records = await runBenchmark(corruptedOnly, PLAIN['the law without its corruption']!, ALL)
    expect(records.length).toBeGreaterThan(100)
    for (const record of records) {
      const local = scoreOf(record, 'local')
      expect(local, record.functionId).toMatchObject({ status: 'scored', parts: { inside: 0 } })
    }
    expect(solved(records)).toEqual([])
  })

  describe('code that counts its calls', () => {
    const functions = corruptedOnly.functions(SEED).slice(0, 10)
    const sandbox = codeSandbox()
    afterAll(() => sandbox.close())

    test('would be right, were it run in the order of the sets', async () => {
      for (const fn of functions) {
        const probed = await probesOf(fn)
        const inputs = Float64Array.from(Object.values(probed).flatMap((set) => [...set.inputs]))
        const ran = await sandbox.run(
          { language: 'javascript', source: countingCode(fn, probed) },
          inputs,
        )
        if (ran.status !== 'evaluated') throw new Error(JSON.stringify(ran))
        const { inside } = probed
        const start = placesOf(probed).indexOf('inside')
        const got = ran.got.slice(start, start + inside!.inputs.length)
        expect(got, fn.id).toEqual([...inside!.expected])
      }
    })

    test('does not learn which set an input is of', async () => {
      for (const fn of functions) {
        const source = countingCode(fn, await probesOf(fn))
        const suite = { ...corruptedOnly, functions: () => [fn] }
        const counting = answering('counting', () => source)
        const records = await runBenchmark(suite, counting, ALL)
        expect(solved(records), fn.id).toEqual([])
      }
    })
  })
})

const corruptedOnly = {
  ...attacked,
  functions: (seed: number) =>
    attacked.functions(seed).filter(({ variant }) => variant === 'corrupted'),
}

/** The probes that a function is judged at. */
const probesOf = (fn: FindFunction<'numeric'>) =>
  numeric.category.probe(fn.truth(), randomStream(SEED, `numeric/${fn.id}`, 'probes'))

type Probed = Awaited<ReturnType<typeof probesOf>>

/** The name of each probe's set. */
const placesOf = (probed: Probed): string[] =>
  Object.entries(probed).flatMap(([name, set]) => Array.from(set.got, () => name))

/** The level where a probe of the corrupted interval stands in the order of sets, else the law. */
function countingCode(fn: FindFunction<'numeric'>, probed: Probed): string {
  const { law, corruption } = fn.params as NumericParams & { variant: 'corrupted' }
  const places = placesOf(probed)
  const [from, to] = [places.indexOf('inside'), places.lastIndexOf('inside')]
  return `let n=0;function f(x){return n++,n>${from}&&n<=${to + 1}?${corruption.level}:${lawExpression(law)}}`
}

describe('strings', () => {
  test('lookups of what was seen pass few functions', async () => {
    const passed = new Set<string>()
    let count = 0
    for (const name of STRING_ATTACKERS) {
      const records = await runBenchmark(strings, attackingStrings(name), { seed: SEED, size: 12 })
      count = records.length
      for (const { functionId } of solved(records)) passed.add(functionId)
    }
    expect(passed.size / count).toBeLessThanOrEqual(0.3)
  })
})
