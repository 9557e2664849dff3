import { expect, test } from 'vitest'
import { toyProject } from './project.ts'

test('-t, --tags-filter and --project narrow the run', async () => {
  const project = await toyProject()
  const ids = async (args: string[]) => {
    await project.vitest(['run', ...args])
    return (await project.records()).map(
      ({ interpreter, functionId }) => `${interpreter.name} ${functionId.slice(-1)}`,
    )
  }
  expect(await ids(['-t', 'lines/f00003'])).toEqual(
    expect.arrayContaining(['good 3', 'ignorant 3']),
  )
  expect(
    (await ids(['--tags-filter', 'corrupted and far', '--project', 'ignorant'])).toSorted(),
  ).toEqual(['ignorant 5', 'ignorant 7'])
  expect((await ids(['clean', '--project', 'good'])).toSorted()).toEqual([
    'good 0',
    'good 2',
    'good 4',
    'good 6',
  ])
})

test('an operator whose name tag expressions cannot hold has a tag beside it', async () => {
  const project = await toyProject()
  await project.edit('suites/lines/suite.ts', (text) => text.replaceAll("'near'", "'and'"))
  const all = await project.vitest(['run', '--project', 'good'])
  expect(all.code, all.stdout + all.stderr).toBe(0)
  expect(await project.records()).toHaveLength(8)
  await project.vitest(['run', '--project', 'good', '--tags-filter', 'and_ and clean'])
  const selected = await project.records()
  expect(selected.map(({ functionId }) => functionId)).toEqual(['f00000', 'f00002'])
  expect(selected.map(({ operators }) => operators)).toEqual([['and'], ['and']])
})

test('FIND_INTERPRETERS names what runs, also what the config does not', async () => {
  const project = await toyProject()
  await project.edit('vitest.config.ts', (text) => text.replace('ignorant: {},', ''))
  await project.vitest(['run'], { FIND_INTERPRETERS: 'ignorant' })
  const names = new Set((await project.records()).map(({ interpreter }) => interpreter.name))
  expect([...names]).toEqual(['ignorant'])
})

test.each([
  [
    { FIND_INTERPRETERS: 'nobody' },
    'unknown interpreter "nobody": expected one of good, ignorant, line, troubled',
  ],
  [{ FIND_SIZE: 'huge' }, `FIND_SIZE: expected 'full', 'mini' or a number from 1; got "huge"`],
  [{ FIND_SIZE: '0' }, `FIND_SIZE: expected 'full', 'mini' or a number from 1; got "0"`],
  [{ FIND_SEED: '-1' }, 'FIND_SEED: expected a whole number from 0; got "-1"'],
  [{ FIND_ASSERT: 'yes' }, `FIND_ASSERT: expected 'solved'; got "yes"`],
  [
    { FIND_INTERPRETERS: 'line' },
    'interpreter line (interpreters/line.ts): expected a default export',
  ],
] satisfies [Record<string, string>, string][])(
  '%o is a clear error before any case runs',
  async (env, message) => {
    const project = await toyProject()
    const { code, stdout, stderr } = await project.vitest(['run'], env)
    expect(code).toBe(1)
    expect(stdout + stderr).toContain(message)
    await expect(project.records()).rejects.toThrow('ENOENT')
  },
)

test('a wrong option in the config is a clear error before any case runs', async () => {
  const project = await toyProject()
  await project.edit('vitest.config.ts', (text) =>
    text.replace(
      'ignorant: {}',
      "interpolate: { module: '../../../interpreters/interpolate.ts', options: { samples: 1 } }",
    ),
  )
  const { code, stdout, stderr } = await project.vitest(['run'])
  expect(code).toBe(1)
  expect(stdout + stderr).toContain('refuses its options {"samples":1}')
  expect(stdout + stderr).toMatch(/samples/)
  expect(stdout).not.toContain('✓')
})

test('an empty selection says so and fails', async () => {
  const project = await toyProject()
  const { code, stdout, stderr } = await project.vitest(['run', '-t', 'no such function'])
  expect(stdout + stderr).toContain('no function was run')
  expect(code).toBe(1)
})

test('another reporter keeps standard output to itself; records and gate are still there', async () => {
  const project = await toyProject()
  const { code, stdout, stderr } = await project.vitest(['run', '--reporter=tap-flat'])
  expect(code).toBe(0)
  expect(stdout.trim().split('\n')).toEqual([
    'TAP version 13',
    '1..16',
    ...Array.from({ length: 16 }, () => expect.stringMatching(/^ok /)),
  ])
  expect(stderr).toContain('gate')
  expect(await project.records()).toHaveLength(16)
})

test('the accuracy table can be asked for by its path', async () => {
  const project = await toyProject()
  const { stdout } = await project.vitest(['run', '--reporter=vitest-find/reporters/accuracy'])
  expect(stdout).toMatch(/lines +8 +0 +100\.0/)
})
