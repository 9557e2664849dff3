/**
 * Circuits: transformers whose components are scored by how much they matter for a task. What is
 * known of them is in `task.ts`, and how they are patched in library/patching/.
 */
import { nameOf, type Node, nodesOf } from '../../../library/transformer/nodes.ts'
import { compare, type Comparison } from '../../../library/patching/comparison.ts'
import { effectsOf, hookOf } from '../../../library/patching/effects.ts'
import { faithfulnessCurve, faithfulnessOf } from '../../../library/patching/faithfulness.ts'
import { openLaboratory } from '../../../library/patching/laboratory.ts'
import type { CategoryPlugin } from '../../contracts.ts'
import { type CircuitAnswer, CircuitAnswerSchema } from './answer.ts'
import { type CircuitBox, type Done, openBox } from './box.ts'
import { componentMaps, positionMap } from './pictures.ts'
import { prompt } from './prompt.ts'
import { samples } from './samples.ts'
import { idealOf, reachable, runsOf } from './truth.ts'
import type { CircuitTruth } from './truth.ts'
import type { Role, CircuitTask } from './task.ts'
import { wire } from './experiments.ts'

export type { CircuitAnswer } from './answer.ts'
export type { CircuitBox } from './box.ts'
export { idealOf } from './truth.ts'
export type { CircuitTruth } from './truth.ts'

/** What is known of a component, and what an answer says of it. */
export interface JudgedComponent {
  readonly name: string
  /** Whether it is part of the circuit that can be found: its activation differs between the runs. */
  readonly isPart: boolean
  /** Whether it is a part, whether or not it can be found. */
  readonly isBuilt: boolean
  /** -1 of a part that works against the answer. */
  readonly sign: 1 | -1 | null
  readonly role: Role | null
  /** The effect of exhaustive activation patching, in the corrupted run. */
  readonly reference: number
  readonly score: number
  readonly isChosen: boolean
  readonly given: Role | null
  /** Whether an experiment was made on it; null where nobody made any. */
  readonly isTested: boolean | null
}

export interface CircuitEvidence {
  readonly components: readonly JudgedComponent[]
  readonly ranking: 'size' | 'sign'
  /** Faithfulness of the highest k components of the answer, for each k. */
  readonly curve: readonly number[]
  /** Faithfulness of the answer's circuit, and of all that it leaves out. */
  readonly chosen: number
  readonly complement: number
  /** What each component of the circuit adds to its faithfulness. */
  readonly added: readonly number[]
  readonly twin: CircuitTruth['twin']
  /** Experiments that were refused. */
  readonly refused: number
}

declare module '../../contracts.ts' {
  interface Categories {
    circuits: {
      truth: CircuitTruth
      box: CircuitBox
      answer: CircuitAnswer
      evidence: CircuitEvidence
    }
  }
}

/** What is known of a box, apart from any answer. */
interface Known {
  readonly comparison: Comparison
  readonly components: readonly Omit<JudgedComponent, 'score' | 'isChosen' | 'given' | 'isTested'>[]
}
/** By task: several interpreters of one process ask for the same. */
const known = new WeakMap<CircuitTask, Promise<Known>>()

async function knownOf(truth: CircuitTruth): Promise<Known> {
  const found = known.get(truth.task) ?? find(truth)
  known.set(truth.task, found)
  return found
}

async function find(truth: CircuitTruth): Promise<Known> {
  const { task } = truth
  const nodes = nodesOf(task.model.shape)
  const comparison = await comparisonOf(truth)
  const found = reachable(comparison, task.model.shape)
  const exchanges = nodes.map((node) => ({ nodes: [node] }))
  const effects = await effectsOf(comparison, exchanges, 'denoising')
  const components = nodes.map(nameOf).map((name, i) => {
    const part = task.parts.get(name)
    return {
      name,
      isPart: part !== undefined && found.has(name),
      isBuilt: part !== undefined,
      sign: part?.sign ?? null,
      role: part?.role ?? null,
      reference: effects[i]!.effect,
    }
  })
  return { comparison, components }
}

const comparisonOf = ({ task, engine, judged }: CircuitTruth) =>
  compare(
    openLaboratory(engine()),
    judged,
    { kind: 'tokens', choice: task.corruptions[0]! },
    'logit-difference',
  )

export const circuits: CategoryPlugin<'circuits'> = {
  name: 'circuits',
  queries: 500,
  answer: CircuitAnswerSchema,
  open: openBox,
  prompt,
  wire,
  samples,

  probe: async (truth) => evidenceOf(truth, idealOf(truth)),

  async confront(answer, { truth, box }) {
    const names = new Set(nodesOf(truth.task.model.shape).map(nameOf))
    const named = [...Object.keys(answer.scores), ...answer.circuit, ...Object.keys(answer.roles)]
    const unknown = [...new Set(named.filter((name) => !names.has(name)))]
    const evidence = await evidenceOf(truth, answer, box?.done())
    if (unknown.length === 0) return { evidence }
    return { evidence, remark: `the model has no ${unknown.slice(0, 3).join(', ')}` }
  },

  async pictures(_answer, truth, evidence) {
    const { task, judged } = truth
    const one = await comparisonOf({ ...truth, judged: judged.slice(0, 1) })
    return [
      ...componentMaps(evidence, task.model.shape),
      await positionMap(one, (token) => task.vocabulary[token]!),
    ]
  },

  hotPath(truth) {
    const engine = truth.engine()
    const { clean, corrupted } = runsOf(truth)
    const nodes = nodesOf(truth.task.model.shape)
    return {
      calls: nodes.length * clean.prompts.length,
      run() {
        for (const node of nodes) engine.patch(corrupted, [{ hook: hookOf(node), by: clean }])
      },
    }
  },
}

async function evidenceOf(
  truth: CircuitTruth,
  answer: CircuitAnswer,
  done?: Done,
): Promise<CircuitEvidence> {
  const { comparison, components } = await knownOf(truth)
  const ranking = answer.setting?.ranking ?? 'size'
  const chosen = new Set(answer.circuit)
  const judged = components.map((one) => ({
    ...one,
    score: answer.scores[one.name] ?? 0,
    isChosen: chosen.has(one.name),
    given: answer.roles[one.name] ?? null,
    isTested: done?.tested.has(one.name) ?? null,
  }))
  const nodes = nodesOf(truth.task.model.shape)
  const weight = (node: Node) => rankOf(answer.scores[nameOf(node)] ?? 0, ranking)
  const curve = await faithfulnessCurve(
    comparison,
    nodes.toSorted((a, b) => weight(b) - weight(a)),
  )
  const own = components.map(({ name }) => name)
  const without = (one: string) => new Set(answer.circuit.filter((name) => name !== one))
  const [whole, complement, ...less] = await faithfulnessOf(comparison, [
    chosen,
    new Set(own.filter((name) => !chosen.has(name))),
    ...answer.circuit.map(without),
  ])
  return {
    components: judged,
    ranking,
    curve,
    chosen: whole!,
    complement: complement!,
    added: less.map((value) => whole! - value),
    twin: truth.twin,
    refused: done?.refused ?? 0,
  }
}

/** What a score counts for where components are ordered. */
export const rankOf = (score: number, ranking: CircuitEvidence['ranking']): number =>
  ranking === 'size' ? Math.abs(score) : score
