import type { Interpreter, InterpreterContext } from '../../plugins/contracts.ts'
import type { CircuitAnswer, CircuitBox } from '../../plugins/categories/circuits/index.ts'
import { nodesOf } from '../../library/transformer/nodes.ts'
import { chosen } from './chosen.ts'
import { findEffects } from './methods.ts'
import { Options } from './options.ts'

/**
 * Localization by a method of the field: activation patching by default. It gives every component
 * an effect, and takes for the circuit those whose effect is beyond its threshold. It has no idea
 * of the task.
 */
export default function patching(options: unknown = {}): Interpreter {
  const read = Options.parse(options)
  return {
    name: 'patching',
    version: '1',
    deterministic: true,
    label: labelOf(read),
    interpret: { circuits: (box, context) => localize(box, read, context) },
  }
}

/** Smaller effects are what floating point leaves of none: components that have none tie. */
const NOTHING = 1e-5

async function localize(
  box: CircuitBox,
  options: Options,
  { random }: InterpreterContext,
): Promise<CircuitAnswer> {
  const nodes = nodesOf(box.shape)
  const { edges, remark, roles, ...found } = await findEffects(box, nodes, options, random)
  const effects = found.effects.map((effect) => (Math.abs(effect) < NOTHING ? 0 : effect))
  const scores = Object.fromEntries(box.components.map((name, i) => [name, effects[i]!]))
  const circuit = chosen(nodes, effects, options.threshold).map((i) => box.components[i]!)
  const { method, metric, direction, ranking, sites } = options
  return {
    description: [
      `By ${labelOf(options)}, the circuit is ${circuit.join(', ') || 'empty'}.`,
      ...(remark === null ? [] : [remark]),
    ].join(' '),
    domain: null,
    scores,
    circuit,
    roles: Object.fromEntries(
      roles.flatMap((role, i) => {
        const name = box.components[i]!
        return role !== null && circuit.includes(name) ? [[name, role]] : []
      }),
    ),
    ...(edges && { edges }),
    setting: {
      method,
      corruption: options.corruption ?? box.corruptions[0]!,
      metric,
      direction,
      hook: sites.map((site) => `hook_${site}`).join(', '),
      ranking,
    },
  }
}

/** What it says of itself: the method, and whatever is not by default. */
function labelOf({ method, corruption, metric, direction, window }: Options): string {
  return [
    method,
    ...(method === 'random' ? [] : [direction, metric]),
    ...(corruption === undefined ? [] : [corruption]),
    ...(window === 1 ? [] : [`windows of ${window}`]),
  ].join(', ')
}
