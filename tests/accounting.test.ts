import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Project, toyProject } from './project.ts'

const BASELINE = 'fixtures/baselines/good.json'
const GOOD = 'interpreters/good.ts'
const only = ['run', '--project', 'good']

/** A suite of another category: ten functions, of each of which an answer gets one in ten. */
const WORDS = `import interpreter from '#interpreter'
import { benchmark, strings as category, type Suite } from 'vitest-find'
import { exactMatch } from 'vitest-find/scorers/exact-match'

const f = (s: string) => (s === 'a' ? s : s + '!')
const inputs = [...'abcdefghij']
const examples = { inputs, expected: inputs.map(f), truth: inputs.map(f) }
const words: Suite<'strings'> = {
  name: 'words',
  version: '1',
  category,
  variants: ['plain'],
  operators: ['shout'],
  scorers: [exactMatch()],
  unitTests: [],
  functions: (seed) =>
    inputs.map((_, i) => ({
      id: 'w' + i,
      variant: 'plain',
      operators: ['shout'],
      params: { seed, i },
      truth: () => ({
        expected: (all) => all.map(f),
        sample: (all) => all.map(f),
        probes: () => ({ examples }),
      }),
      ideal: () => ({
        description: 'shouts',
        domain: null,
        code: { language: 'javascript', source: 'function f(s){return s+"!"}' },
      }),
      questions: () => [],
    })),
}
benchmark(words, 'plain', interpreter)
`
const handler = (code: string) =>
  `interpret: { async strings() { return { description: 'says', domain: null, code: ${code} } },`
const says = (output: string) =>
  handler(`{ language: 'javascript', source: 'function f(s){return ${output}}' }`)

/** The toy benchmark with a second suite, on which the interpreter has this handler. */
async function twoSuites(strings = says('s')): Promise<Project> {
  const project = await toyProject()
  await project.write('suites/lines/words.find.ts', WORDS)
  await project.edit(GOOD, (text) => text.replace('interpret: {', strings))
  return project
}

async function accepted(project: Project): Promise<Project> {
  const { code, stderr } = await project.vitest([...only, '-u'])
  expect(code, stderr).toBe(0)
  return project
}

const named = async (project: Project, outcome: string) =>
  (await project.summary()).verdicts
    .filter((verdict) => verdict.outcome === outcome)
    .flatMap(({ functions }) => functions)

describe('every function is accounted for', { concurrent: false }, () => {
  test('functions that the baseline does not know are unprotected until it is accepted', async () => {
    const project = await accepted(await toyProject())
    const whole = await project.read(BASELINE)
    await project.write('suites/lines/words.find.ts', WORDS)
    await project.edit(GOOD, (text) => text.replace('interpret: {', says('s')))
    const { code, stderr } = await project.vitest(only)
    expect(stderr).toContain('10 functions that the baseline does not know: words/w0, words/w1')
    expect(await named(project, 'unprotected')).toHaveLength(10)
    expect(code).toBe(1)
    await accepted(project)
    expect(await project.vitest(only)).toMatchObject({ code: 0 })

    // A line taken out of the file is no way around the gate.
    await project.edit(GOOD, (text) => text.replace(says('s'), 'interpret: {'))
    await project.write(BASELINE, whole.replace(/.*f00003.*\n/, ''))
    expect(await project.vitest(only)).toMatchObject({ code: 1 })
    expect(await named(project, 'unprotected')).toEqual(['lines/f00003'])
  })

  test('an interpreter that calls itself random is another one', async () => {
    const project = await accepted(await toyProject())
    await project.edit(GOOD, (text) =>
      text
        .replace('deterministic: true', 'deterministic: false')
        .replace("'x>100?0:' : ''", "'' : ''"),
    )
    const { code, stderr } = await project.vitest(only)
    expect(stderr).toContain('a deterministic interpreter, this is none')
    expect(stderr).toContain('lines solved: -50.0 % on 8 functions, lost 4')
    expect(code).toBe(1)
  })

  test('a score of zero that is no score any more is lost', async () => {
    const project = await accepted(await twoSuites(says('"?"')))
    await project.edit(GOOD, (text) => text.replace(says('"?"'), handler('null')))
    const { code, stderr } = await project.vitest(only)
    expect(stderr).toContain('words exact: +0.0 % on 10 functions, lost 10 (words/w0')
    expect(code).toBe(1)
  })

  test('another size or seed in the config is refused, not compared in part', async () => {
    const project = await accepted(await toyProject())
    await project.edit('vitest.config.ts', (text) =>
      text.replace('interpreters:', 'size: 4, interpreters:'),
    )
    const { code, stderr } = await project.vitest(only)
    expect(stderr).toContain('✗ refused  good  the baseline is of size full, this is 4')
    expect(code).toBe(1)
    await project.edit('vitest.config.ts', (text) => text.replace('size: 4', 'seed: 4'))
    expect(await project.vitest(only)).toMatchObject({ code: 1 })
  })

  test('a floor that is met exactly is met', async () => {
    const project = await accepted(await twoSuites())
    const floor = (exact: number) =>
      project.edit('vitest.config.ts', (text) =>
        text.replace(
          /lines: \{.*?\}(, words: \{.*?\})?/,
          `lines: { solved: 1 }, words: { exact: ${exact} }`,
        ),
      )
    await floor(0.1)
    const { code, stderr } = await project.vitest(only)
    expect(stderr).not.toContain('below-floor')
    expect(code).toBe(0)
    await floor(0.10001)
    const below = await project.vitest(only)
    expect(below.stderr).toContain('words exact 10.000 % (n = 10); its floor is 10.001 %')
    expect(below).toMatchObject({ code: 1 })
  })
})

