import { cp, readdir, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Summary } from '../plugins/summary.ts'
import {
  discard,
  emptyFolder,
  INSTALL,
  pack,
  type Package,
  REPOSITORY,
  VITEST,
} from './installation.ts'

const OLDEST_VITEST = '5.0.0'
const READY = 'Waiting for file changes'

let built: Package
beforeAll(async () => {
  built = await pack()
})
afterAll(() => discard(built))

test('the package is of JavaScript, and says what it needs to run', async () => {
  const files = await readdir(built.folder, { recursive: true })
  const typescript = files.filter((file) => /(?<!\.d)\.ts$/.test(file))
  expect(typescript.filter((file) => !file.includes('/template/'))).toEqual([])
  expect(files.filter((file) => /\.test\.|\.find\.js/.test(file)).length).toBeGreaterThan(8)
  const { default: manifest } = (await import(join(built.folder, 'package.json'), {
    with: { type: 'json' },
  })) as { default: Record<string, object> }
  expect(manifest).not.toHaveProperty('private')
  expect(manifest).not.toHaveProperty('optionalDependencies')
  expect(manifest['peerDependencies']).toHaveProperty('vitest', '^5.0.0')
  expect(manifest['peerDependencies']).toHaveProperty('zod')
  expect(Object.keys(manifest['exports']!)).toEqual(
    expect.arrayContaining(['.', './config', './suites/strings', './testing/test-interpreter']),
  )
})

test('installed in an empty folder: tests, table, gate, watch, examples and types', async () => {
  const folder = await emptyFolder()
  const vitest = (args: readonly string[]) => folder.run('npx', [...VITEST, ...args])
  await folder.expect('npm', ['init', '--yes'])
  await folder.expect('npm', [...INSTALL, 'vitest', built.file])
  expect(await folder.expect('npx', ['--no', 'vitest-find', 'init', '--yes'])).not.toContain('kept')
  const again = await folder.expect('npx', ['--no', 'vitest-find', 'init'])
  expect(again.match(/ kept /g)).toHaveLength(5)
  await folder.edit('vitest.config.mts', (text) =>
    text
      .replace("size: 'mini'", "size: 10, embedded: ['numeric', 'strings']")
      .replace(', synthesis: {}', ''),
  )
  // Suites of one's own are modules that Node itself loads.
  await folder.write('examples/package.json', '{ "type": "module" }')
  for (const name of ['bits', 'patched'])
    await cp(join(REPOSITORY, 'examples', name), join(folder.root, 'examples', name), {
      recursive: true,
    })

  // testInterpreter of one's own and of the examples, under Vitest's own limit of time.
  const tests = await vitest(['run', '--project', 'tests', '--reporter=verbose'])
  expect(tests.code, tests.stdout + tests.stderr).toBe(0)
  expect(tests.stdout).toContain('mine keeps to the contract of interpreters')
  expect(tests.stdout).toContain('examples/bits/bits.test.ts')
  expect(tests.stdout).not.toContain('seed 0')

  const accepted = await vitest(['run', '-u'])
  expect(accepted.code, accepted.stdout + accepted.stderr).toBe(0)
  expect(accepted.stdout).toMatch(/Test Files +9 passed/)
  expect(accepted.stdout).toMatch(/numeric +10 +0 /)
  expect(accepted.stdout).toMatch(/strings +10 +0 /)
  const held = await folder.run('npx', [...VITEST, 'run', '--project', 'mine'])
  expect(held.code, held.stderr).toBe(0)
  expect(held.stderr).toContain('unchanged')

  await folder.edit('interpreters/mine.ts', (text) => text.replace('return x }', 'return 0 }'))
  const worse = await vitest(['run', '--project', 'mine'])
  expect(worse.code, worse.stdout).toBe(1)
  expect(worse.stderr).toMatch(/regressed {2}mine {2}strings exact/)

  const watched = folder.start('npx', [...VITEST, '--watch', '--project', 'mine'])
  await watched.waitFor(READY)
  await delay(300)
  const mended = watched.waitFor(READY)
  await folder.edit('interpreters/mine.ts', (text) => text.replace('return 0 }', 'return x }'))
  expect(await mended).toMatch(/unchanged {2}mine/)

  for (const name of ['bits', 'patched']) {
    const run = await vitest(['run', '-u', '--root', join('examples', name)])
    expect(run.code, run.stdout + run.stderr).toBe(0)
    expect(run.stdout).toMatch(new RegExp(`${name} +24 +0 |${name} +\\d+ +0 `))
  }
  await writeFile(join(folder.root, 'tsconfig.json'), JSON.stringify(STRICT))
  await folder.expect(join(REPOSITORY, 'node_modules/.bin/tsc'), [])
  await folder.edit('examples/bits/category.ts', (text) => text.replace(' boolean>', ' string>'))
  const mistyped = await folder.run(join(REPOSITORY, 'node_modules/.bin/tsc'), [])
  expect(mistyped.stdout).toContain('examples/bits/')

  // What is written is the user's.
  expect(existsSync(join(folder.root, '.find/latest/summary.json'))).toBe(true)
  expect(existsSync(join(folder.root, 'fixtures/baselines/mine.json'))).toBe(true)
  const packed = await readdir(join(folder.root, 'node_modules/vitest-find'))
  expect(packed.toSorted()).toEqual((await readdir(built.folder)).toSorted())
})

