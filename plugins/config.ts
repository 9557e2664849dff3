/** The door for vitest.config.ts: it must not load suites' or interpreters' code. */
import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import type { TestTagDefinition, ViteUserConfig, ViteUserConfigExport } from 'vitest/config'
import type { Suite } from './contracts.ts'
import { tagOf } from './utils/tag-of.ts'
import { ownConfig, ownProjects } from './setup/beside.ts'
import { embeddedSuites, entryPatterns, homeModule, suiteFiles } from './setup/home.ts'
import { requireNode } from './setup/require-node.ts'
import { type BenchmarkConfig, readSettings } from './setup/settings.ts'
import { findPlugin, reporterPath } from './setup/vitest-plugin.ts'

export type { BenchmarkConfig } from './setup/settings.ts'

/**
 * Reporters for people, by default: Vitest's own, accuracy, what models were asked, both as a page,
 * and how far the run is.
 */
export const defaultReporters: readonly string[] = [
  reporterPath('default'),
  reporterPath('accuracy'),
  reporterPath('usage'),
  reporterPath('page'),
  reporterPath('progress'),
]

/**
 * The Vitest config of a benchmark: one project for each interpreter, whose entries are the
 * files `*.find.ts` of the embedded suites and below the root's `suites`.
 *
 * @param own a Vitest config whose tests run beside it, as a project or as those it lists.
 * @throws Error that names the setting, what was expected and what came.
 */
export async function findConfig(
  config: BenchmarkConfig,
  own?: ViteUserConfigExport,
): Promise<ViteUserConfig> {
  try {
    return await makeConfig(config, own)
  } catch (cause) {
    // Vitest inspects what it cannot load, and its stack would tell a user nothing.
    throw cause instanceof Error
      ? Object.assign(cause, { [inspect.custom]: () => cause.message })
      : cause
  }
}

async function makeConfig(
  config: BenchmarkConfig,
  own: ViteUserConfigExport | undefined,
): Promise<ViteUserConfig> {
  requireNode()
  const runs = readSettings(config, process.env, randomUUID())
  const embedded = embeddedSuites(config.root, config.embedded)
  const include = entryPatterns(config.root, embedded)
  const tags = await suiteTags(suiteFiles(config.root, embedded))
  const dryRun = runs.some((settings) => settings.dryRun)
  const beside = own && (await ownConfig(own))
  const plugin = () => findPlugin(dryRun ? ['plan'] : ['records', 'gate'])
  return {
    ...beside,
    root: config.root,
    plugins: [...(beside?.plugins ?? []), plugin()],
    test: {
      // A model takes its time: the list of slow tests would be all of them.
      slowTestThreshold: 60_000,
      // A small size leaves entries empty; a run of nothing is for the gate to judge.
      passWithNoTests: true,
      maxWorkers: availableParallelism(),
      ...beside?.test,
      reporters: config.reporters ?? withReporters(beside?.test?.reporters),
      projects: [
        ...(beside ? ownProjects(beside) : []),
        ...runs.map((settings, index) => ({
          // What the user's own tests are set up with is not for the benchmark.
          ...(beside
            ? { extends: false, root: config.root, plugins: [plugin()] }
            : { extends: true }),
          resolve: {
            // Also of a harness that is linked from elsewhere.
            dedupe: ['vitest'],
            alias: { '#interpreter': resolve(config.root, settings.interpreter.module) },
          },
          test: {
            name: settings.interpreter.name,
            include,
            exclude: ['suites/**/node_modules/**'],
            // Entries in a package need Vite for `#interpreter`.
            server: { deps: { inline: [/\.find\.m?[jt]s$/] } },
            globalSetup: [homeModule('plugins/setup/check-interpreter')],
            provide: { find: settings },
            tags,
            strictTags: false,
            isolate: false,
            ...workersFor(settings.interpreter.concurrency, beside ? BESIDE + index : index),
            // The harness keeps the interpreter's time, so that scoring does not count in.
            testTimeout: 0,
          },
        })),
      ],
    },
  }
}

/** The user's own reporters, with those of the harness for people. */
const withReporters = (
  reporters: NonNullable<ViteUserConfig['test']>['reporters'],
): NonNullable<NonNullable<ViteUserConfig['test']>['reporters']> =>
  reporters ? [reporters, defaultReporters.slice(1)].flat() : [...defaultReporters]

/** The place of the first interpreter in the order of groups: the user's own tests run before. */
const BESIDE = 1000

/**
 * Vitest leaves one core to its main process, which here has next to nothing to do. So many
 * functions at the same time are of one process, whatever its number of entry files: a worker of
 * the project's own. Vitest wants projects of different numbers of workers to be different groups.
 */
const workersFor = (concurrency: number | null, index: number) =>
  concurrency === null
    ? {
        maxConcurrency: 1,
        maxWorkers: availableParallelism(),
        sequence: { groupOrder: index < BESIDE ? 0 : BESIDE },
      }
    : { maxConcurrency: concurrency, maxWorkers: 1, sequence: { groupOrder: index + 1 } }

/**
 * Tags that `--tags-filter` knows: categories, variants and operators of all suites. Suites are
 * imported by computed path, so that an edit of one reruns its tests and not the config.
 *
 * @throws Error that names the file that cannot be imported.
 */
async function suiteTags(files: readonly string[]): Promise<TestTagDefinition[]> {
  const names: string[] = []
  for (const path of files)
    for (const value of Object.values(await importSuite(path)))
      if (isSuite(value)) names.push(value.category.name, ...value.variants, ...value.operators)
  return [...new Set(names.map(tagOf))].toSorted().map((name) => ({ name }))
}

async function importSuite(path: string): Promise<object> {
  try {
    const module: object = await import(pathToFileURL(path).href)
    return module
  } catch (cause) {
    const hint = String(cause).includes('outside a module')
      ? '; expected "type": "module" in its package.json'
      : ''
    throw new Error(`${path} cannot be imported: ${String(cause)}${hint}`, { cause })
  }
}

const isSuite = (value: unknown): value is Suite =>
  typeof value === 'object' && value !== null && 'functions' in value && 'operators' in value
