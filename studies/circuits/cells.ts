import patching from '../../interpreters/patching/index.ts'
import type { METHODS } from '../../interpreters/patching/options.ts'
import { isAblation, SWEEPS } from '../../interpreters/patching/options.ts'
import { compare } from '../../library/patching/comparison.ts'
import { openLaboratory } from '../../library/patching/laboratory.ts'
import type { MetricName } from '../../library/patching/metric.ts'
import { auroc } from '../../library/patching/ranking.ts'
import {
  type CircuitAnswer,
  circuits as category,
  type CircuitTruth,
} from '../../plugins/categories/circuits/index.ts'
import { reachable } from '../../plugins/categories/circuits/truth.ts'
import type { InterpreterContext } from '../../plugins/contracts.ts'
import { openMeter } from '../../plugins/run/meter.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { circuits } from '../../suites/circuits/suite.ts'

export interface Setting {
  readonly method: (typeof METHODS)[number]
  /** `tokens` is the task's own first choice. */
  readonly corruption: string
  readonly metric: MetricName
  readonly direction: 'denoising' | 'noising' | 'both'
  readonly pairs: number
}

export interface Cell {
  readonly auroc: number
  /** Queries: prompts that went through the model, forwards or backwards. */
  readonly cost: number
}

export interface StudiedBox {
  readonly name: string
  readonly seed: number
  readonly truth: CircuitTruth
}

/** The built boxes of a seed, without their twins. */
export const studiedBoxes = (seed: number): readonly StudiedBox[] =>
  circuits
    .functions(seed)
    .filter(({ operators }) => !operators.includes('twin'))
    .map(({ id, operators, truth }) => ({ name: `${id} ${operators[0]!}`, seed, truth: truth() }))

/** Null where the corruption shows no component or all there are, or is none of the method's. */
export async function cellOf(box: StudiedBox, setting: Setting): Promise<Cell | null> {
  const { corruption, ...options } = setting
  if (isAblation(corruption) && !SWEEPS.has(setting.method)) return null
  const { answer, cost } = await answerOf(box, {
    ...options,
    ...(corruption === 'tokens' ? {} : { corruption }),
  })
  const { task, engine, shown } = box.truth
  const { clean, corrupted } = await compare(
    openLaboratory(engine()),
    shown.slice(0, setting.pairs),
    corruption === 'noise'
      ? { kind: 'noise', random: randomStream(box.seed, 'noise', box.name) }
      : { kind: 'tokens', choice: task.corruptions[0]! },
    setting.metric,
  )
  const all = isAblation(corruption) ? null : reachable({ clean, corrupted }, task.model.shape)
  const ranked = Object.entries(answer.scores).map(([name, score]) => ({
    isPart: task.parts.has(name) && (all === null || all.has(name)),
    score: Math.abs(score),
  }))
  const value = auroc(ranked)
  return Number.isNaN(value) ? null : { auroc: value, cost }
}

/** What `patching` answers, and the queries that it took. */
export async function answerOf(
  { truth, seed, name }: StudiedBox,
  options: object,
): Promise<{ readonly answer: CircuitAnswer; readonly cost: number }> {
  const { meter, counts } = openMeter(10_000_000)
  const box = category.open(truth, meter, randomStream(seed, 'box', name))
  const { interpret } = patching(options)
  if (typeof interpret === 'function' || !interpret.circuits)
    throw new Error('patching takes circuits on')
  const context = { random: randomStream(seed, 'interpreter', name) } as InterpreterContext
  return { answer: await interpret.circuits(box, context), cost: counts.queries }
}
