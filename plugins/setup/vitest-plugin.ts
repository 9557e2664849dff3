import process from 'node:process'
import type { Plugin } from 'vitest/config'
import type { TestProject, TestSpecification, Vitest } from 'vitest/node'
import { homeModule } from './home.ts'

/** Path of one of the project's own reporters. */
export const reporterPath = (name: string): string => homeModule(`reporters/${name}`)

/** Reporters of Vitest that have a like here, which knows of the gate. */
const OWN: ReadonlySet<string> = new Set(['json', 'junit'])

/**
 * What the harness needs of Vitest beside projects: its own reporters in every run, whatever
 * others are asked for, and reruns of only those cases that an edit can change.
 */
export function findPlugin(reporters: readonly string[]): Plugin {
  const paths = reporters.map(reporterPath)
  return {
    name: 'vitest-find',
    configureVitest({ vitest, project }) {
      project.provide('findPage', hasPage(vitest))
      // A small size leaves entries empty; Vitest reads it of projects, but not from their config.
      if (project.config.provide?.find) project.config.passWithNoTests = true
      const { config } = vitest
      // The hook is called for each project, with a plugin of its own.
      if (config.reporters.some((entry) => Array.isArray(entry) && entry[0] === paths[0])) return
      config.reporters = config.reporters.map((entry) =>
        Array.isArray(entry) && OWN.has(entry[0])
          ? [reporterPath(entry[0]), entry[1] as Record<string, unknown>]
          : entry,
      )
      for (const path of paths) config.reporters.push([path, {}])
      rerunOnlyDependents(vitest)
      if (!config.watch) cancelOnSignal(vitest)
    },
  }
}

/** Whether there is Vitest's UI, or its report as a page. */
const hasPage = ({ config }: Vitest): boolean =>
  config.ui || config.reporters.some((entry) => Array.isArray(entry) && entry[0] === 'html')

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
    // Tests that are no benchmark are Vitest's to rerun.
    if (!specification.project.getProvidedContext().find) return true
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
