import { randomNormal, randomPoisson, randomUniform } from 'd3-random'
import type { Random } from '../../plugins/contracts.ts'

export interface Noise {
  /** What the noise adds on average. */
  readonly mean: number
  readonly description: string
  /** Draws noise less its mean. */
  centred(random: Random): () => number
}

export type NoiseKind = 'uniform' | 'normal' | 'poisson'

/** What noisy functions add to their output, anew at every call (FIND, section 3.1). */
export const NOISE: Readonly<Record<NoiseKind, Noise>> = {
  uniform: {
    mean: 0,
    description: 'uniform noise between -1 and 1',
    centred: (random) => randomUniform.source(random)(-1, 1),
  },
  normal: {
    mean: 0,
    description: 'normal noise with mean 0 and standard deviation 1',
    centred: (random) => randomNormal.source(random)(0, 1),
  },
  poisson: {
    mean: 1,
    description: 'Poisson noise with mean 1',
    centred(random) {
      const draw = randomPoisson.source(random)(1)
      return () => draw() - 1
    },
  },
}
