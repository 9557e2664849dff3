import { attribute } from '../../library/patching/attribution.ts'
import { compare, type Comparison } from '../../library/patching/comparison.ts'
import {
  acdc,
  byLargestEdge,
  edgeAttributions,
  type EdgeEffect,
  edgeName,
  edgesOf,
  pathEffects,
} from '../../library/patching/edges.ts'
import {
  ablationsOf,
  type Direction,
  DIRECTIONS,
  type Effect,
  effectsOf,
  windowsOf,
} from '../../library/patching/effects.ts'
import { bootstrapRanks, meanRanks } from '../../library/patching/ranks.ts'
import { GIM } from '../../library/transformer/engine.ts'
import type { Node } from '../../library/transformer/nodes.ts'
import type { CircuitBox } from '../../plugins/categories/circuits/index.ts'
import type { Role } from '../../plugins/categories/circuits/task.ts'
import type { Random } from '../../plugins/contracts.ts'
import { isAblation, type Options } from './options.ts'
import { rolesOf } from './roles.ts'

/** What a method found out. */
interface Found {
  /** An effect for each component. */
  readonly effects: readonly number[]
  readonly edges?: Readonly<Record<string, number>>
  /** What its reader should know. */
  readonly remark: string | null
  /** What the components do, as far as their attention tells. */
  readonly roles: readonly (Role | null)[]
}

/** Runs the method on as many pairs as the budget of the box has room for. */
export async function findEffects(
  box: CircuitBox,
  nodes: readonly Node[],
  options: Options,
  random: Random,
): Promise<Found> {
  const { method, corruption, metric } = options
  const none = nodes.map(() => null)
  if (method === 'random')
    return { effects: nodes.map(() => 2 * random() - 1), remark: null, roles: none }
  const room = Math.floor(box.queriesLeft / costOf(box, nodes, options))
  const pairs = box.pairs.slice(0, Math.max(1, Math.min(options.pairs, room)))
  const comparison = await compare(
    box,
    pairs,
    corruption === 'noise'
      ? { kind: 'noise', random }
      : { kind: 'tokens', choice: tokensOf(corruption) ?? box.corruptions[0]! },
    metric,
  )
  const found = await effectsBy(comparison, box, nodes, options, random)
  return { ...found, roles: rolesOf(comparison.clean, nodes, found.effects) }
}

/** The choice of tokens that is named, if one is. */
const tokensOf = (corruption: string | undefined) =>
  isAblation(corruption) ? undefined : corruption

/** Queries a pair. */
function costOf(box: CircuitBox, nodes: readonly Node[], options: Options): number {
  const sweep = nodes.length * options.sites.length * (options.direction === 'both' ? 2 : 1)
  const gradients = options.direction === 'both' ? 2 : 1
  const integrated = 2 * options.steps * gradients
  const costs: Record<Options['method'], number> = {
    patching: sweep,
    atp: gradients,
    'atp-ig': integrated,
    eap: gradients,
    'eap-ig': integrated,
    gim: gradients,
    path: edgesOf(box.shape).length * gradients,
    acdc: edgesOf(box.shape).length,
    ensemble: sweep + 2 * integrated,
    bootstrap: sweep,
    random: 0,
  }
  return 2 + costs[options.method]
}

