import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addBenchmark, newConfig } from './write-config.ts'

/** What becomes of a file; one that is kept may come with a reason. */
export type Change =
  | { readonly kind: 'new' | 'changed'; readonly path: string; readonly text: string }
  | { readonly kind: 'kept'; readonly path: string; readonly reason: string }

const TEMPLATE = join(import.meta.dirname, 'template')

/** What a repository lacks to be a benchmark; no file that is there is replaced. */
export function planInit(root: string): Change[] {
  const templates = globSync('**/*.*', { cwd: TEMPLATE })
    .concat(globSync('.github/**/*.*', { cwd: TEMPLATE }))
    .map((path) => path.replaceAll('\\', '/'))
  return [
    configOf(root),
    ...[...new Set(templates)].toSorted().map((path) => fileOf(root, path)),
    ignoredOf(root),
  ]
}

function fileOf(root: string, path: string): Change {
  if (existsSync(join(root, path))) return { kind: 'kept', path, reason: 'it is there' }
  return { kind: 'new', path, text: readFileSync(join(TEMPLATE, path), 'utf8') }
}

function configOf(root: string): Change {
  const [path] = globSync('vitest.config.{ts,mts,cts,js,mjs,cjs}', { cwd: root })
  if (path !== undefined) return changedConfig(root, path)
  const name = isModule(root) ? 'vitest.config.ts' : 'vitest.config.mts'
  const [vite] = globSync('vite.config.{ts,mts,cts,js,mjs,cjs}', { cwd: root })
  const text =
    vite === undefined
      ? newConfig('', "{ test: { name: 'tests' } }")
      : newConfig(`import tests from './${vite}'\n`, 'tests')
  return { kind: 'new', path: name, text }
}

function changedConfig(root: string, path: string): Change {
  const before = readFileSync(join(root, path), 'utf8')
  if (before.includes('vitest-find/config'))
    return { kind: 'kept', path, reason: 'the benchmark is in it' }
  const text = addBenchmark(path, before)
  if (text !== null) return { kind: 'changed', path, text }
  const reason = 'expected `export default` and an expression: make it findConfig({ … }, <yours>)'
  return { kind: 'kept', path, reason }
}

/** The config of a package that is not of modules says by its name that it is one. */
function isModule(root: string): boolean {
  const path = join(root, 'package.json')
  if (!existsSync(path)) return false
  return (JSON.parse(readFileSync(path, 'utf8')) as { type?: string }).type === 'module'
}

function ignoredOf(root: string): Change {
  const path = '.gitignore'
  if (!existsSync(join(root, path))) return { kind: 'new', path, text: 'node_modules/\n.find/\n' }
  const before = readFileSync(join(root, path), 'utf8')
  if (/^\/?\.find\/?$/m.test(before)) return { kind: 'kept', path, reason: 'it names .find/' }
  const end = before === '' || before.endsWith('\n') ? '' : '\n'
  return { kind: 'changed', path, text: `${before}${end}.find/\n` }
}
