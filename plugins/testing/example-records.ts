/** Records for the tests of what is made from them. */
import type { InterpreterRun, Run } from '../report/collect-run.ts'
import { type Protocol, RECORD_SCHEMA, RunRecord, Usage } from '../records.ts'
import type { Floors, RunSettings } from '../run-settings.ts'
import type { Score } from '../contracts.ts'
import { settingsOf } from '../setup/settings.ts'

export const scored = (value: number): Score => ({ status: 'scored', value, detail: '' })

const PROTOCOL_OF: Readonly<Record<string, Protocol>> = {
  nmse: 'paper',
  solved: 'solved',
  'unit-test': 'judge',
}

export function exampleRecord(
  number: number,
  scores: Readonly<Record<string, Score>>,
  changes: Readonly<Record<string, unknown>> = {},
): RunRecord {
  const answer = { interpretation: { description: 'a line', domain: null, code: null } }
  return RunRecord.parse({
    schema: RECORD_SCHEMA,
    state: 'interpreted',
    ...(changes['state'] === undefined ? answer : {}),
    suite: { name: 'numeric', version: '1' },
    interpreter: { name: 'example', version: '1', deterministic: true },
    functionId: `f${String(number).padStart(5, '0')}`,
    trial: 0,
    category: 'numeric',
    variant: number % 2 === 0 ? 'clean' : 'corrupted',
    operators: ['linear'],
    seed: 0,
    size: 'full',
    queries: { count: 10 + number, distinct: 10, experiments: 3, budget: 5000 },
    usage: null,
    judge: null,
    transcript: null,
    timing: { interpretMs: 2, nsPerCall: number === 0 ? 5 : null },
    scores: Object.entries(scores).map(([scorer, score]) => ({
      scorer,
      protocol: PROTOCOL_OF[scorer] ?? 'strict',
      score,
      ceiling: scorer === 'nmse' ? 1 : null,
    })),
    ...changes,
  })
}

export const exampleUsage = (changes: Partial<Usage> = {}): Usage =>
  Usage.parse({
    model: { name: 'small', api: 'chat', effort: null, temperature: null, maxOutputTokens: 1000 },
    prompts: ['aia/numeric@1'],
    turns: 4,
    cached: 1,
    inputTokens: 1000,
    outputTokens: 100,
    usd: 0.01,
    paid: { tokens: 500, usd: 0.005 },
    ms: 100,
    ...changes,
  })

export const failedRecord = (number: number, scores: Readonly<Record<string, Score>> = {}) =>
  exampleRecord(number, scores, {
    state: 'failed',
    error: { kind: 'interpreter', message: 'lost' },
  })

export const exampleSettings = (floors: Floors = {}): RunSettings => {
  const settings = settingsOf('example')
  return { ...settings, interpreter: { ...settings.interpreter, floors } }
}

export const exampleRun = (
  records: readonly RunRecord[],
  changes: Partial<InterpreterRun> = {},
): Run => ({
  interpreters: [
    {
      settings: exampleSettings(),
      records,
      exhibits: new Map(),
      faults: [],
      selection: [],
      ...changes,
    },
  ],
  shard: null,
})