async function effectsBy(
  comparison: Comparison,
  box: CircuitBox,
  nodes: readonly Node[],
  options: Options,
  random: Random,
): Promise<Omit<Found, 'roles'>> {
  const byPatching = () => patchNodes(comparison, box, nodes, options)
  const byGradients = async (steps: number) => {
    const found = await inDirections(options, (direction) =>
      attribute(comparison, nodes, { direction, steps }),
    )
    return {
      effects: largest(found.map(({ effects }) => effects)),
      remark:
        steps === 0
          ? null
          : `Attributions of the embeddings miss their sum by ${(100 * found[0]!.gap).toFixed(1)} % (completeness gap).`,
    }
  }
  const byEdges = async (steps: number) => {
    const found = await inDirections(options, (direction) =>
      edgeAttributions(comparison, { direction, steps }),
    )
    return withEdges(nodes, found)
  }
  switch (options.method) {
    case 'patching':
      return { effects: (await byPatching()).map(({ effect }) => effect), remark: null }
    case 'atp':
      return byGradients(0)
    case 'atp-ig':
      return byGradients(options.steps)
    case 'gim': {
      const found = await inDirections(options, (direction) =>
        attribute(comparison, nodes, { direction, steps: 0, backward: GIM }),
      )
      return { effects: largest(found.map(({ effects }) => effects)), remark: null }
    }
    case 'eap':
      return byEdges(0)
    case 'eap-ig':
      return byEdges(options.steps)
    case 'path': {
      const edges = edgesOf(box.shape)
      const room = Math.floor(box.queriesLeft / comparison.clean.prompts.length)
      const found = await inDirections(options, (direction, share) =>
        pathEffects(comparison, edges.slice(0, Math.floor(room * share)), direction),
      )
      return withEdges(nodes, found, tried(found[0]!.length, edges.length))
    }
    case 'acdc': {
      const threshold = options.threshold === '2sd' ? 0.02 : options.threshold
      const room = Math.floor(box.queriesLeft / comparison.clean.prompts.length)
      return withEdges(nodes, [await acdc(comparison, threshold, room)])
    }
    case 'ensemble': {
      const ranked = [
        (await byPatching()).map(({ effect }) => effect),
        (await byGradients(options.steps)).effects,
        (await byEdges(options.steps)).effects,
      ]
      return { effects: meanRanks(ranked), remark: 'Scores are mean ranks, from 0 to 1.' }
    }
    case 'bootstrap': {
      const each = (await byPatching()).map((one) => one.each)
      return {
        effects: bootstrapRanks(each, random),
        remark: 'Scores are mean ranks over resamples of the pairs, from 0 to 1.',
      }
    }
    default:
      throw new Error(`method ${options.method} has no effects`)
  }
}

/** Each component by itself, or as the middle of a window; what the budget has no room for is 0. */
async function patchNodes(
  comparison: Comparison,
  box: CircuitBox,
  nodes: readonly Node[],
  { corruption, sites, window, ...options }: Options,
): Promise<readonly Effect[]> {
  const pairs = comparison.clean.prompts.length
  const exchanges = windowsOf(nodes, window)
  const byHook: (readonly Effect[])[] = []
  for (const hook of sites) {
    const asked = exchanges.map((exchange) => ({ ...exchange, hook }))
    // oxlint-disable-next-line no-await-in-loop -- what is left is known behind each
    const found = await inDirections(options, (direction, share) => {
      const some = asked.slice(0, Math.floor((share * box.queriesLeft) / pairs))
      return isAblation(corruption)
        ? ablationsOf(comparison, some, corruption)
        : effectsOf(comparison, some, direction)
    })
    byHook.push(...found)
  }
  const nothing: Effect = { effect: 0, each: new Float64Array(pairs), changed: false }
  return nodes.map((_, i) =>
    byHook
      .map((effects) => effects[i] ?? nothing)
      .reduce((a, b) => (Math.abs(b.effect) > Math.abs(a.effect) ? b : a)),
  )
}

/** @param work is told a direction, and the share of what is left that it may use. */
async function inDirections<T>(
  { direction }: Pick<Options, 'direction'>,
  work: (direction: Direction, share: number) => Promise<T>,
): Promise<T[]> {
  if (direction !== 'both') return [await work(direction, 1)]
  const [first, second] = DIRECTIONS
  return [await work(first, 0.5), await work(second, 1)]
}

function withEdges(
  nodes: readonly Node[],
  found: readonly (readonly EdgeEffect[])[],
  remark: string | null = null,
) {
  const edges = new Map<string, number>()
  for (const { edge, effect } of found.flat()) {
    const name = edgeName(edge)
    if (Math.abs(effect) > Math.abs(edges.get(name) ?? 0)) edges.set(name, effect)
  }
  return {
    effects: largest(found.map((effects) => byLargestEdge(nodes, effects))),
    edges: Object.fromEntries(edges),
    remark,
  }
}

const tried = (some: number, all: number) =>
  some === all ? null : `${some} of ${all} edges were tried: the budget had room for no more.`

/** The largest by size of each component. */
const largest = (effects: readonly (readonly number[])[]): readonly number[] =>
  effects.reduce((a, b) => a.map((x, i) => (Math.abs(b[i]!) > Math.abs(x) ? b[i]! : x)))
