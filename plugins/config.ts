/** The door for vitest.config.ts: it must not load suites' or interpreters' code. */
import { randomUUID } from 'node:crypto'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import type { TestTagDefinition, ViteUserConfig } from 'vitest/config'
import type { Suite } from './contracts.ts'
import { tagOf } from './utils/tag-of.ts'
import { requireNode } from './setup/require-node.ts'
import { type BenchmarkConfig, readSettings } from './setup/settings.ts'
import { findPlugin, reporterPath } from './setup/vitest-plugin.ts'

export type { BenchmarkConfig } from './setup/settings.ts'

/** Reporters for people, by default: Vitest's own, accuracy, and what models were asked. */
export const defaultReporters: readonly string[] = [
  'default',
  reporterPath('accuracy'),
  reporterPath('usage'),
]

/**
 * The Vitest config of a benchmark: one project for each interpreter, whose entries are the
 * files `*.find.ts` below `suites`.
 *
 * @throws Error that names the setting, what was expected and what came.
 */
export async function findConfig(config: BenchmarkConfig): Promise<ViteUserConfig> {
  requireNode()
  const runs = readSettings(config, process.env, randomUUID())
  const tags = await suiteTags(config.root)
  const dryRun = runs.some((settings) => settings.dryRun)
  return {
    root: config.root,
    plugins: [findPlugin(dryRun ? ['plan'] : ['records', 'gate'])],
    test: {
      // A model takes its time: the list of slow tests would be all of them.
      slowTestThreshold: 60_000,
      // A small size leaves entries empty; a run of nothing is for the gate to judge.
      passWithNoTests: true,
      // Vitest leaves one core to its main process, which here has next to nothing to do.
      maxWorkers: availableParallelism(),
      reporters: config.reporters ?? [...defaultReporters],
      projects: runs.map((settings, index) => ({
        extends: true,
        resolve: {
          alias: { '#interpreter': resolve(config.root, settings.interpreter.module) },
        },
        test: {
          name: settings.interpreter.name,
          include: ['suites/**/*.find.ts'],
          globalSetup: [resolve(import.meta.dirname, 'setup/check-interpreter.ts')],
          provide: { find: settings },
          tags,
          strictTags: false,
          isolate: false,
          ...atTheSameTime(settings.interpreter.concurrency, index),
          // The harness keeps the interpreter's time, so that scoring does not count in.
          testTimeout: 0,
        },
      })),
    },
  }
}

/**
 * So many functions at the same time are of one process, whatever its number of entry files:
 * a worker of the project's own, which Vitest wants to be in a group of its own.
 */
const atTheSameTime = (concurrency: number | null, index: number) =>
  concurrency === null
    ? { maxConcurrency: 1 }
    : { maxConcurrency: concurrency, maxWorkers: 1, sequence: { groupOrder: index + 1 } }

/**
 * Tags that `--tags-filter` knows: categories, variants and operators of all suites. Suites are
 * imported by computed path, so that an edit of one reruns its tests and not the config.
 *
 * @throws Error that names the file that cannot be imported.
 */
async function suiteTags(root: string): Promise<TestTagDefinition[]> {
  const names: string[] = []
  for (const path of globSync('suites/*/suite.ts', { cwd: root }).toSorted())
    for (const value of Object.values(await importSuite(resolve(root, path))))
      if (isSuite(value)) names.push(value.category.name, ...value.variants, ...value.operators)
  return [...new Set(names.map(tagOf))].toSorted().map((name) => ({ name }))
}

async function importSuite(path: string): Promise<object> {
  try {
    const module: object = await import(pathToFileURL(path).href)
    return module
  } catch (cause) {
    throw new Error(`${path} cannot be imported: ${String(cause)}`, { cause })
  }
}

const isSuite = (value: unknown): value is Suite =>
  typeof value === 'object' && value !== null && 'functions' in value && 'operators' in value