test('linked into a repository with tests of its own, which still run, in its own Vitest', async () => {
  const folder = await emptyFolder()
  await folder.write('package.json', '{ "name": "eigenes", "type": "commonjs" }')
  await folder.write('vitest.config.ts', OWN_CONFIG)
  await folder.write('vorbereitung.ts', "globalThis.bereit = 'ja'")
  await folder.write('prüfungen/eigene.test.ts', OWN_TEST)
  await folder.expect('npm', [...INSTALL, `vitest@${OLDEST_VITEST}`, 'zod', built.folder])
  const refused = await folder.run('npx', ['--no', 'vitest-find', 'init'])
  expect(refused.stderr).toContain('vitest.config.ts is there and would be changed')
  expect(await folder.read('vitest.config.ts')).toBe(OWN_CONFIG)

  await folder.expect('npx', ['--no', 'vitest-find', 'init', '--yes'])
  expect(await folder.read('vitest.config.ts')).toContain("setupFiles: ['./vorbereitung.ts']")
  const run = await folder.run('npx', [...VITEST, 'run'], { FIND_SIZE: '10' })
  expect(run.code, run.stdout + run.stderr).toBe(0)
  expect(run.stdout).toContain(`v${OLDEST_VITEST}`)
  expect(run.stdout).toContain('prüfungen/eigene.test.ts')
  expect(run.stdout).toMatch(/numeric +10 +0 /)
  const summary = Summary.parse(JSON.parse(await folder.read('.find/latest/summary.json')))
  expect(summary.run.versions['vitest']).toBe(OLDEST_VITEST)

  // Who asks for tests alone gets tests alone.
  const alone = await folder.run('npx', [...VITEST, 'run', 'eigene'])
  expect(alone.code, alone.stderr).toBe(0)
  expect(alone.stdout).not.toContain('seed 0')
  expect(alone.stderr).not.toContain('gate')
})

const OWN_CONFIG = `/// <reference types="vitest" />
import { defineConfig } from 'vitest/config'

// Größen in „Punkten“
export default defineConfig({
  test: { name: 'eigene', setupFiles: ['./vorbereitung.ts'], include: ['prüfungen/**/*.test.ts'] },
})
`

const OWN_TEST = `import { expect, test } from 'vitest'
test('is set up as before', () => expect(globalThis.bereit).toBe('ja'))
`

const STRICT = {
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024', 'esnext.iterator'],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    typeRoots: [join(REPOSITORY, 'node_modules/@types')],
    types: ['node'],
  },
}
