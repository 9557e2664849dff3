import { opsOf, type SOp } from '../../../../library/rasp/language.ts'
import type { Plan } from '../../../../library/rasp/plan.ts'
import type { Space } from '../../../../library/rasp/spaces.ts'
import { nameOf } from '../../../../library/transformer/nodes.ts'
import type { Part, Role } from '../../../../plugins/categories/circuits/task.ts'

/** The components that do a program's work, and the role that each has in it. */
export function partsOf(plan: Plan): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>()
  const order = opsOf(plan.program)
  for (const [layer, { heads, neurons }] of plan.layers.entries()) {
    for (const [head, { op }] of heads.entries())
      if (op !== null)
        parts.set(nameOf({ layer, head }), { role: roleOfHead(op, plan.spaces), sign: 1 })
    // An MLP that does several things has the role of the one that is nearest to the answer.
    const last = order.findLast((op) => neurons.some((neuron) => neuron.op === op))
    if (last) parts.set(nameOf({ layer, mlp: true }), { role: roleOfNeurons(last, plan), sign: 1 })
  }
  return parts
}

function roleOfHead(op: SOp, spaces: Plan['spaces']): Role {
  if (op.kind !== 'aggregate' && op.kind !== 'width')
    throw new TypeError(`a head computes an aggregate or a width, not a ${op.kind}`)
  const { keys, queries, predicate } = op.by
  const at = (of: SOp): Space['values'] => spaces.get(of)!.values
  const selects = (wanted: (key: unknown, query: unknown) => boolean) =>
    at(keys).every((key) =>
      at(queries).every((query) => predicate(key, query) === wanted(key, query)),
    )
  const byEqual = selects((key, query) => key === query)
  if (queries.kind === 'indices' && isPrevious(op, spaces)) return 'previous-token'
  if (byEqual && queries.kind === 'tokens') {
    if (keys.kind === 'tokens') return 'duplicate-token'
    if (isPrevious(keys, spaces)) return 'induction'
  }
  return op.kind === 'width' || spaces.get(op)!.encoding === 'numerical' ? 'aggregator' : 'mover'
}

/** Whether an s-op fetches what stood one position before. */
function isPrevious(op: SOp, spaces: Plan['spaces']): boolean {
  if (op.kind !== 'aggregate') return false
  const { keys, queries, predicate } = op.by
  const { values } = spaces.get(keys)!
  return (
    keys.kind === 'indices' &&
    queries.kind === 'indices' &&
    values.every((key) =>
      values.every((query) => predicate(key, query) === (key === Number(query) - 1)),
    )
  )
}

function roleOfNeurons(op: SOp, { spaces }: Plan): Role {
  const binary = spaces.get(op)!.values.length <= 2
  if (binary && op.kind === 'zip') return 'gate'
  return binary && op.kind === 'map' ? 'indicator' : 'lookup'
}
