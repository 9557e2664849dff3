import process from 'node:process'
import { styleText } from 'node:util'
import { groups, sum } from 'd3-array'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import type { ModelEstimate } from '../plugins/model.ts'
import type { Plan } from '../plugins/records.ts'
import type { ModelSettings, RunSettings } from '../plugins/run-settings.ts'
import { cost } from '../plugins/utils/cost.ts'
import { compact, textTable } from './text-table.ts'

/** Prints what a run would take, in place of accuracy and gate: FIND_DRY_RUN=1. */
export default class PlanReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const plans = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) => test.meta().findPlan ?? []),
    )
    const settings = this.#vitest!.projects.map((project) => project.getProvidedContext().find)
    process.stdout.write(`${renderPlan(plans, settings)}\n`)
  }
}

/** Cases by interpreter and suite, with the calls, tokens and dollars that they may take. */
export function renderPlan(plans: readonly Plan[], settings: readonly RunSettings[]): string {
  if (plans.length === 0) return ' dry run: no case is selected'
  const rows = groups(
    plans,
    ({ interpreter }) => interpreter,
    ({ suite }) => suite,
  ).flatMap(([name, suites]) => {
    const own = settings.find(({ interpreter }) => interpreter.name === name)
    return suites.flatMap(([suite, cases]) => [
      cells(`   ${name}, ${suite}`, cases, ({ model }) => model, own?.interpreter.model ?? null),
      ...(own?.judge ? [cells('     its judge', cases, ({ judge }) => judge, own.judge)] : []),
    ])
  })
  return [
    '',
    ` ${styleText('bold', 'dry run')} nothing was called; estimates before any answer is reused`,
    textTable(HEAD, rows),
    ...(rows.some((row) => row.at(-1) === NO_PRICE)
      ? [styleText('dim', '   no price: add the model to `prices` in vitest.config.ts')]
      : []),
    '',
  ].join('\n')
}

const NO_PRICE = 'no price'
const HEAD = ['', 'cases', 'model', 'calls', 'tokens in', 'tokens out', 'cost']

function cells(
  label: string,
  cases: readonly Plan[],
  estimateOf: (plan: Plan) => ModelEstimate | null,
  model: ModelSettings | null,
): string[] {
  const count = String(cases.length)
  if (!model) return [label, count, 'none', '0', '0', '0', '$0.00']
  const estimates = cases.flatMap((plan) => estimateOf(plan) ?? [])
  const { name } = model.identity
  if (estimates.length < cases.length) return [label, count, name, '?', '?', '?', '?']
  const total = (part: keyof ModelEstimate) => sum(estimates, (estimate) => estimate[part])
  const [input, output] = [total('inputTokens'), total('outputTokens')]
  const usd = cost({ input, cachedInput: 0, output }, model.price)
  return [
    label,
    count,
    name,
    compact(total('calls')),
    compact(input),
    compact(output),
    usd === null ? NO_PRICE : `$${usd.toFixed(2)}`,
  ]
}
