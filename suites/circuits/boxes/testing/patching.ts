/** Exhaustive patching of a box's components, one at a time at all positions. */
import type { HookPoint } from '../../../../library/transformer/hook-points.ts'
import { type Engine, openEngine, type Run } from '../../../../library/transformer/engine.ts'
import type { Numbers } from '../../../../library/transformer/model.ts'
import { nameOf, type Node, nodesOf } from '../../../../library/transformer/nodes.ts'
import type { CircuitTask, Pair } from '../../../../plugins/categories/circuits/task.ts'
import { randomStream } from '../../../../plugins/utils/random.ts'

export type Direction = 'denoising' | 'noising'

export const outputOf = (node: Node): HookPoint =>
  'head' in node
    ? { kind: 'result', layer: node.layer, head: node.head }
    : { kind: 'mlp_out', layer: node.layer }

export interface Opened {
  readonly engine: Engine
  readonly pairs: readonly Pair[]
  readonly clean: Run
  /** The run of the prompts corrupted so. */
  readonly corrupted: (name: string) => Run
  /** By prompt: logit of the clean answer less that of the corrupted one. */
  readonly logitDifferences: (logits: Numbers, corruption: string) => number[]
  /** By prompt. */
  readonly probabilities: (logits: Numbers) => number[]
}

export function open({ model, ...task }: Omit<CircuitTask, 'parts'>, count: number): Opened {
  const engine = openEngine(model)
  const pairs = task.pairs(count, randomStream(1, 'pairs'))
  const read = [pairs[0]!.position]
  const { vocabulary } = model.shape
  return {
    engine,
    pairs,
    clean: engine.run(
      pairs.map(({ clean }) => clean),
      read,
    ),
    corrupted: (name) =>
      engine.run(
        pairs.map(({ corrupted }) => corrupted[name]!.tokens),
        read,
      ),
    logitDifferences: (logits, corruption) =>
      pairs.map(({ answer, corrupted }, i) => {
        const at = (token: number) => logits[i * vocabulary + token]!
        return at(answer) - at(corrupted[corruption]!.answer)
      }),
    probabilities: (logits) =>
      pairs.map(({ answer }, i) => {
        const row = logits.subarray(i * vocabulary, (i + 1) * vocabulary)
        let sum = 0
        for (const logit of row) sum += Math.exp(logit - row[answer]!)
        return 1 / sum
      }),
  }
}

/**
 * By component: how much of the clean logit difference it restores in the corrupted run, or takes
 * from the clean one; 0 for nothing, 1 for all.
 */
export function effects(
  opened: Opened,
  nodes: readonly (readonly Node[])[],
  corruption: string,
  direction: Direction = 'denoising',
): number[] {
  const { engine, clean, logitDifferences } = opened
  const corrupted = opened.corrupted(corruption)
  const [from, by] = direction === 'denoising' ? [corrupted, clean] : [clean, corrupted]
  const ends = logitDifferences(by.logits, corruption)
  const starts = logitDifferences(from.logits, corruption)
  return nodes.map((together) => {
    const patches = together.map((node) => ({ hook: outputOf(node), by }))
    const reached = logitDifferences(engine.patch(from, patches).logits, corruption)
    return mean(reached.map((value, i) => (value - starts[i]!) / (ends[i]! - starts[i]!)))
  })
}

/** Each component's effect, by its name. */
export function effectsByName(
  opened: Opened,
  corruption: string,
  direction?: Direction,
): Map<string, number> {
  const nodes = nodesOf(opened.engine.model.shape)
  const found = effects(
    opened,
    nodes.map((node) => [node]),
    corruption,
    direction,
  )
  return new Map(nodes.map((node, i) => [nameOf(node), found[i]!]))
}

/** Names of components whose output is another in the corrupted run. */
export function differing(opened: Opened, corruption: string): Set<string> {
  const corrupted = opened.corrupted(corruption)
  const nodes = nodesOf(opened.engine.model.shape).filter((node) => {
    const [a, b] = [opened.clean.at(outputOf(node)), corrupted.at(outputOf(node))]
    return a.some((value, i) => Math.abs(value - b[i]!) > 1e-9)
  })
  return new Set(nodes.map(nameOf))
}

/** How often a component of the truth has a larger effect than another; a tie is half. */
export function auroc(scores: ReadonlyMap<string, number>, isTrue: (name: string) => boolean) {
  const sizes = [...scores].map(([name, score]) => [isTrue(name), Math.abs(score)] as const)
  const positives = sizes.filter(([is]) => is)
  const negatives = sizes.filter(([is]) => !is)
  const wins = positives.flatMap(([, a]) =>
    negatives.map(([, b]) => (Math.abs(a - b) < 1e-9 ? 0.5 : Number(a > b))),
  )
  return mean(wins)
}

/** Heads whose effect is more than two standard deviations from the mean over heads. */
export function detected(scores: ReadonlyMap<string, number>): Set<string> {
  const heads = [...scores].filter(([name]) => name.includes('attn'))
  const middle = mean(heads.map(([, effect]) => effect))
  const deviation = Math.sqrt(mean(heads.map(([, effect]) => (effect - middle) ** 2)))
  return new Set(
    heads.flatMap(([name, effect]) => (Math.abs(effect - middle) > 2 * deviation ? [name] : [])),
  )
}

export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length
