import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const folder = import.meta.dirname
const compiler = fileURLToPath(new URL('../bin/asc.js', import.meta.resolve('assemblyscript/asc')))

test('kernel.wasm is what assembly/ compiles to', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'kernel-'))
  onTestFinished(() => rmSync(temporary, { recursive: true }))
  const built = join(temporary, 'kernel.wasm')
  execFileSync(process.execPath, [compiler, 'assembly/index.ts', '--baseDir', folder, '-o', built])
  const same = readFileSync(built).equals(readFileSync(join(folder, 'kernel.wasm')))
  expect(same, 'after a change of its source: npm run build:kernel').toBe(true)
})
