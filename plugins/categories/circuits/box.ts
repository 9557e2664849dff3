/** A model as an interpreter sees it: it can be run, patched and differentiated, at a price. */
import type { Engine, Patch, Run } from '../../../library/transformer/engine.ts'
import { type HookPoint, KINDS_OF_HEADS } from '../../../library/transformer/hook-points.ts'
import { nameOf, type Node, nodesOf } from '../../../library/transformer/nodes.ts'
import type { Laboratory } from '../../../library/patching/laboratory.ts'
import type { Pair } from '../../../library/patching/pair.ts'
import { InvalidQuery, type Json, type Meter } from '../../contracts.ts'
import type { CircuitTruth } from './truth.ts'

/**
 * A prompt that goes through the model costs one query, forwards or backwards, whole or in part.
 * What the model does not take is an `InvalidQuery`, and more than is left is `BudgetExceeded`.
 */
export interface CircuitBox extends Laboratory {
  readonly queriesLeft: number
  /** What the model does with a prompt. */
  readonly task: string
  /** How its tokens are written, by their numbers. */
  readonly vocabulary: readonly string[]
  /** Names of the components that may be part of the circuit. */
  readonly components: readonly string[]
  /** Names of the choices of tokens that are replaced in corrupted prompts, the default one first. */
  readonly corruptions: readonly string[]
  /** Prompts with what they become when corrupted, all of one length. */
  readonly pairs: readonly Pair[]
  /** What was done so far. */
  done(): Done
}

export interface Done {
  /** Names of the components that were exchanged, rewired or differentiated. */
  readonly tested: ReadonlySet<string>
  /** Experiments that were refused. */
  readonly refused: number
}

export function openBox({ task, engine, shown }: CircuitTruth, meter: Meter): CircuitBox {
  /** The engine's own runs, which lead to its model. */
  const own = new WeakMap<Run, Run>()
  const isOwn = (run: Run): Run => {
    const found = own.get(run)
    if (!found) throw new InvalidQuery('expected a run of this box; got something else')
    return found
  }
  const facade = (run: Run): Run => {
    const shownRun = Object.freeze({
      prompts: run.prompts,
      read: run.read,
      logits: run.logits.slice(),
      at: (hook: Parameters<Run['at']>[0]) => asked(() => run.at(hook)),
    })
    own.set(shownRun, run)
    return shownRun
  }

  const tested = new Set<string>()
  let refused = 0
  const { shape } = task.model
  const nodes = nodesOf(shape)

  /** Charges a prompt each, unless what was asked for cannot be had. */
  async function charge<T>(prompts: Run['prompts'], what: Json, work: (engine: Engine) => T) {
    const keys = prompts.map((prompt) => [what, [...prompt]])
    let result: T | undefined
    const run = () => {
      result = work(engine())
      return keys
    }
    try {
      // It is tried first, as what is wrong with it must cost nothing; but not beyond the budget.
      if (keys.length <= meter.left) asked(run)
      await meter.run(
        keys,
        () => keys,
        () => '',
      )
    } catch (error) {
      refused++
      throw error
    }
    return result as T
  }

  return Object.freeze({
    get queriesLeft() {
      return meter.left
    },
    task: task.task,
    shape,
    vocabulary: task.vocabulary,
    components: nodes.map(nameOf),
    corruptions: task.corruptions,
    pairs: shown,
    run: async (...[prompts, read, options]: Parameters<Laboratory['run']>) =>
      facade(await charge(prompts, 'run', (model) => model.run(prompts, read, options))),
    done: () => ({ tested: new Set(tested), refused }),
    patch: async (base: Run, patches: readonly Patch[]) => {
      const inner = isOwn(base)
      const told = patches.map((patch) => ({
        ...patch,
        by: 'prompts' in patch.by ? isOwn(patch.by) : patch.by,
      }))
      const what = told.map(({ hook, positions = null }) => ({ hook: { ...hook }, positions }))
      const result = await charge(inner.prompts, what as Json, (model) => model.patch(inner, told))
      for (const { hook } of told)
        for (const node of nodes) if (isOf(hook, node)) tested.add(nameOf(node))
      return result
    },
    rewire: async (...[base, edges, other]: Parameters<Laboratory['rewire']>) => {
      const [inner, past] = [isOwn(base), isOwn(other)]
      const result = await charge(inner.prompts, edges.length, (model) =>
        model.rewire(inner, edges, past),
      )
      for (const { from } of edges) if (from !== 'embed') tested.add(nameOf(from))
      return result
    },
    gradients: async (...[base, byLogits, options]: Parameters<Laboratory['gradients']>) => {
      const inner = isOwn(base)
      const slopes = await charge(inner.prompts, 'backward', (model) =>
        model.gradients(inner, byLogits, options),
      )
      for (const node of nodes) tested.add(nameOf(node))
      return { at: (hook: Parameters<Run['at']>[0]) => asked(() => slopes.at(hook)) }
    },
  })
}

/** Whether an activation is one component's own. */
const isOf = ({ kind, layer, head }: HookPoint, node: Node): boolean =>
  layer === node.layer &&
  ('head' in node
    ? KINDS_OF_HEADS.has(kind) && (head === undefined || head === node.head)
    : ['mlp_in', 'pre', 'pre_linear', 'post', 'mlp_out'].includes(kind))

/** @throws InvalidQuery where the engine refuses what was asked of it. */
function asked<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidQuery(error.message, { cause: error })
    throw error
  }
}
