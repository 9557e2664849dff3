import process from 'node:process'
import { styleText } from 'node:util'
import { groups, sum } from 'd3-array'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import type { ModelEstimate, ModelReply } from '../plugins/model.ts'
import type { Plan } from '../plugins/records.ts'
import type { ModelSettings, RunSettings } from '../plugins/run-settings.ts'
import { cost, estimatedCost } from '../plugins/utils/cost.ts'
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
      ...cells(
        `   ${name}, ${suite}`,
        cases,
        ({ model }) => model,
        own?.interpreter.model ?? null,
        own?.interpreter.queries ?? 0,
      ),
      ...(own?.neurons && cases.some(({ answered }) => answered)
        ? cells('     its neurons', cases, () => null, own.neurons.model, 0)
        : []),
      ...(own?.judge ? cells('     its judge', cases, ({ judge }) => judge, own.judge, 0) : []),
    ])
  })
  return [
    '',
    ` ${styleText('bold', 'dry run')} nothing was called; about so much, before any answer is reused`,
    textTable(HEAD, rows),
    ...(rows.some(([label]) => label === AT_MOST)
      ? [
          styleText(
            'dim',
            '   at most: all turns, written to maxOutputTokens; outputs of usual length',
          ),
        ]
      : []),
    ...(rows.some((row) => row.at(-1) === NO_PRICE)
      ? [styleText('dim', '   no price: add the model to `prices` in vitest.config.ts')]
      : []),
    '',
  ].join('\n')
}

const NO_PRICE = 'no price'
const AT_MOST = '     at most'
const HEAD = ['', 'cases', 'model', 'calls', 'tokens in', 'tokens out', 'cost']

/** Tokens of an input with its output, which a model is told again in every later turn. */
const TOKENS_PER_QUERY = 15

function cells(
  label: string,
  cases: readonly Plan[],
  estimateOf: (plan: Plan) => ModelEstimate | null,
  model: ModelSettings | null,
  queries: number,
): string[][] {
  const count = String(cases.length)
  if (!model) return [[label, count, 'none', '0', '0', '0', '$0.00']]
  const estimates = cases.flatMap((plan) => estimateOf(plan) ?? [])
  const { name } = model.identity
  if (estimates.length < cases.length) return [[label, count, name, '?', '?', '?', '?']]
  const about = estimates.map((one): Taken => ({
    ...one,
    usd: estimatedCost(one, model.price),
  }))
  const most = estimates.flatMap((one) => worstOf(one, model, queries) ?? [])
  return [
    [label, count, name, ...figures(about)],
    ...(most.length === cases.length ? [[AT_MOST, '', '', ...figures(most)]] : []),
  ]
}

interface Taken extends ModelEstimate {
  readonly usd: number | null
}

function figures(all: readonly Taken[]): string[] {
  const total = (part: 'calls' | 'inputTokens' | 'outputTokens') => sum(all, (one) => one[part])
  return [
    compact(total('calls')),
    compact(total('inputTokens')),
    compact(total('outputTokens')),
    all.some(({ usd }) => usd === null)
      ? NO_PRICE
      : `$${sum(all, ({ usd }) => usd ?? 0).toFixed(2)}`,
  ]
}

/** The worst: every turn is written to its limit, and every query is told from the first turn on. */
function worstOf(
  { most }: ModelEstimate,
  { identity: { maxOutputTokens: output }, price }: ModelSettings,
  queries: number,
): Taken | null {
  if (!most) return null
  const { conversations, calls, prompt, tokens } = most
  const turns: ModelReply['tokens'][] = []
  for (let [taken, isLast] = [0, false]; turns.length < calls && !isLast;) {
    const before = turns.length
    const told = before > 0 ? queries * TOKENS_PER_QUERY : 0
    const turn = { input: prompt + before * output + told, cachedInput: 0, output }
    isLast = taken >= (tokens ?? Infinity)
    taken += turn.input + turn.output
    turns.push(turn)
  }
  const costs = turns.map((turn) => cost(turn, price))
  return {
    calls: conversations * turns.length,
    inputTokens: conversations * sum(turns, ({ input }) => input),
    outputTokens: conversations * turns.length * output,
    usd: costs.includes(null) ? null : conversations * sum(costs, (usd) => usd ?? 0),
  }
}
