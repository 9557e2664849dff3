/** What a transformer is built from by hand: what heads and neurons read and write, by subspaces. */
import type { Part, Role } from '../../../plugins/categories/circuits/task.ts'

/** Dimensions of the residual stream that hold one thing. */
export interface Space {
  readonly start: number
  readonly size: number
}

/** A factor from each dimension to its like, or a matrix [size of the source, size of the target]. */
export type Linear = number | readonly (readonly number[])[]

/** Scores keys by what they hold times what the query holds, through `by`. */
export interface Match {
  readonly key: Space
  readonly queries: readonly (
    | { readonly query: Space; readonly by: Linear }
    /** What every position asks of a key of one dimension. */
    | { readonly query: 'always'; readonly by: number }
  )[]
}

/** What a head takes from where it attends to, and where it writes it. */
export interface Move {
  readonly from: Space
  readonly into: readonly { readonly to: Space; readonly by: Linear }[]
}

export interface HeadPlan {
  /** Their scores add up, before the softmax. */
  readonly matches: readonly Match[]
  readonly moves: readonly Move[]
}

/** Values by dimension of the residual stream. */
export type Holding = readonly (readonly [dimension: number, value: number])[]

/** A ReLU neuron. */
export interface Neuron {
  readonly reads: Holding
  readonly bias: number
  readonly writes: Holding
}

export interface LayerPlan {
  readonly heads?: readonly (HeadPlan & { readonly part: Part })[]
  readonly mlp?: { readonly neurons: readonly Neuron[]; readonly part: Part }
}

/** What heads and neurons beside the circuit do. */
export interface Distractors {
  /** What heads move: it depends on the prompt. */
  readonly move: readonly Space[]
  /** What heads attend by too. */
  readonly attend: readonly Space[]
  /** What they write, and later ones read. */
  readonly write: Space
  /** How much heads write of what they move: about as much as those of the circuit. */
  readonly length: number
  /** What of the circuit heads disturb, and how much. */
  readonly leak?: { readonly into: Space; readonly by: number }
}

export interface Plan {
  readonly heads: number
  readonly dHead: number
  readonly dMlp: number
  readonly dModel: number
  readonly layers: readonly LayerPlan[]
  /** By token. */
  readonly embeddings: readonly Holding[]
  /** By position. */
  readonly positions: readonly Holding[]
  /** By token: what its logit reads. */
  readonly logits: readonly { readonly reads: Holding; readonly bias: number }[]
  readonly distractors: Distractors
}

/** Subspaces side by side, and the width that they need. */
export function spaces<K extends string>(
  sizes: Readonly<Record<K, number>>,
): Readonly<Record<K, Space>> & { readonly width: number } {
  let width = 0
  const placed = Object.entries<number>(sizes).map(([name, size]) => {
    width += size
    return [name, { start: width - size, size }] as const
  })
  return { ...(Object.fromEntries(placed) as Record<K, Space>), width }
}

/** Where a dimension of a subspace is in the stream. */
export function dimension({ start, size }: Space, at = 0): number {
  if (at >= size) throw new Error(`a subspace of ${size} dimensions has no dimension ${at}`)
  return start + at
}

/** A subspace with these values. */
export const holding = (space: Space, values: readonly number[]): Holding =>
  values.map((value, i) => [dimension(space, i), value])

/** Where tokens hold something: in a dimension each, or all in the same one. */
export const oneEach = (space: Space, tokens: readonly number[]) => (token: number) =>
  tokens.includes(token) ? [[dimension(space, tokens.indexOf(token)), 1] as const] : []
export const allAlike = (space: Space, tokens: readonly number[]) => (token: number) =>
  tokens.includes(token) ? [[dimension(space), 1] as const] : []

/** Attends to the first token, save where flags are set: each takes `less` of the score from it. */
export const resting = (
  begin: Space,
  rest: number,
  ...flags: readonly (readonly [flag: Space, less: number])[]
): Match => ({
  key: begin,
  queries: [{ query: 'always', by: rest }, ...flags.map(([query, less]) => ({ query, by: -less }))],
})

/** A component of the circuit, which works for the answer. */
export const as = <T>(role: Role, what: T, sign: Part['sign'] = 1) => ({
  ...what,
  part: { role, sign },
})
