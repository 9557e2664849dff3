import type { Graph } from './graph.ts'

const DAMPING = 0.85
const ITERATIONS = 25
/** Walks that are taken in one pass over the graph. */
const LANES = 16

/**
 * The stationary distribution of a walk that follows an edge with probability .85 and else starts
 * again at one of `seeds`, for each list of seeds; all nodes for an empty list.
 */
export function pageRanks(graph: Graph, lists: readonly (readonly number[])[]): Float32Array[] {
  const ranks: Float32Array[] = []
  for (let i = 0; i < lists.length; i += LANES)
    ranks.push(...walkTogether(graph, lists.slice(i, i + LANES)))
  return ranks
}

function walkTogether(
  { size, start, to, weight }: Graph,
  lists: readonly (readonly number[])[],
): Float32Array[] {
  const lanes = lists.length
  const origin = new Float32Array(size * lanes)
  lists.forEach((seeds, lane) => {
    const nodes = seeds.length > 0 ? seeds : Array.from({ length: size }, (_, i) => i)
    for (const node of nodes) origin[node * lanes + lane] = 1 / nodes.length
  })
  let now = origin.slice()
  let next = new Float32Array(now.length)
  for (let turn = 0; turn < ITERATIONS; turn++) {
    for (let i = 0; i < next.length; i++) next[i] = (1 - DAMPING) * origin[i]!
    for (let node = 0; node < size; node++) {
      const from = node * lanes
      for (let edge = start[node]!; edge < start[node + 1]!; edge++) {
        const share = DAMPING * weight[edge]!
        const target = to[edge]! * lanes
        for (let lane = 0; lane < lanes; lane++) next[target + lane]! += share * now[from + lane]!
      }
    }
    ;[now, next] = [next, now]
  }
  return lists.map((_, lane) => {
    const own = new Float32Array(size)
    for (let node = 0; node < size; node++) own[node] = now[node * lanes + lane]!
    return own
  })
}
