import type { Engine, Run } from '../../../library/transformer/engine.ts'
import { hookOf } from '../../../library/patching/effects.ts'
import type { Pair } from '../../../library/patching/pair.ts'
import type { Shape } from '../../../library/transformer/model.ts'
import { nameOf, nodesOf } from '../../../library/transformer/nodes.ts'
import type { CircuitAnswer } from './answer.ts'
import type { CircuitTask } from './task.ts'

export interface CircuitTruth {
  readonly task: CircuitTask
  /** Opened when it is first asked for. */
  readonly engine: () => Engine
  /** Pairs that interpreters have, and those that answers are judged on. */
  readonly shown: readonly Pair[]
  readonly judged: readonly Pair[]
  /** Of a box with a twin: the component whose part in it the other has there. */
  readonly twin: { readonly here: string; readonly there: string } | null
}

/**
 * The share of an activation that is no difference: what saturated attention leaves of what it does
 * not look at, and what sums in floating point leave of nothing.
 */
const NOTHING = 1e-4

/** The same prompts, clean and corrupted. */
interface Runs {
  readonly clean: Run
  readonly corrupted: Run
}

/** The pairs that answers are judged on, corrupted by the default choice of tokens. */
export function runsOf({ task, engine, judged }: CircuitTruth): Runs {
  const read = [...new Set(judged.map(({ position }) => position))].toSorted((a, b) => a - b)
  const [choice] = task.corruptions
  const run = (prompts: readonly (readonly number[])[]) => engine().run(prompts, read)
  return {
    clean: run(judged.map((pair) => pair.clean)),
    corrupted: run(judged.map((pair) => pair.corrupted[choice!]!.tokens)),
  }
}

/** Names of the components whose activations differ between both runs: no others can be found. */
export function reachable({ clean, corrupted }: Runs, shape: Shape): ReadonlySet<string> {
  const differs = (node: Parameters<typeof hookOf>[0]) => {
    const [own, other] = [clean.at(hookOf(node)), corrupted.at(hookOf(node))]
    let largest = 0
    for (const x of own) largest = Math.max(largest, Math.abs(x))
    return own.some((x, i) => Math.abs(x - other[i]!) > NOTHING * largest)
  }
  return new Set(nodesOf(shape).filter(differs).map(nameOf))
}

/** The answer of one who knows the circuit, as far as it can be found. */
export function idealOf(truth: CircuitTruth): CircuitAnswer {
  const found = reachable(runsOf(truth), truth.task.model.shape)
  const parts = [...truth.task.parts].filter(([name]) => found.has(name))
  return {
    description: `The circuit is ${parts.map(([name]) => name).join(', ') || 'empty'}.`,
    domain: null,
    scores: Object.fromEntries(parts.map(([name, { sign }]) => [name, sign])),
    circuit: parts.map(([name]) => name),
    roles: Object.fromEntries(parts.flatMap(([name, { role }]) => (role ? [[name, role]] : []))),
  }
}
