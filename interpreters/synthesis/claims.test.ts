import { expect, test } from 'vitest'
import { claimOf, isSure } from '../../studies/claims-of.ts'
import { judgeUnknownNumeric, judgeUnknownStrings } from '../../studies/judge-unknown.ts'
import { runBenchmark } from '../../studies/run-benchmark.ts'
import { numeric } from '../../suites/numeric/suite.ts'
import { strings } from '../../suites/strings/suite.ts'
import synthesis from './index.ts'

/** Of what is claimed so much is right; of what is right so much is claimed. */
const [TRUE, BOLD] = [0.95, 0.85]
const share = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length

test.each([
  { title: 'numbers', run: () => runBenchmark(numeric, synthesis(), { seed: 301, size: 120 }) },
  { title: 'strings', run: () => runBenchmark(strings, synthesis(), { seed: 301, size: 60 }) },
])('claims about the library are true and bold: $title', async ({ run }) => {
  const claims = (await run()).flatMap(claimOf)
  const judged = claims.filter(({ right }) => right !== null)
  const alarms = claims.filter(({ alarm }) => alarm?.there === false)
  expect(share(judged.filter(isSure).map(({ right }) => right === true))).toBeGreaterThanOrEqual(
    TRUE,
  )
  expect(share(judged.filter(({ right }) => right).map(isSure))).toBeGreaterThanOrEqual(BOLD)
  expect(alarms.filter(({ alarm }) => alarm?.told)).toEqual([])
})

test.each([
  { title: 'numbers', judge: judgeUnknownNumeric, named: '5/x + 1' },
  { title: 'strings', judge: judgeUnknownStrings, named: 'rot13' },
])('claims about functions beside the library are true: $title', async ({ judge, named }) => {
  const judgements = await judge()
  const sure = judgements.filter(isSure)
  expect(sure.filter(({ right }) => right === false)).toEqual([])
  expect(sure.map(({ name }) => name)).toContain(named)
})

test('no answer about a function without noise is worse than a constant', async () => {
  const judgements = await judgeUnknownNumeric()
  const worse = judgements.filter(({ error, isRandom }) => !isRandom && error > 1.1)
  expect(worse).toEqual([])
})
