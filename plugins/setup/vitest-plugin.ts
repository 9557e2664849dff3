import { resolve } from 'node:path'
import process from 'node:process'
import type { Plugin } from 'vitest/config'
import type { TestProject, TestSpecification, Vitest } from 'vitest/node'

/** Path of one of the project's own reporters. */
export const reporterPath = (name: string): string =>
  resolve(import.meta.dirname, `../../reporters/${name}.ts`)

/**
 * What the harness needs of Vitest beside projects: its own reporters in every run, whatever
 * others are asked for, and reruns of only those cases that an edit can change.
 */
export function findPlugin(reporters: readonly string[]): Plugin {
  const paths = reporters.map(reporterPath)
  return {
    name: 'vitest-find',
    configureVitest({ vitest }) {
      // The hook is called for each project, with a plugin of its own.
      if (vitest.config.reporters.some((entry) => Array.isArray(entry) && entry[0] === paths[0]))
        return
      for (const path of paths) vitest.config.reporters.push([path, {}])
      rerunOnlyDependents(vitest)
      if (!vitest.config.watch) cancelOnSignal(vitest)
    },
  }
}

/**
 * Ends a run that is told to stop by a signal as Vitest does on Ctrl-C at a terminal: what is
 * finished is still recorded and reported. Vitest's own handlers, which end the process at
 * once, wait for the second signal.
 */
function cancelOnSignal(vitest: Vitest): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const own = process.listeners(signal)
    process.removeAllListeners(signal)
    process.once(signal, () => {
      for (const listener of own) process.once(signal, listener)
      void vitest.cancelCurrentRun('keyboard-input')
    })
  }
}

/**
 * Vitest reruns an entry in all projects that share it. An interpreter is in the module graph
 * of its own project only: leave out the projects where the entry does not import the edit.
 */
function rerunOnlyDependents(vitest: Vitest): void {
  const changed = new Set<string>()
  vitest.vite.watcher.on('all', (_event, path) => changed.add(path))
  vitest.onFilterWatchedSpecification((specification) => {
    // What no module imports, package.json say, can change anything.
    const edits = [...changed].filter((path) =>
      vitest.projects.some((project) => modulesOf(project, path).length > 0),
    )
    // The filter is asked for all specifications of a rerun in one go, without a pause.
    queueMicrotask(() => changed.clear())
    return edits.length === 0 || edits.some((path) => dependsOn(specification, path))
  })
}

function dependsOn({ project, moduleId }: TestSpecification, path: string): boolean {
  const visited = new Set<object>()
  const pending = modulesOf(project, path)
  for (let module = pending.pop(); module; module = pending.pop()) {
    if (module.file === moduleId) return true
    if (visited.has(module)) continue
    visited.add(module)
    pending.push(...module.importers)
  }
  return false
}

const modulesOf = (project: TestProject, path: string) =>
  Object.values(project.vite.environments).flatMap(({ moduleGraph }) => [
    ...(moduleGraph.getModulesByFile(path) ?? []),
  ])