describe('accepting', { concurrent: false }, () => {
  test('-u names what is lost against the old baseline', async () => {
    const project = await accepted(await twoSuites())
    await project.edit(GOOD, (text) =>
      text
        .replace(says('s'), 'interpret: {')
        .replace("version: '1'", "version: '2'")
        .replace("'x>100?0:' : ''", "'' : ''"),
    )
    const { code, stderr } = await project.vitest([...only, '-u'])
    expect(stderr).toContain('new baseline of 8 functions')
    expect(stderr).toContain('lines solved: -50.0 % on 8 functions, lost 4 (lines/f00001')
    expect(stderr).toContain('10 functions of the baseline did not run: words/w0, words/w1')
    expect(code).toBe(0)
  })

  test('a floor that is not reached fails also with -u, and says so', async () => {
    const project = await accepted(await toyProject())
    await project.edit('vitest.config.ts', (text) => text.replace('solved: 0.5', 'solved: 0.6'))
    await project.edit(GOOD, (text) => text.replace("'x>100?0:' : ''", "'' : ''"))
    const { code, stderr } = await project.vitest([...only, '-u'])
    expect(stderr).toContain(
      '✗ below-floor  good  lines solved 50.0 % (n = 8); its floor is 60.0 %',
    )
    expect(stderr).toContain('new baseline of 8 functions; a floor is not reached: the run fails')
    expect(code).toBe(1)
    // The baseline is the new one, the floor stays.
    const again = await project.vitest(only)
    expect(again.stderr).toContain('✓ unchanged')
    expect(again).toMatchObject({ code: 1 })
  })
})

describe('parts of a run', { concurrent: false }, () => {
  const merge = ['--merge-reports', '--project', 'good']
  const shard = async (project: Project, part: string) =>
    expect(await project.vitest([...only, '--reporter=blob', `--shard=${part}`])).toMatchObject({
      code: 0,
    })

  test('shards of two checkouts at different paths are one run', async () => {
    const here = await accepted(await toyProject())
    const there = await toyProject()
    await shard(here, '1/2')
    await shard(there, '2/2')
    await cp(join(there.root, '.vitest/blob'), join(here.root, '.vitest/blob'), { recursive: true })
    const { code, stderr } = await here.vitest(merge)
    expect(stderr).toContain('✓ unchanged')
    expect(code).toBe(0)
    expect(await here.records()).toHaveLength(8)
    // The machine that merges need be none of those that ran.
    const third = await toyProject()
    await cp(join(here.root, '.vitest'), join(third.root, '.vitest'), { recursive: true })
    await rm(join(third.root, '.vitest/blob'), { recursive: true })
    await cp(join(here.root, '.vitest/blob'), join(third.root, '.vitest/blob'), { recursive: true })
    expect(await third.vitest(merge)).toMatchObject({ code: 0 })
  })

  test('shards of different versions are no run', async () => {
    const here = await accepted(await toyProject())
    const there = await toyProject()
    await there.edit(GOOD, (text) => text.replace("version: '1'", "version: '2'"))
    await shard(here, '1/2')
    await shard(there, '2/2')
    await cp(join(there.root, '.vitest/blob'), join(here.root, '.vitest/blob'), { recursive: true })
    const { code, stderr } = await here.vitest(merge)
    expect(stderr).toContain('records of lines are of more than one version: ')
    expect(code).toBe(1)
  })

  test('a function that is there twice is said to be where it is', async () => {
    const project = await accepted(await toyProject())
    await project.edit('suites/lines/suite.ts', (text) =>
      text.replace('seed + i)),', 'seed + i)).concat(line(2, seed)),'),
    )
    const { code, stderr } = await project.vitest(only)
    expect(stderr).toContain(
      'more than one function of a name: lines/f00002 (twice in suites/lines/clean.find.ts)',
    )
    expect(stderr).not.toContain('.vitest/blob')
    expect(code).toBe(1)
  })
})
