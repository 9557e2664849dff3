import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import process from 'node:process'
import { expect, onTestFinished, test } from 'vitest'
import { startModelServer, TRANSIENT_FAULTS } from '../model-server/index.ts'
import { agentsProject } from './project.ts'

/** `SOAK_CASES=2000 npm test -- tests/soak` runs all functions. */
const CASES = Number(process.env['SOAK_CASES'] ?? 200)

test(
  'with every fifth request met by a fault no case is lost, and no answer paid twice',
  { timeout: 1_800_000 },
  async () => {
    const server = await startModelServer({ faults: { rate: 0.2, seed: 1 } })
    onTestFinished(() => server.close())
    const project = await agentsProject()
    const model = { name: 'novice', requestTimeout: 5000, retries: 12 }
    const aia = { module: '../../../interpreters/aia/index.ts', model, concurrency: 64 }
    const outcome = await project.vitest(['run'], {
      OPENAI_BASE_URL: server.url,
      OPENAI_API_KEY: 'none-needed',
      FIND_SIZE: String(CASES / 2),
      AGENTS_CONFIG: JSON.stringify({ interpreters: { aia } }),
    })
    expect(outcome.code, outcome.stderr).toBe(0)

    const records = await project.records()
    expect(records).toHaveLength(CASES)
    expect(records.filter(({ state }) => state !== 'interpreted')).toEqual([])

    const { requests, answered, paidTwice, faults } = server.stats()
    const met = Object.values(faults).reduce((sum, count) => sum + count, 0)
    process.stdout.write(
      `${CASES} cases: ${requests} requests, ${met} faults, ${answered} answers, ${paidTwice} paid twice\n`,
    )
    expect(paidTwice).toBe(0)
    expect(met).toBeGreaterThan(0.15 * requests)
    for (const kind of TRANSIENT_FAULTS) expect(faults[kind], kind).toBeGreaterThan(0)

    const store = new DatabaseSync(join(project.root, '.find/responses.sqlite'))
    const stored = store.prepare('SELECT count(*) AS count FROM responses').get()
    store.close()
    // Two turns a case.
    expect(stored).toEqual({ count: 2 * CASES })
    expect(answered).toBe(2 * CASES)
  },
)
