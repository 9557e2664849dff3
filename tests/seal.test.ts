import { expect, test } from 'vitest'
import { exampleProject } from './project.ts'

/** An interpreter that answers with all that it finds about its function without asking it. */
const SPY = `
export default () => ({
  name: 'spy',
  version: '1',
  deterministic: true,
  interpret: {
    async bits(box, { random }) {
      const task = globalThis.__vitest_worker__.current
      const group = task.suite.tasks
      const found = {
        draw: random(),
        name: task.name,
        tags: task.tags,
        meta: task.meta.find,
        options: task.options ?? null,
        groups: [task.suite.name, task.suite.tags ?? []],
        siblings: group.filter((other) => other.tags?.length).map((other) => other.name),
        shown: group.filter((one) => one.meta.findExhibit || one.annotations.length).length,
        box: [...Object.getOwnPropertyNames(box)],
      }
      return { description: JSON.stringify(found), domain: null, code: null }
    },
  },
})
`

test('nothing within reach of an interpreter tells what its function is made of', async () => {
  const project = await exampleProject('bits')
  await project.write('interpreters/spy.ts', SPY)
  const run = await project.vitest(['run'], { FIND_INTERPRETERS: 'spy' })
  expect(run.stdout, run.stderr).toContain('24 unscored: the answer has no code')
  const records = await project.records()
  expect(records).toHaveLength(24)
  const draws = new Set<number>()
  for (const record of records) {
    if (record.state !== 'interpreted') throw new Error(JSON.stringify(record))
    const found = JSON.parse(record.interpretation.description) as Record<string, unknown>
    draws.add(found['draw'] as number)
    const name = `bits/${record.functionId}`
    expect(found).toMatchObject({ name, tags: [], siblings: [], groups: ['bits', []] })
    const { meta } = found as { meta: Record<string, unknown> }
    expect(meta).not.toHaveProperty('variant')
    expect(meta).not.toHaveProperty('operators')
    expect(meta).not.toHaveProperty('params')
    expect(JSON.stringify(found)).not.toMatch(/\b(clean|corrupted|and|or|xor)\b/)
  }
  // The interpreter's own stream is the same for every function.
  expect(draws.size).toBe(1)
  // Afterwards the record is whole, and selection by tags went by what was sealed.
  expect(new Set(records.map(({ variant }) => variant))).toEqual(new Set(['clean', 'corrupted']))

  await project.vitest(['run', '--tags-filter', 'corrupted and xor'], { FIND_INTERPRETERS: 'spy' })
  const selected = await project.records()
  expect(selected.length).toBeGreaterThan(0)
  for (const { variant, operators } of selected)
    expect([variant, ...operators]).toEqual(['corrupted', 'xor'])
})

test('a case whose process ends under it keeps variant and operators in its record', async () => {
  const project = await exampleProject('bits')
  const source = SPY.replace('const task =', 'if (box) process.exit(3)\n      const task =')
  await project.write('interpreters/spy.ts', source)
  const run = await project.vitest(['run', '-t', 'bits/f00002'], { FIND_INTERPRETERS: 'spy' })
  expect(run.code).toBe(1)
  const records = await project.records()
  expect(records.map((record) => [record.functionId, record.state, record.variant])).toEqual([
    ['f00002', 'failed', 'corrupted'],
  ])
})

test('the truth is shown once no trial on its function is still to come', async () => {
  const project = await exampleProject('bits')
  await project.write('interpreters/spy.ts', SPY)
  await project.edit('vitest.config.ts', (text) =>
    text.replace('majority: {}', 'majority: {}, spy: { trials: 2 }'),
  )
  const run = await project.vitest(['run', '--project', 'spy', '-t', 'bits/f00002'])
  const [before, after] = run.stdout.split(' spy trial 2')
  expect(before).toContain(' truth\n   description: ')
  expect(after).toContain(' answer\n   description: {"draw"')
  const records = await project.records()
  expect(records).toHaveLength(2)
  for (const record of records) {
    if (record.state !== 'interpreted') throw new Error(JSON.stringify(record))
    expect(JSON.parse(record.interpretation.description)).toMatchObject({ shown: 0 })
  }
  expect(records.map(({ trial }) => trial)).toEqual([0, 1])
})
