import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { toyProject } from './project.ts'

const READY = 'Waiting for file changes'
const LEGEND = 'solved: every strict score holds'

test('an edit reruns the cases that it can change, and no others', async () => {
  const project = await toyProject()
  const run = project.start(['--watch'], { FIND_ASSERT: '' })
  expect(await run.waitFor(READY)).toContain(LEGEND)
  const rerun = async (path: string, change: (text: string) => string) => {
    // The watcher does not see an edit within the same tick of its clock as the run before.
    await delay(300)
    const done = run.waitFor(READY)
    await project.edit(path, change)
    expect(await done).not.toContain(LEGEND)
    return (await project.records())
      .map(({ interpreter, variant }) => `${interpreter.name} ${variant}`)
      .toSorted()
  }
  const all = (name: string) =>
    ['clean', 'corrupted'].flatMap((v) => Array.from({ length: 4 }, () => `${name} ${v}`))

  // An interpreter: its own cases.
  expect(await rerun('interpreters/ignorant.ts', (text) => `${text}\n`)).toEqual(all('ignorant'))
  // What it imports, directly or not: those of all that import it.
  expect(await rerun('interpreters/line.ts', (text) => `${text}\n`)).toEqual([
    ...all('good'),
    ...all('ignorant'),
  ])
  // A suite: that suite's cases under every interpreter.
  expect(await rerun('suites/lines/suite.ts', (text) => `${text}\n`)).toEqual([
    ...all('good'),
    ...all('ignorant'),
  ])
  // An entry: that entry's.
  expect(await rerun('suites/lines/clean.find.ts', (text) => `${text}\n`)).toEqual(
    ['good clean', 'ignorant clean'].flatMap((one) => Array.from({ length: 4 }, () => one)),
  )
  // What no module imports can change anything.
  await project.write('package.json', '{}')
  expect(await rerun('package.json', () => '{ "type": "module" }')).toEqual([
    ...all('good'),
    ...all('ignorant'),
  ])
})

test('a regression is reported in watch mode and leaves the exit code alone', async () => {
  const project = await toyProject()
  await project.vitest(['run', '-u'])
  await project.write(
    'exit-code.ts',
    'export default class { onWatcherStart() { console.log(`exit code ${process.exitCode}`) } }',
  )
  const reporters = ['--reporter=default', '--reporter=./exit-code.ts']
  const run = project.start(['--watch', ...reporters])
  await run.waitFor(READY)
  await delay(300)
  const regressed = run.waitFor('✗ regressed  good')
  await project.edit('interpreters/good.ts', (text) => text.replace("'x>100?0:' : ''", "'' : ''"))
  // The other interpreter was not rerun, and there is nothing to say of it.
  expect(await regressed).not.toContain('ignorant')
  await delay(300)
  const mended = run.waitFor('✓ unchanged  good')
  await project.edit('interpreters/good.ts', (text) => text.replace("'' : ''", "'x>100?0:' : ''"))
  await mended
  expect(run.output()).toContain('exit code undefined')
  expect(run.output()).not.toMatch(/exit code [^u]/)
})

test('a session that ends well quits well, whatever went wrong on the way', async () => {
  const project = await toyProject()
  await project.write(
    'exit-code.ts',
    'export default class { onWatcherStart() { console.log(`exit code ${process.exitCode}`) } }',
  )
  const reporters = ['--reporter=default', '--reporter=./exit-code.ts']
  const run = project.start(['--watch', '--project', 'good', ...reporters])
  await run.waitFor('exit code undefined')
  const edit = async (path: string, change: (text: string) => string, expected: string) => {
    await delay(300)
    const told = run.waitFor(expected)
    await project.edit(path, change)
    expect(await told).toContain(expected)
  }
  const broken = (text: string) => `${text}\nconst = 1`
  const mended = (text: string) => text.replace('\nconst = 1', '')
  const [clean, corrupted] = ['suites/lines/clean.find.ts', 'suites/lines/corrupted.find.ts']
  await edit(clean, broken, 'exit code 1')
  // What is broken is so also after a good run of something else.
  await edit(corrupted, (text) => `${text}\n`, 'exit code 1')
  await edit(clean, mended, 'exit code undefined')
  await edit('interpreters/good.ts', broken, 'exit code 1')
  await edit('interpreters/good.ts', mended, 'exit code undefined')
})

test('an interpreter that cannot begin does so as soon as it is mended', async () => {
  const project = await toyProject()
  const mended = await project.read('interpreters/good.ts')
  await project.edit('interpreters/good.ts', (text) => text.replace('numeric(box)', 'numeric(box'))
  const run = project.start(['--watch', '--project', 'good'])
  const told = await run.waitFor('Watching for file changes')
  expect(told).toMatch(/✗ interpreters\/good\.ts:\d+:\d+: Expected/)
  expect(told).toContain('✗ incomplete  good  interpreters/good.ts:')
  await delay(300)
  const done = run.waitFor(READY)
  await project.write('interpreters/good.ts', mended)
  expect(await done).toContain('✓ new  good')
  expect(await project.records()).toHaveLength(8)
  // A fault of later on is told alike.
  await delay(300)
  const lost = run.waitFor('✗ incomplete  good')
  await project.write('interpreters/good.ts', mended.replace("version: '1'", "version: ''"))
  expect(await lost).toMatch(/^ ✗ interpreter good \(.*\) is not an interpreter: .*version/m)
})
