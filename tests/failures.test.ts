import { expect, test } from 'vitest'
import { toyProject } from './project.ts'

test('what goes wrong is recorded as what it is, and never as a wrong answer', async () => {
  const project = await toyProject()
  await project.edit('vitest.config.ts', (text) =>
    text.replace('ignorant: {}', 'troubled: { timeout: 1000 }'),
  )
  const { code, stdout, stderr } = await project.vitest(['run', '--project', 'troubled'])
  expect(code).toBe(1)

  const records = (await project.records()).toSorted((a, b) =>
    a.functionId.localeCompare(b.functionId),
  )
  const states = records.map((record) =>
    record.state === 'failed' ? `${record.error.kind}: ${record.error.message}` : record.state,
  )
  expect(states).toEqual([
    'interpreter: Error: lost my way',
    'timeout: took longer than 1000 ms',
    'budget: BudgetExceeded: asked 5000 queries with 4999 of 5000 left',
    expect.stringMatching(/^answer: no answer of numeric: .*description/s),
    'interpreted',
    'interpreted',
    'interpreted',
    'interpreted',
  ])
  // The place in the interpreter is what its author needs, and not those in the harness.
  expect(stdout + stderr).toMatch(
    /interpreter failure: Error: lost my way\n ❯ numeric interpreters\/troubled\.ts:\d+:\d+\n/,
  )
  expect(stdout + stderr).not.toMatch(/plugins\/|Caused by/)

  const { rows, verdicts } = await project.summary()
  const solved = rows.find(
    ({ scorer, variant, part }) => scorer === 'solved' && variant === 'all' && part === null,
  )
  // f00006 is right, f00005 does not compile and f00007 misses its corruption; f00004 has no code.
  expect(solved).toMatchObject({ n: 8, failed: 4, unscored: 1, scored: 3, mean: 1 / 3 })
  expect(verdicts).toContainEqual(
    expect.objectContaining({
      outcome: 'failed',
      functions: expect.arrayContaining([
        'lines/f00000',
        'lines/f00001',
        'lines/f00002',
        'lines/f00003',
      ]),
    }),
  )
  expect(stderr).toMatch(/4 cases failed: 1 \w+: [^(]*\(lines\/f0000\d\), 1 /)
})

test('an interpreter that never waits is held to its time as well', async () => {
  const project = await toyProject()
  await project.edit('vitest.config.ts', (text) => text.replace('good: {', 'good: { timeout: 200,'))
  await project.edit('interpreters/good.ts', (text) =>
    text.replace(
      'async numeric(box) {',
      'async numeric(box) {\n const end = performance.now() + 400\n while (performance.now() < end);',
    ),
  )
  const { code, stderr } = await project.vitest(['run', '--project', 'good'])
  expect(code).toBe(1)
  expect(stderr).toContain('8 cases failed')
  for (const record of await project.records())
    expect(record).toMatchObject({ state: 'failed', error: { kind: 'timeout' } })
})

test('FIND_ASSERT=solved fails each unsolved function and shows where it went wrong', async () => {
  const project = await toyProject()
  const { code, stdout, stderr } = await project.vitest(['run', '--project', 'ignorant'], {
    FIND_ASSERT: 'solved',
  })
  expect(code).toBe(1)
  const text = stdout + stderr
  expect(text).toContain('not solved: lines/f00001\n')
  expect(text).toMatch(/local \(strict\): WRONG, inside: 1 - R² .*; outside: 1 - R² 0\.00/)
  expect(text).toMatch(/input {4}1\d\d\.\d+\n\s+expected 0\n\s+got {6}1\d\d\.\d+/)
  expect(text).toContain('answered: x + 1')
  expect(text).not.toContain('not solved: lines/f00000')
  // An unsolved function is a failed test, and still a scored answer.
  expect((await project.records()).map(({ state }) => state)).not.toContain('failed')
})

test('text of an answer or an error does nothing to the terminal', async () => {
  const project = await toyProject()
  await project.edit('interpreters/line.ts', (text) =>
    text.replace('domain: null', "domain: '\\u001b[2J\\u009bmgone'"),
  )
  await project.edit('interpreters/good.ts', (text) =>
    text.replace('async numeric(box) {', "async numeric(box) { throw new Error('\\u001b[2Jlost')"),
  )
  const { stdout, stderr } = await project.vitest(['run'], { FIND_ASSERT: 'solved' })
  const text = stdout + stderr
  expect(text).toContain('domain: ␛[2J‹U+009B›mgone')
  expect(text).toContain('␛[2Jlost')
  for (const control of ['\u001b[2J', '\u009b']) expect(text).not.toContain(control)
})

test('an interpreter has no cases of a category that it does not take on', async () => {
  const project = await toyProject()
  await project.edit('interpreters/good.ts', (text) =>
    text.replace('async numeric(box)', 'async strings(box: never)'),
  )
  const { code, stdout, stderr } = await project.vitest(['run'])
  expect(code).toBe(1)
  expect(stdout).toContain('8 passed (8)')
  expect(stderr).toContain(
    '✗ incomplete  good  no function was run: it takes on no category of the suites',
  )
  const names = (await project.records()).map(({ interpreter }) => interpreter.name)
  expect(new Set(names)).toEqual(new Set(['ignorant']))
  const rows = (await project.summary()).rows.map(({ interpreter }) => interpreter)
  expect(new Set(rows)).toEqual(new Set(['ignorant']))
})

test('an answer that is too large is refused by name, and nothing else is lost over it', async () => {
  const project = await toyProject()
  await project.edit('interpreters/line.ts', (text) =>
    text.replace('description: `', "description: 'x'.repeat(20_000_000) + `"),
  )
  const { code, stderr } = await project.vitest(['run', '--project', 'good'])
  expect(code).toBe(1)
  expect(stderr).toContain(
    '8 cases failed: 8 answer: description is 20000007 bytes of JSON; a field may have 1000000 (lines/f0000',
  )
  const records = await project.records()
  expect(records).toHaveLength(8)
  for (const record of records) expect(record).toMatchObject({ error: { kind: 'answer' } })
  expect((await project.summary()).verdicts).toContainEqual(
    expect.objectContaining({ outcome: 'failed' }),
  )
})

test('what failed leaves no more than a part of a long text', async () => {
  const project = await toyProject()
  await project.edit('interpreters/good.ts', (text) =>
    text.replace(
      'async numeric(box) {',
      "async numeric(box) { throw new Error('x'.repeat(20_000_000))",
    ),
  )
  const { code, stdout, stderr } = await project.vitest(['run', '--project', 'good'])
  expect(code).toBe(1)
  expect((stdout + stderr).length).toBeLessThan(1_000_000)
  const records = await project.records()
  expect(records).toHaveLength(8)
  for (const record of records)
    expect(record).toMatchObject({
      state: 'failed',
      error: { message: expect.stringMatching(/x … \[cut: 10000 of 20000007 characters\]$/) },
    })
})

test('a truth that is no number at a probe is the suite’s fault, said before the run', async () => {
  const project = await toyProject()
  await project.edit('suites/lines/suite.ts', (text) =>
    text.replace(
      'const expected = inputs.map(f)',
      'const expected = inputs.map((x) => f(x) / +(x < 120))',
    ),
  )
  await project.edit('interpreters/good.ts', (text) =>
    text.replace('async numeric(box) {', "async numeric(box) { throw new Error('was called')"),
  )
  const { code, stderr } = await project.vitest(['run', '--project', 'good'])
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /harness: Error: suite lines: f0000\d: the truth is (Infinity|NaN) at 12\d\.\d+ of the probes `\w+`/,
  )
  const records = await project.records()
  expect(records).toHaveLength(8)
  for (const record of records) expect(record).toMatchObject({ error: { kind: 'harness' } })
})
