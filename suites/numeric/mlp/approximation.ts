import { createHash } from 'node:crypto'
import { randomStream } from '../../../plugins/utils/random.ts'
import {
  compile,
  equispaced,
  lawDomain,
  lawExpression,
  sourceOf,
  type Law,
} from '../../../library/numeric/index.ts'
import type { Samples } from './prefix-sums.ts'
import { PROTOCOL } from './protocol.ts'
import { train } from './train.ts'

/** A network to be had: what it approximates, and the name of its random stream. */
export interface Approximation {
  readonly id: string
  readonly seed: number
  readonly law: Law
}

/** Names a network by all that decides its weights. */
export function approximationKey({ id, seed, law }: Approximation): string {
  return createHash('sha256')
    .update(JSON.stringify([PROTOCOL, seed, id, lawDomain(law), lawExpression(law)]))
    .digest('hex')
    .slice(0, 16)
}

/** What the network is trained on. */
export function trainingSamples(law: Law): Samples {
  const [low, high] = lawDomain(law)
  const xs = equispaced(low, high, PROTOCOL.points)
  const targets = compile(sourceOf(lawExpression(law))).all(xs)
  return { low, spacing: (high - low) / (PROTOCOL.points - 1), targets }
}

export function trainApproximation({ id, seed, law }: Approximation): Float32Array {
  return train(trainingSamples(law), PROTOCOL, randomStream(seed, id, 'network'))
}
