/** Verdicts as tests, for reporters that know nothing but tests: a file `gate` for each interpreter. */
import { join } from 'node:path'
import { groups } from 'd3-array'
import type { RunnerTask, RunnerTestFile, TestModule } from 'vitest/node'
import type { Verdict } from '../summary.ts'
import type { RunReport } from './report-run.ts'
import { fails } from './verdicts.ts'

/** What reporters of files read of a module. */
export const moduleOf = (task: RunnerTestFile): TestModule => ({ task }) as unknown as TestModule

/** A verdict that fails the run is a test that failed. A dry run has no verdicts. */
export const verdictModules = ({ run, summary }: RunReport, root: string): TestModule[] =>
  run.interpreters.some(({ settings }) => settings.dryRun)
    ? []
    : groups(summary.verdicts, ({ interpreter }) => interpreter).map(([interpreter, own]) =>
        moduleOf(fileOf(interpreter, own, join(root, 'gate'))),
      )

function fileOf(projectName: string, verdicts: readonly Verdict[], filepath: string) {
  const file = {
    ...taskOf('gate', 'suite', verdicts.some(fails)),
    filepath,
    projectName,
    tasks: [] as RunnerTask[],
  }
  for (const verdict of verdicts)
    file.tasks.push({
      ...taskOf(nameOf(verdict), 'test', fails(verdict), verdict.message),
      file,
      meta: { findVerdict: verdict },
      annotations: [{ type: 'verdict', message: verdict.message }],
    } as unknown as RunnerTask)
  return file as unknown as RunnerTestFile
}

const nameOf = ({ outcome, suite, scorer }: Verdict) =>
  [outcome, suite, scorer].filter((part) => part !== null).join(' ')

const taskOf = (name: string, type: string, failed: boolean, message?: string) => ({
  id: `gate ${name}`,
  name,
  type,
  mode: 'run',
  meta: {},
  tags: [],
  benchmarks: [],
  result: {
    state: failed ? 'fail' : 'pass',
    ...(failed && message !== undefined
      ? { errors: [{ name: 'gate', message, stack: `gate: ${message}`, stacks: [] }] }
      : {}),
  },
})

declare module 'vitest' {
  interface TaskMeta {
    findVerdict?: Verdict
  }
}
