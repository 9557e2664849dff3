import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RECORD_SCHEMA } from '../plugins/records.ts'
import { type Project, toyProject } from './project.ts'

const BASELINE = 'fixtures/baselines/good.json'
const only = ['run', '--project', 'good']
const breakIt = (project: Project) =>
  project.edit('interpreters/good.ts', (text) => text.replace("'x>100?0:' : ''", "'' : ''"))

async function withBaseline(): Promise<Project> {
  const project = await toyProject()
  const { code, stderr } = await project.vitest([...only, '-u'])
  expect(stderr).toMatch(
    /new baseline of 8 functions\n.*written to fixtures\/baselines\/good\.json/,
  )
  expect(code).toBe(0)
  return project
}

/** A suite beside the first, whose module exports it by the name of its folder. */
async function addSuite(project: Project, name: string, module: readonly string[]) {
  await mkdir(join(project.root, `suites/${name}`))
  await project.write(`suites/${name}/suite.ts`, module.join('\n'))
  const entry = [
    "import interpreter from '#interpreter'",
    "import { benchmark } from 'vitest-find'",
    `import { ${name} as suite } from './suite.ts'`,
    'for (const variant of suite.variants) benchmark(suite, variant, interpreter)',
  ]
  await project.write(`suites/${name}/all.find.ts`, entry.join('\n'))
}

const verdicts = async (project: Project) =>
  (await project.summary()).verdicts.map(({ outcome, scorer, functions }) =>
    [outcome, scorer, ...functions].join(' '),
  )

