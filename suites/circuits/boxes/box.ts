import { exchangeHeads } from '../../../library/transformer/exchange-heads.ts'
import { nameOf } from '../../../library/transformer/nodes.ts'
import type { CircuitTask } from '../../../plugins/categories/circuits/task.ts'
import type { Random } from '../../../plugins/contracts.ts'
import { pick } from '../../strings/draw.ts'

/** A task whose circuit is known, and the same but for a head that changed places with another. */
export interface Box {
  readonly task: CircuitTask
  readonly twin: {
    readonly task: CircuitTask
    /** The component that is no part of the twin's circuit, and the one that is instead. */
    readonly left: string
    readonly came: string
  }
}

/** Exchanges a head of the circuit with one of its layer that is in none. */
export function withTwin(task: CircuitTask, random: Random): Box {
  const { model, parts } = task
  const { layers, heads } = model.shape
  const indices = [...Array(heads).keys()]
  const exchanges = [...Array(layers).keys()].flatMap((layer) => {
    const isPart = (head: number) => parts?.has(nameOf({ layer, head })) ?? false
    const others = indices.filter((head) => !isPart(head))
    return indices
      .filter(isPart)
      .flatMap((inside) => others.map((outside) => ({ layer, inside, outside })))
  })
  const { layer, inside, outside } = pick(random, exchanges)
  const left = nameOf({ layer, head: inside })
  const came = nameOf({ layer, head: outside })
  return {
    task,
    twin: {
      task: {
        ...task,
        model: exchangeHeads(model, layer, inside, outside),
        parts: new Map(Array.from(parts ?? [], ([of, part]) => [of === left ? came : of, part])),
      },
      left,
      came,
    },
  }
}
