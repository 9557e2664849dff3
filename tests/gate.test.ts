import { describe, expect, test } from 'vitest'
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
      'numeric solved: -50.0 % on 8 functions, lost 4 (numeric/f00001, numeric/f00003, numeric/f00005, numeric/f00007), gained 0',
    )
    expect((await verdicts(project))[1]).toMatch(/^regressed solved numeric\/f00001/)

    // Accepted, the loss is the new truth.
    expect(await project.vitest([...only, '-u'])).toMatchObject({ code: 0 })
    expect(await project.vitest(only)).toMatchObject({ code: 0 })
  })

  test('a function of the baseline that does not run is missing', async () => {
    const project = await withBaseline()
    await project.edit('suites/lines/suite.ts', (text) => text.replace('length: 8', 'length: 7'))
    const { code, stderr } = await project.vitest(only)
    expect(code).toBe(1)
    expect(stderr).toContain('1 functions of the baseline did not run: numeric/f00007')
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
      'the baseline is of interpreter version 1, this is 2, lines suite version 1, this is 7',
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
    expect(stdout).toMatch(/numeric +8/)
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
      'not held to the baseline (size 4, not full): numeric nmse: +0.0 % on 4',
    )
    await breakIt(project)
    const selection = await project.vitest([...only, '-t', 'f00001'])
    expect(selection.stderr).toContain('7 of 8 cases were not selected')
    expect(selection.stderr).toContain('numeric solved 0.0 % (n = 1); its floor is 50.0 %')
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
    expect(doubled.stderr).toContain(
      'recorded twice, by old reports in .vitest/blob: numeric/f0000',
    )

    await project.remove('.vitest/blob')
    await shard('1/2', { FIND_SEED: '3' })
    await shard('2/2', { FIND_SEED: '3' })
    const seeds = await merge()
    expect(seeds).toMatchObject({ code: 1 })
    expect(seeds.stderr).toMatch(/records are of seed 3, .*this run is of seed 0/)
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
