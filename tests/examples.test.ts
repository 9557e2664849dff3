import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exampleProject } from './project.ts'

const EXAMPLES = join(import.meta.dirname, '../examples')

test('examples import nothing but the public doors', async () => {
  const doors = /^(vitest-find(\/.*)?|vitest|zod|#interpreter|node:.*|\.{1,2}\/.*)$/
  let files = 0
  for await (const file of glob('{bits,patched}/**/*.ts', { cwd: EXAMPLES })) {
    files++
    const text = await readFile(join(EXAMPLES, file), 'utf8')
    for (const [, from = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      expect(from, file).toMatch(doors)
      // Relative paths stay within the example.
      const target = from.startsWith('.') ? join(file, '..', from) : file
      expect(target.split('/')[0]).toBe(file.split('/')[0])
    }
  }
  expect(files).toBeGreaterThan(15)
})

test('a category of functions of one’s own: accuracy, floors, tags and the gate', async () => {
  const project = await exampleProject('bits')
  const accepted = await project.vitest(['run', '-u'])
  expect(accepted.code, accepted.stdout + accepted.stderr).toBe(0)
  expect(accepted.stdout).toMatch(/bits +24 +0 +100\.0/)
  expect(accepted.stdout).toContain('majority is wrong in 24: f00000 at [')

  const again = await project.vitest(['run'])
  expect(again.code, again.stderr).toBe(0)
  expect(again.stderr).toContain('bits solved: +0.0 % on 24 functions')

  const tagged = await project.vitest(['run', '--project', 'table', '--tags-filter', 'and_'])
  const records = await project.records()
  expect(tagged.code, tagged.stderr).toBe(0)
  expect(records.length).toBeGreaterThan(0)
  expect(records.every(({ operators }) => operators.join() === 'and')).toBe(true)

  await project.edit('interpreters/table.ts', (text) =>
    text.replace('outputs.reduce(', 'outputs.slice(0, 8).reduce('),
  )
  const worse = await project.vitest(['run', '--project', 'table'])
  expect(worse.code).toBe(1)
  expect(worse.stderr).toMatch(/regressed {2}table {2}bits solved: -\d+\.\d % .*bits\/f000/)
  expect(worse.stderr).toMatch(/below-floor {2}table {2}bits solved/)
})

test('a category that is patched and answered without code: accuracy and the gate', async () => {
  const project = await exampleProject('patched')
  const accepted = await project.vitest(['run', '-u'])
  expect(accepted.code, accepted.stdout + accepted.stderr).toBe(0)
  const { rows } = await project.summary()
  const solved = rows.filter(({ protocol, variant }) => protocol === 'solved' && variant === 'all')
  expect(solved.map(({ interpreter, mean }) => [interpreter, mean])).toEqual([
    ['ablation', 1],
    ['guess', 0],
  ])
  const records = await project.records()
  expect(records.find(({ interpreter }) => interpreter.name === 'ablation')).toMatchObject({
    suite: { name: 'patched' },
    category: 'patched',
    functionId: 'f00000',
    queries: { count: 7, distinct: 7, experiments: 7 },
    interpretation: { scores: { embed: expect.any(Number) as number } },
  })
  expect(records.some(({ timing }) => (timing.nsPerCall ?? 0) > 0)).toBe(true)
  const again = await project.vitest(['run'])
  expect(again.code, again.stderr).toBe(0)
})

test('an interpreter that takes on none of the suites has nothing to run', async () => {
  const project = await exampleProject('patched')
  await project.edit('interpreters/guess.ts', (text) =>
    text.replace('patched: async', 'numeric: async').replaceAll('box.sites', '[]'),
  )
  const run = await project.vitest(['run', '--project', 'guess'])
  expect(run.code).toBe(1)
  expect(run.stderr).toContain('no function was run')
  expect(run.stdout).not.toContain('skipped')
})
