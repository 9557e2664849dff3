import type { TestAnnotation } from 'vitest'
import {
  experimental_getRunnerTask as taskOf,
  type JUnitOptions,
  JUnitReporter,
  type RunnerTask,
  type TestModule,
  type TestRunEndReason,
  type Vitest,
} from 'vitest/node'
import { reportRun } from '../plugins/report/report-run.ts'
import { moduleOf, verdictModules } from '../plugins/report/verdict-modules.ts'

/**
 * Vitest's JUnit, with interpreter and scores as properties of each case, and the verdicts of the
 * gate as tests of their own: failures and the exit code agree.
 */
export default class VerdictsJUnitReporter extends JUnitReporter {
  #vitest: Vitest | undefined

  constructor(options: JUnitOptions = {}) {
    // The same entry runs for several interpreters.
    super({ classnameTemplate: '{displayName} {filename}', ...options })
  }

  override async onInit(vitest: Vitest): Promise<void> {
    this.#vitest = vitest
    await super.onInit(vitest)
  }

  override async onTestRunEnd(
    modules: readonly TestModule[],
    errors: Parameters<JUnitReporter['onTestRunEnd']>[1] = [],
    reason: TestRunEndReason = 'passed',
  ): Promise<void> {
    const vitest = this.#vitest!
    const report = await reportRun(vitest, modules, reason)
    const described = modules.map((module) => moduleOf(withProperties(taskOf(module))))
    await super.onTestRunEnd([...described, ...verdictModules(report, vitest.config.root)], errors)
  }
}

/** Annotations are what becomes of properties. */
function withProperties<T extends RunnerTask>(task: T): T {
  if ('tasks' in task) return { ...task, tasks: task.tasks.map(withProperties) }
  const properties: TestAnnotation[] = propertiesOf(task).map(([type, message]) => ({
    type,
    message,
  }))
  return { ...task, annotations: [...task.annotations, ...properties] }
}

function propertiesOf({ meta: { find } }: RunnerTask): [string, string][] {
  if (!find || find.state === 'sealed') return []
  const scores = 'scores' in find ? find.scores : []
  return [
    ['interpreter', find.interpreter.name],
    ['state', find.state],
    ...scores.flatMap(({ scorer, protocol, score }): [string, string][] => {
      if (score.status === 'inapplicable') return []
      const value = score.status === 'scored' ? String(score.value) : `unscored: ${score.reason}`
      return [[`${protocol}.${scorer}`, value]]
    }),
  ]
}
