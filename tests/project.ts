import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { basename, join, resolve } from 'node:path'
import process from 'node:process'
import { onTestFinished } from 'vitest'
import { RunRecord } from '../plugins/records.ts'
import { Summary } from '../plugins/summary.ts'

const REPOSITORY = resolve(import.meta.dirname, '..')
const VITEST = join(REPOSITORY, 'node_modules/vitest/vitest.mjs')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Project {
  readonly root: string
  /** Runs `vitest` to its end. */
  vitest(args: readonly string[], env?: Record<string, string>): Promise<Finished>
  /** Starts `vitest` and leaves it running until the test ends. */
  start(args: readonly string[], env?: Record<string, string>): Running
  edit(path: string, change: (text: string) => string): Promise<void>
  read(path: string): Promise<string>
  write(path: string, text: string): Promise<void>
  remove(path: string): Promise<void>
  summary(): Promise<Summary>
  records(): Promise<RunRecord[]>
}

export interface Running {
  readonly child: ChildProcess
  /** All that was printed so far. */
  output(): string
  /** Waits until `text` has been printed after what was printed before the call. */
  waitFor(text: string | RegExp): Promise<string>
}

/** A copy of the toy benchmark in a folder of its own, removed when the test ends. */
export const toyProject = () => copyOf('toy')

/** A copy of a benchmark of FIND's functions for interpreters that work with models. */
export const agentsProject = () => copyOf('agents')

/** A copy of a benchmark of synthetic neurons, which others may answer. */
export const neuronsProject = () => copyOf('neurons')

/** A copy of one of the benchmarks that are written against the public door alone. */
export const exampleProject = (name: string) => copyOf(`../examples/${name}`)

async function copyOf(template: string): Promise<Project> {
  const parent = join(REPOSITORY, '.find', 'tests')
  await mkdir(parent, { recursive: true })
  const root = await mkdtemp(join(parent, `${basename(template)}-`))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  await cp(join(import.meta.dirname, template), root, {
    recursive: true,
    // What a run by hand left there.
    filter: (path) => !/[/]\.(find|vitest)$/.test(path),
  })

  const path = (name: string) => join(root, name)
  const read = (name: string) => readFile(path(name), 'utf8')
  const write = (name: string, text: string) => writeFile(path(name), text)
  const launch = (args: readonly string[], env: Record<string, string> = {}) =>
    spawn(process.execPath, [VITEST, ...args], { cwd: root, env: environment(env) })

  return {
    root,
    read,
    write,
    remove: (name) => rm(path(name), { recursive: true }),
    edit: async (name, change) => write(name, change(await read(name))),
    async vitest(args, env) {
      const child = launch(args, env)
      const stdout = collect(child.stdout)
      const stderr = collect(child.stderr)
      child.stdin.end()
      const [code] = (await once(child, 'close')) as [number | null]
      return { code, stdout: stdout(), stderr: stderr() }
    },
    start(args, env) {
      const child = launch(args, env)
      onTestFinished(() => void child.kill('SIGKILL'))
      return follow(child)
    },
    summary: async () => Summary.parse(JSON.parse(await read('.find/latest/summary.json'))),
    records: async () =>
      (await read('.find/latest/records.jsonl'))
        .split('\n')
        .filter(Boolean)
        .map((line) => RunRecord.parse(JSON.parse(line))),
  }
}

/** This process's environment without what Vitest and the benchmark would read from it. */
export function environment(extra: Record<string, string>): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(VITEST|FIND_|OPENAI_|VITE_|NODE_ENV|TEST$|CI$|FORCE_COLOR|NODE_OPTIONS|npm_)/.test(name),
  )
  return { ...Object.fromEntries(inherited), NO_COLOR: '1', COLUMNS: '160', ...extra }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString()
}

/** What a process that was started says. */
export function follow(child: ChildProcess): Running {
  const streams = [collect(child.stdout!), collect(child.stderr!)]
  const output = () => streams.map((text) => text()).join('')
  const lengths = () => streams.map((text) => text().length)
  return {
    child,
    output,
    async waitFor(text) {
      const before = lengths()
      const fresh = () => streams.map((stream, i) => stream().slice(before[i])).join('')
      const found = () => (typeof text === 'string' ? fresh().includes(text) : text.test(fresh()))
      while (!found()) {
        if (child.exitCode !== null) throw new Error(`vitest ended without ${text}:\n${output()}`)
        await new Promise((resume) => setTimeout(resume, 20))
      }
      return fresh()
    },
  }
}