describe('the gate', { concurrent: false }, () => {
  test('a first run has no baseline and passes', async () => {
    const project = await toyProject()
    const { code, stderr } = await project.vitest(only)
    expect(stderr).toContain('no baseline to compare with')
    expect(code).toBe(0)
  })

  test('the same run again is unchanged; a planted regression fails and names the functions', async () => {
    const project = await withBaseline()
    expect(await project.vitest(only)).toMatchObject({ code: 0 })
    expect(await verdicts(project)).toEqual(['unchanged nmse', 'unchanged solved'])

    await breakIt(project)
    const { code, stderr } = await project.vitest(only)
    expect(code).toBe(1)
    expect(stderr).toContain(
      'lines solved: -50.0 % on 8 functions, lost 4 (lines/f00001, lines/f00003, lines/f00005, lines/f00007), gained 0',
    )
    expect((await verdicts(project))[1]).toMatch(/^regressed solved lines\/f00001/)

    // Accepted, the loss is the new truth.
    expect(await project.vitest([...only, '-u'])).toMatchObject({ code: 0 })
    expect(await project.vitest(only)).toMatchObject({ code: 0 })
  })

  test('a function of the baseline that does not run is missing', async () => {
    const project = await withBaseline()
    await project.edit('suites/lines/suite.ts', (text) => text.replace('length: 8', 'length: 7'))
    const { code, stderr } = await project.vitest(only)
    expect(code).toBe(1)
    expect(stderr).toContain('1 function of the baseline did not run: lines/f00007')
  })

  test('an interpreter that takes a category on no more misses its functions', async () => {
    const project = await toyProject()
    await addSuite(project, 'words', [
      "import { strings } from 'vitest-find/suites/strings'",
      'const functions = (seed) => strings.functions(seed).slice(0, 4)',
      "export const words = { ...strings, name: 'words', functions }",
    ])
    const handler = "strings: async () => ({ description: 'words', domain: null, code: null }),"
    await project.edit('interpreters/good.ts', (text) =>
      text.replace('interpret: {', `interpret: { ${handler}`),
    )
    const accepted = await project.vitest([...only, '-u'])
    expect(accepted.stderr).toContain('new baseline of 12 functions')
    expect(accepted).toMatchObject({ code: 0 })

    await project.edit('interpreters/good.ts', (text) => text.replace(handler, ''))
    const { code, stderr } = await project.vitest(only)
    expect(code).toBe(1)
    expect(stderr).toMatch(/4 functions of the baseline did not run: words\/f0000/)
    const [missing] = (await project.summary()).verdicts
    expect(missing?.outcome).toBe('missing')
    expect(missing?.functions.toSorted()).toEqual(
      ['f00000', 'f00001', 'f00002', 'f00003'].map((id) => `words/${id}`),
    )
  })

  test('a suite of one’s own beside the embedded one passes the gate', async () => {
    const project = await toyProject()
    // The same category and the same ids, and other functions behind them.
    await addSuite(project, 'more', [
      "import { lines } from '../lines/suite.ts'",
      'const functions = (seed) => lines.functions(seed + 100)',
      "export const more = { ...lines, name: 'more', functions }",
    ])
    const accepted = await project.vitest([...only, '-u'])
    expect(accepted.stderr).toContain('new baseline of 16 functions')
    expect(accepted).toMatchObject({ code: 0 })
    expect(await project.vitest(only)).toMatchObject({ code: 0 })
    expect((await verdicts(project)).toSorted()).toEqual([
      'unchanged nmse',
      'unchanged nmse',
      'unchanged solved',
      'unchanged solved',
    ])

    // One function of it: that with 101 at 0.
    await project.edit('interpreters/good.ts', (text) =>
      text.replace(
        'const corrupted =',
        'const corrupted = Math.round(await box.query(0)) !== 101 &&',
      ),
    )
    const { code, stderr } = await project.vitest(only)
    expect(code).toBe(1)
    expect(stderr).toContain('more solved: -12.5 % on 8 functions, lost 1 (more/f00001), gained 0')
    expect(stderr).toContain('lines solved: +0.0 % on 8 functions, lost 0, gained 0')
    expect(await verdicts(project)).toContain('regressed solved more/f00001')
  })

  test('a baseline of the first schema is read', async () => {
    const project = await withBaseline()
    const { interpreter, suites, ...rest } = JSON.parse(await project.read(BASELINE)) as {
      interpreter: Record<string, unknown>
      suites: { lines: { version: string; interpreter: string } }
    }
    const { version, interpreter: own } = suites.lines
    const { deterministic: _, ...about } = interpreter
    const first = { ...rest, schema: 1, interpreter: { ...about, version: own } }
    await project.write(BASELINE, JSON.stringify({ ...first, suites: { lines: version } }))
    expect(await project.vitest(only)).toMatchObject({ code: 0 })
    expect(await verdicts(project)).toEqual(['unchanged nmse', 'unchanged solved'])
    await breakIt(project)
    expect(await project.vitest(only)).toMatchObject({ code: 1 })
    expect((await verdicts(project))[1]).toMatch(/^regressed solved lines\/f00001/)
  })

  test('an entry file that cannot be loaded makes the run incomplete, and -u refuses it', async () => {
    const project = await withBaseline()
    const before = await project.read(BASELINE)
    await project.edit(
      'suites/lines/corrupted.find.ts',
      (text) => `${text}\nthrow new Error('broken entry')`,
    )
    const { code, stderr } = await project.vitest([...only, '-u'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/no new baseline from an incomplete run: .*broken entry/)
    expect(await project.read(BASELINE)).toBe(before)
  })

  test('a baseline of another interpreter or suite version is refused, with what to do', async () => {
    const project = await withBaseline()
    await project.edit('interpreters/good.ts', (text) =>
      text.replace("version: '1'", "version: '2'"),
    )
    await project.edit('suites/lines/suite.ts', (text) =>
      text.replace("version: '1'", "version: '7'"),
    )
    const { code, stderr } = await project.vitest(only)
    expect(code).toBe(1)
    expect(stderr).toContain(
      'the baseline is of lines suite version 1, this is 7, interpreter version 1 on lines, this is 2',
    )
    expect(stderr).toContain('accept a new baseline with `npx vitest run -u`')
  })

  test('a file that is no baseline stops the run with its name', async () => {
    const project = await withBaseline()
    await project.write(BASELINE, '{"schema": 9}')
    const { code, stdout, stderr } = await project.vitest(only)
    expect(code).toBe(1)
    expect(stderr).toMatch(/✗ refused .*good\.json is not a baseline/)
    // What was run is not lost over it.
    expect(stdout).toMatch(/lines +8/)
    expect(await project.records()).toHaveLength(8)
  })

  test('another seed, size or selection is compared for information and held to the floors', async () => {
    const project = await withBaseline()
    const seed = await project.vitest(only, { FIND_SEED: '9' })
    expect(seed).toMatchObject({ code: 0 })
    expect(seed.stderr).toContain('not held to the baseline (seed 9, not 0): nothing in common')
    const size = await project.vitest(only, { FIND_SIZE: '4' })
    expect(size).toMatchObject({ code: 0 })
    expect(size.stderr).toContain(
      'not held to the baseline (size 4, not full): lines nmse: +0.0 % on 4',
    )
    await breakIt(project)
    const selection = await project.vitest([...only, '-t', 'f00001'])
    expect(selection.stderr).toContain('7 of 8 cases were not selected')
    expect(selection.stderr).toContain('lines solved 0.0 % (n = 1); its floor is 50.0 %')
    expect(selection).toMatchObject({ code: 1 })
    const update = await project.vitest([...only, '-t', 'f00001', '-u'])
    expect(update).toMatchObject({ code: 1 })
    expect(update.stderr).toContain('no new baseline from an incomplete run')
  })

  test('shards are judged when merged, and then like a single run', async () => {
    const project = await withBaseline()
    expect(await project.vitest(only)).toMatchObject({ code: 0 })
    const single = { records: await project.records(), rows: (await project.summary()).rows }
    for (const shard of ['1/2', '2/2']) {
      const { code, stderr } = await project.vitest([
        ...only,
        '--reporter=blob',
        `--shard=${shard}`,
      ])
      expect(stderr).toContain(`shard ${shard}: judged after --merge-reports`)
      expect(code).toBe(0)
    }
    const merged = await project.vitest(['--merge-reports', '--project', 'good'])
    expect(merged.stderr).toContain('✓ unchanged')
    expect(merged).toMatchObject({ code: 0 })
    const byId = (a: { functionId: string }, b: { functionId: string }) =>
      a.functionId.localeCompare(b.functionId)
    const plain = (records: typeof single.records) =>
      records.map((record) => ({ ...record, timing: null })).toSorted(byId)
    expect(plain(await project.records())).toEqual(plain(single.records))

    await breakIt(project)
    for (const shard of ['1/2', '2/2'])
      expect(await project.vitest([...only, '--reporter=blob', `--shard=${shard}`])).toMatchObject({
        code: 0,
      })
    expect(await project.vitest(['--merge-reports', '--project', 'good'])).toMatchObject({
      code: 1,
    })
  })

  test('a merge of something else than the parts of one run is incomplete', async () => {
    const project = await withBaseline()
    const shard = (part: string, env = {}) =>
      project.vitest([...only, '--reporter=blob', `--shard=${part}`], env)
    const merge = () => project.vitest(['--merge-reports', '--project', 'good'])
    await shard('1/2')
    const missing = await merge()
    expect(missing).toMatchObject({ code: 1 })
    expect(missing.stderr).toContain('1 of 2 entry files did not run')

    await shard('2/2')
    await shard('1/1')
    const doubled = await merge()
    expect(doubled).toMatchObject({ code: 1 })
    expect(doubled.stderr).toContain('recorded twice, by old reports in .vitest/blob: lines/f0000')

    await project.remove('.vitest/blob')
    await shard('1/2', { FIND_SEED: '3' })
    await shard('2/2', { FIND_SEED: '3' })
    const seeds = await merge()
    expect(seeds).toMatchObject({ code: 1 })
    expect(seeds.stderr).toMatch(/records are of seed 3, .*this run is of seed 0/)
  })

  test('reports with records of another version are refused in one line', async () => {
    const project = await withBaseline()
    await project.vitest([...only, '--reporter=blob'])
    const [blob] = await readdir(join(project.root, '.vitest/blob'))
    await project.edit(`.vitest/blob/${blob}`, (text) => {
      expect(text).toContain(`"schema":${RECORD_SCHEMA}`)
      return text.replaceAll(`"schema":${RECORD_SCHEMA}`, '"schema":2')
    })
    const { code, stderr } = await project.vitest(['--merge-reports', '--project', 'good'])
    expect(code).toBe(1)
    expect(stderr).toContain(
      `✗ incomplete  good  records of schema 2 were left out, this version writes ${RECORD_SCHEMA}: empty .vitest/blob and run the shards again`,
    )
    expect(stderr.match(/schema/g)).toHaveLength(1)
    expect(stderr).not.toContain('unchanged')
  })

  test('a baseline is not accepted at a size or seed of the moment', async () => {
    const project = await withBaseline()
    const { code, stderr } = await project.vitest([...only, '-u'], { FIND_SIZE: '4' })
    expect(code).toBe(1)
    expect(stderr).toContain('FIND_SIZE is set to something else than vitest.config.ts says')
  })

  test('every size from 1 runs', async () => {
    const project = await toyProject()
    const { code } = await project.vitest(only, { FIND_SIZE: '1' })
    expect(code).toBe(0)
    expect(await project.records()).toHaveLength(1)
  })

  test('retries do not give another chance', async () => {
    const project = await toyProject()
    await project.edit('interpreters/good.ts', (text) =>
      text
        .replace('export default', 'let calls = 0\nexport default')
        .replace(
          'async numeric(box) {',
          'async numeric(box) {\n if (++calls % 2 === 1) throw new Error("odd call")',
        ),
    )
    const { code } = await project.vitest([...only, '--retry=2'])
    expect(code).toBe(1)
    expect((await project.records()).filter(({ state }) => state === 'failed')).toHaveLength(4)
  })
})
