import { shuffler } from 'd3-array'
import { randomInt, randomNormal } from 'd3-random'
import { assemble, type TokenNumbers } from '../../../../library/rasp/assemble.ts'
import { type Plan, planOf } from '../../../../library/rasp/plan.ts'
import { exchangeHeads } from '../../../../library/transformer/exchange-heads.ts'
import type { Numbers } from '../../../../library/transformer/model.ts'
import { nameOf } from '../../../../library/transformer/nodes.ts'
import { rotate } from '../../../../library/transformer/rotate.ts'
import type { CircuitTask } from '../../../../plugins/categories/circuits/task.ts'
import type { Random } from '../../../../plugins/contracts.ts'
import { ASIDE, withDecoys } from './decoys.ts'
import { FAMILIES, type Family } from './families.ts'
import { drawPairs } from './pairs.ts'
import { partsOf } from './parts.ts'
import { drawVocabulary } from './vocabulary.ts'

export type RaspProgram = keyof typeof FAMILIES
export const RASP_PROGRAMS = Object.keys(FAMILIES) as readonly RaspProgram[]

const HEADS = 4

/** A box, and one that differs in this alone: two heads of a layer have changed places. */
export interface RaspTask {
  readonly task: CircuitTask
  readonly twin: {
    readonly task: CircuitTask
    /** The component that is no part of the twin's circuit, and the one that is instead. */
    readonly left: string
    readonly came: string
  }
}

/** A box of a program: where its parts stand, what stands beside them and all names are drawn. */
export function raspTask(name: RaspProgram, random: Random): RaspTask {
  const { task } = buildBox(name, random)
  return { task, twin: twinOf(task, random) }
}

/** A box with what it was made of. */
export function buildBox(
  name: RaspProgram,
  random: Random,
): { task: CircuitTask; family: Family; numbers: TokenNumbers } {
  const family: Family = FAMILIES[name]()
  const { program, tokens, longest } = family
  const compiled = stretched(planOf(program, { tokens, longest }), random)
  const plan = withDecoys(compiled, HEADS, random)
  const { vocabulary, numbers } = drawVocabulary(tokens, plan.spaces.get(program)!.values, random)
  const model = assemble(plan, numbers)
  fillAside(model.weights.WE, plan.width, random)
  fillAside(model.weights.WPos, plan.width, random)
  const task: CircuitTask = {
    model: rotate(model, random),
    vocabulary,
    task: family.task((token) => vocabulary[numbers.inputs.get(token)!]!),
    corruptions: Object.keys(family.corruptions),
    pairs: (count, stream) => drawPairs(family, numbers, count, stream),
    parts: partsOf(plan),
  }
  return { task, family, numbers }
}

/** The plan with one or two layers more, anywhere, that do nothing of the program. */
function stretched(plan: Plan, random: Random): Plan {
  const layers = [...plan.layers]
  const more = randomInt.source(random)(1, 3)()
  for (let i = 0; i < more; i++)
    layers.splice(randomInt.source(random)(layers.length + 1)(), 0, { heads: [], neurons: [] })
  return { ...plan, layers }
}

/** Tokens and positions have something aside of the program, too. */
function fillAside(embedding: Numbers, width: number, random: Random) {
  const normal = randomNormal.source(random)(0, 0.7 / Math.sqrt(ASIDE))
  for (let end = width; end <= embedding.length; end += width)
    for (let i = 1; i <= ASIDE; i++) embedding[end - i] = normal()
}

function twinOf(task: CircuitTask, random: Random): RaspTask['twin'] {
  const { layers, heads } = task.model.shape
  const all = Array.from({ length: layers * heads }, (_, i) => ({
    layer: Math.floor(i / heads),
    head: i % heads,
  }))
  const shuffle = shuffler(random)
  const inCircuit = (head: (typeof all)[number]) => task.parts.has(nameOf(head))
  const from = shuffle(all.filter(inCircuit))[0]!
  const to = shuffle(all.filter((head) => head.layer === from.layer && !inCircuit(head)))[0]!
  const [left, came] = [nameOf(from), nameOf(to)]
  return {
    task: {
      ...task,
      model: exchangeHeads(task.model, from.layer, from.head, to.head),
      parts: new Map(
        [...task.parts].map(([component, part]) => [component === left ? came : component, part]),
      ),
    },
    left,
    came,
  }
}
