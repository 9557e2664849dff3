import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { planInit } from './plan.ts'
import { addBenchmark } from './write-config.ts'

async function folder(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'init-'))
  onTestFinished(() => rm(root, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return root
}

const kinds = (root: string) => planInit(root).map(({ kind, path }) => `${kind} ${path}`)

test('an empty folder gets everything', async () => {
  expect(kinds(await folder({}))).toEqual([
    'new vitest.config.mts',
    'new .github/workflows/benchmark.yml',
    'new interpreters/mine.test.ts',
    'new interpreters/mine.ts',
    'new .gitignore',
  ])
})

test('what is there is kept, or changed by additions', async () => {
  const root = await folder({
    'package.json': '{ "type": "module" }',
    'vite.config.ts': 'export default {}',
    'interpreters/mine.ts': 'export default 1',
    '.gitignore': 'node_modules',
  })
  const [config, ...others] = planInit(root)
  expect(config).toMatchObject({ kind: 'new', path: 'vitest.config.ts' })
  expect(config).toHaveProperty('text', expect.stringContaining("from './vite.config.ts'"))
  expect(others).toMatchObject([
    { kind: 'new' },
    { kind: 'new' },
    { kind: 'kept', path: 'interpreters/mine.ts' },
    { kind: 'changed', path: '.gitignore', text: 'node_modules\n.find/\n' },
  ])
})

test('a config keeps its text around the benchmark', () => {
  const own = `/// <reference types="vitest" />
import { defineConfig } from 'vitest/config'
// Größe
export default defineConfig(({ mode }) => ({
  test: { name: mode },
}))
`
  expect(addBenchmark('vitest.config.ts', own)).toMatchInlineSnapshot(`
    "/// <reference types="vitest" />
    import { findConfig } from 'vitest-find/config'
    import { defineConfig } from 'vitest/config'
    // Größe
    export default findConfig(
      {
        root: import.meta.dirname,
        // A tenth of the functions, in proportion; 'full' is all of them.
        size: 'mini',
        // interpreters/mine.ts, and an embedded one to compare it with.
        interpreters: { mine: {}, synthesis: {} },
      },
      defineConfig(({ mode }) => ({
        test: { name: mode },
      })),
    )
    "
  `)
})

test.each(['module.exports = {}', 'export default function config() { return {} }'])(
  'a config without an expression to add it to is left to its author: %s',
  async (text) => {
    const root = await folder({ 'vitest.config.ts': text })
    expect(planInit(root)[0]).toMatchObject({ kind: 'kept', path: 'vitest.config.ts' })
  },
)

test('a config that cannot be parsed is named', () => {
  expect(() => addBenchmark('vitest.config.ts', 'export default {')).toThrow('vitest.config.ts: ')
})
