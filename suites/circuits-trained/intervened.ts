import type { Engine, Run } from '../../library/transformer/engine.ts'
import { hookOf } from '../../library/patching/effects.ts'
import { nameOf, type Node, nodesOf } from '../../library/transformer/nodes.ts'
import type { CircuitTask, Part } from '../../plugins/categories/circuits/task.ts'
import { randomStream } from '../../plugins/utils/random.ts'

const PAIRS = 64
/** The share of the whole effect, in either direction, from which a component matters. */
const MATTERS = 0.1

/**
 * What matters in a model that nobody built: components whose exchange, by itself, moves the
 * logit difference by a tenth of what exchanging all does, by denoising or by noising.
 */
export function intervened(
  task: Omit<CircuitTask, 'parts'>,
  engine: Engine,
): ReadonlyMap<string, Part> {
  const [choice] = task.corruptions
  const pairs = task.pairs(PAIRS, randomStream(0, 'intervened', choice!))
  const read = [...new Set(pairs.map(({ position }) => position))].toSorted((a, b) => a - b)
  const clean = engine.run(
    pairs.map((pair) => pair.clean),
    read,
  )
  const corrupted = engine.run(
    pairs.map((pair) => pair.corrupted[choice!]!.tokens),
    read,
  )
  const measure = (logits: Run['logits']) =>
    pairs.reduce((sum, { position, answer, corrupted: others }, i) => {
      const row = (i * read.length + read.indexOf(position)) * task.vocabulary.length
      return sum + logits[row + answer]! - logits[row + others[choice!]!.answer]!
    }, 0)
  const [high, low] = [measure(clean.logits), measure(corrupted.logits)]
  const effects = (node: Node) => {
    const hook = hookOf(node)
    const restored = measure(engine.patch(corrupted, [{ hook, by: clean }]).logits) - low
    const lost = high - measure(engine.patch(clean, [{ hook, by: corrupted }]).logits)
    return [restored / (high - low), lost / (high - low)] as const
  }
  return new Map(
    nodesOf(task.model.shape).flatMap((node) => {
      const [denoised, noised] = effects(node)
      const largest = Math.abs(denoised) > Math.abs(noised) ? denoised : noised
      if (Math.abs(largest) < MATTERS) return []
      return [[nameOf(node), { role: null, sign: largest < 0 ? -1 : 1 }] as const]
    }),
  )
}
