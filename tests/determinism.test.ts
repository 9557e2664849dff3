import { expect, test } from 'vitest'
import { type Project, toyProject } from './project.ts'

async function records(project: Project, args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await project.vitest(['run', ...args], env)
  expect(code, stdout + stderr).toBe(0)
  return (await project.records())
    .map((record) => JSON.stringify({ ...record, timing: null }))
    .toSorted()
}

test('order, concurrency and pool change no record; the seed does', async () => {
  const project = await toyProject()
  const first = await records(project, [])
  expect(first).toHaveLength(16)
  expect(await records(project, ['--sequence.shuffle', '--sequence.seed=7'])).toEqual(first)
  expect(await records(project, ['--pool=threads', '--no-file-parallelism'])).toEqual(first)
  expect(await records(project, [], { FIND_SEED: '3' })).not.toEqual(first)
  await project.edit('vitest.config.ts', (text) =>
    text
      .replace('good: {', 'good: { concurrency: 4,')
      .replace('ignorant: {}', 'ignorant: { concurrency: 4 }'),
  )
  expect(await records(project, [])).toEqual(first)
})
