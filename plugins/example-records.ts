/** Records for the tests of what is made from them. */
import type { RunRecord, RunSettings, Score } from './contracts.ts'
import type { Run } from './collect-run.ts'

export const scored = (value: number): Score => ({ status: 'scored', value, detail: '' })

export function exampleRecord(
  number: number,
  scores: Readonly<Record<string, Score>>,
  changes: Partial<RunRecord> = {},
): RunRecord {
  return {
    schema: 1,
    state: 'interpreted',
    suite: { name: 'numeric', version: '1' },
    interpreter: { name: 'example', version: '1', deterministic: true },
    functionId: `numeric/f${String(number).padStart(5, '0')}`,
    category: 'numeric',
    variant: number % 2 === 0 ? 'clean' : 'corrupted',
    operators: ['linear'],
    seed: 0,
    queries: { count: 10 + number, distinct: 10, budget: 5000 },
    timing: { interpretMs: 2, nsPerCall: number === 0 ? 5 : null },
    interpretation: { description: 'a line', domain: null, code: null },
    scores: Object.entries(scores).map(([scorer, score]) => ({
      scorer,
      protocol: scorer === 'nmse' || scorer === 'unit-test' ? 'paper' : 'strict',
      score,
      ceiling: scorer === 'nmse' ? 1 : null,
    })),
    ...changes,
  } as RunRecord
}

export const failedRecord = (number: number): RunRecord => {
  const {
    scores: _,
    interpretation: __,
    ...about
  } = exampleRecord(number, {}) as RunRecord & {
    state: 'interpreted'
  }
  return { ...about, state: 'failed', error: { kind: 'interpreter', message: 'lost' } }
}

export const exampleSettings = (changes: Partial<RunSettings> = {}): RunSettings => ({
  seed: 0,
  size: 'full',
  assert: null,
  interpreter: {
    name: 'example',
    module: 'interpreters/example.ts',
    queries: 5000,
    timeout: 60_000,
    concurrency: 1,
    floors: {},
  },
  ...changes,
})

export const exampleRun = (records: readonly RunRecord[], changes: Partial<Run> = {}): Run => ({
  settings: [exampleSettings()],
  records,
  faults: [],
  selection: [],
  shard: null,
  ...changes,
})
