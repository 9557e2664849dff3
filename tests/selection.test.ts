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
    // Also those that are embedded.
    'unknown interpreter "nobody": expected one of aia, aia+synthesis, ',
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
    expect(stdout + stderr).not.toContain('    at ')
    await expect(project.records()).rejects.toThrow('ENOENT')
  },
)

test('a wrong option is told once, first and in one line, and the other interpreters run', async () => {
  const project = await toyProject()
  await project.edit('vitest.config.ts', (text) =>
    text.replace(
      'ignorant: {}',
      "interpolate: { module: '../../../interpreters/interpolate.ts', options: { samples: 1 } }",
    ),
  )
  const { code, stdout, stderr } = await project.vitest(['run'])
  expect(code).toBe(1)
  const refusal =
    /interpreter interpolate \(.*\) refuses its options \{"samples":1\}: .* → at samples\n/
  expect(stderr).toMatch(new RegExp(`^ ✗ ${refusal.source}`))
  expect(stderr).toMatch(new RegExp(`gate  ✗ incomplete  interpolate  ${refusal.source}`))
  expect(stderr).not.toContain('    at ')
  // It has no line of its own among the entries, and the other one is whole.
  expect(stdout).not.toContain('interpolate')
  expect(stdout).toMatch(/good seed 0, size full\n/)
  expect(await project.records()).toHaveLength(8)
})

test('an interpreter that cannot be parsed is told once, by its place', async () => {
  const project = await toyProject()
  await project.edit('interpreters/good.ts', (text) => `${text}\nconst = 1`)
  const { code, stdout, stderr } = await project.vitest(['run'])
  expect(code).toBe(1)
  const reason = /interpreters\/good\.ts:\d+:7: Unexpected token/
  expect(stderr.match(new RegExp(reason, 'g'))).toHaveLength(2)
  expect(stdout).not.toMatch(/FAIL|good/)
  expect(stdout).toContain('8 passed (8)')
})

test('a folder that cannot be written is told before any case, in a line', async () => {
  const project = await toyProject()
  await project.write('.find', 'no folder')
  const { code, stdout, stderr } = await project.vitest(['run'])
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^ ✗ what comes of the run cannot be written to \S+\/\.find: EEXIST: [^\n]*\n/,
  )
  expect(stdout + stderr).not.toContain('✓')
  // What keeps several from being whole is said of them all.
  expect(stderr.match(/gate.*/g)).toEqual([
    expect.stringMatching(/✗ incomplete {2}good, ignorant {2}what comes of the run cannot/),
  ])
})

test('results and a baseline that cannot be written fail the run, in a line of ours', async () => {
  const project = await toyProject()
  await project.write('fixtures', 'no folder')
  const accepted = await project.vitest(['run', '--project', 'good', '-u'])
  expect(accepted.code).toBe(1)
  expect(accepted.stderr).toMatch(
    /^ gate  ✗ refused  good  fixtures\/baselines\/good.json cannot be written: \w+: .*\n$/,
  )
  await project.remove('.find/runs')
  await project.write('.find/runs', 'no folder')
  const { code, stderr } = await project.vitest(['run', '--project', 'good'])
  expect(code).toBe(1)
  const reason = /what comes of the run cannot be written to \S+\/\.find\/runs\/\S+: \w+: /
  expect(stderr.match(new RegExp(` ✗ ${reason.source}`, 'g'))).toHaveLength(1)
  expect(stderr).toMatch(new RegExp(`gate  ✗ incomplete  good  ${reason.source}`))
  expect(stderr).not.toMatch(/ {4}at |unchanged|✓ new/)
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

test('JSON and JUnit hold interpreter, scores and verdicts, and agree with the exit code', async () => {
  const project = await toyProject()
  await project.edit('vitest.config.ts', (text) =>
    text.replace('ignorant: {}', 'ignorant: { floors: { lines: { solved: 0.9 } } }'),
  )
  const { code } = await project.vitest(['run', '--reporter=json', '--reporter=junit'])
  expect(code).toBe(1)
  const json = JSON.parse(await project.read('.vitest/json/output.json')) as {
    success: boolean
    numFailedTests: number
    testResults: { assertionResults: { status: string; meta: Record<string, unknown> }[] }[]
  }
  expect(json).toMatchObject({ success: false, numFailedTests: 1 })
  const cases = json.testResults.flatMap(({ assertionResults }) => assertionResults)
  expect(cases.filter(({ meta }) => meta['find'])).toHaveLength(16)
  expect(cases.flatMap(({ meta }) => meta['findVerdict'] ?? [])).toEqual(
    (await project.summary()).verdicts,
  )
  const junit = await project.read('.vitest/junit/output.xml')
  expect(junit).toContain('<testsuites name="vitest tests" tests="19" failures="1" errors="0"')
  expect(junit).toMatch(/<testcase classname="ignorant gate" name="below-floor lines solved"/)
  expect(junit).toContain('<failure message="lines solved 50.0 % (n = 8); its floor is 90.0 %"')
  expect(junit.match(/<property name="interpreter" value="good">/g)).toHaveLength(8)
  expect(junit.match(/<property name="paper.nmse" value="1">/g)).toHaveLength(12 + 1)
})

test('the accuracy table can be asked for by its path', async () => {
  const project = await toyProject()
  const { stdout } = await project.vitest(['run', '--reporter=vitest-find/reporters/accuracy'])
  expect(stdout).toMatch(/lines +8 +0 +100\.0/)
})
