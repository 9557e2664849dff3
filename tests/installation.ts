import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { onTestFinished } from 'vitest'
import { type Finished, follow, environment, type Running } from './project.ts'

export const REPOSITORY = resolve(import.meta.dirname, '..')

/** Arguments of `npx` for the Vitest that is installed, and no other. */
export const VITEST = ['--no', 'vitest', '--']

/** Arguments of `npm` that come before the packages. */
export const INSTALL = ['install', '--save-dev', '--prefer-offline', '--no-audit', '--no-fund']

/** A package as it is published: the folder that is built, and the file that npm packs of it. */
export interface Package {
  readonly folder: string
  readonly file: string
}

/** Somebody's own folder, with npm and a Node of its own, far from this repository's packages. */
export interface Folder {
  readonly root: string
  run(command: string, args: readonly string[], env?: Record<string, string>): Promise<Finished>
  /** Runs a command that has to end well. */
  expect(command: string, args: readonly string[], env?: Record<string, string>): Promise<string>
  /** Starts a command and leaves it running until the test ends. */
  start(command: string, args: readonly string[], env?: Record<string, string>): Running
  read(path: string): Promise<string>
  write(path: string, text: string): Promise<void>
  edit(path: string, change: (text: string) => string): Promise<void>
}

/** Builds and packs this repository below it, where the packages it needs are found. */
export async function pack(): Promise<Package> {
  const parent = join(REPOSITORY, '.find', 'tests')
  await mkdir(parent, { recursive: true })
  const home = await mkdtemp(join(parent, 'package-'))
  const folder = join(home, 'dist')
  const builder = folderAt(REPOSITORY, dirname(process.execPath))
  await builder.expect('node', ['scripts/build-package.ts', folder])
  const packed = await builder.expect('npm', ['pack', folder, '--json', '--pack-destination', home])
  const { filename } = JSON.parse(packed.slice(packed.indexOf('[')))[0] as { filename: string }
  return { folder, file: join(home, filename) }
}

export const discard = ({ folder }: Package): Promise<void> =>
  rm(dirname(folder), { recursive: true })

/** An empty folder at a path that has blanks and umlauts, removed when the test ends. */
export async function emptyFolder(node = dirname(process.execPath)): Promise<Folder> {
  const parent = await mkdtemp(join(tmpdir(), 'vitest-find Prüfstand '))
  onTestFinished(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }))
  const root = join(parent, 'eigenes')
  await mkdir(root)
  return folderAt(root, node)
}

function folderAt(root: string, node: string): Folder {
  const others = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((path) => !path.startsWith(join(REPOSITORY, 'node_modules')))
  const PATH = [node, ...others].join(delimiter)
  const options = (env: Record<string, string>) => ({
    cwd: root,
    env: { ...environment(env), PATH },
  })
  const run: Folder['run'] = (command, args, env = {}) =>
    new Promise((settle) => {
      const child = execFile(
        command,
        args,
        { ...options(env), maxBuffer: 2 ** 26 },
        (_error, stdout, stderr) => settle({ code: child.exitCode, stdout, stderr }),
      )
      child.stdin?.end()
    })
  const read = (path: string) => readFile(join(root, path), 'utf8')
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return {
    root,
    run,
    read,
    write,
    async expect(command, args, env) {
      const { code, stdout, stderr } = await run(command, args, env)
      if (code !== 0)
        throw new Error(`${command} ${args.join(' ')}: code ${code}\n${stdout}\n${stderr}`)
      return stdout
    },
    start(command, args, env = {}) {
      const child = spawn(command, args, { ...options(env), detached: true })
      onTestFinished(() => void process.kill(-child.pid!, 'SIGKILL'))
      return follow(child)
    },
    edit: async (path, change) => write(path, change(await read(path))),
  }
}
