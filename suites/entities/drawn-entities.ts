import { world } from '../../library/world/index.ts'
import { nearness } from '../../library/world/kinship.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { pick, shuffled } from '../strings/draw.ts'

/** FIND's numbers (arXiv 2309.03886, section 3.3). */
const ONE = 140
const TWO = 60
/** Two concepts of one function are no nearer than that: else they would be one. */
const APART = 0.2

export interface DrawnEntity {
  /** Its number in the suite. */
  readonly number: number
  /** Numbers of its concepts in the world: one or two. */
  readonly concepts: readonly number[]
}

const drawable = () => world().concepts.flatMap(({ drawn }, concept) => (drawn ? [concept] : []))

/** The functions of a seed: 140 of one concept, no two alike, and 60 of two. */
export const drawnEntities = perSeed((seed): readonly DrawnEntity[] => {
  const random = randomStream(seed, 'entities')
  const concepts = drawable()
  const one = shuffled(random, concepts)
    .slice(0, ONE)
    .map((concept) => [concept])
  const two = new Map<string, readonly number[]>()
  while (two.size < TWO) {
    const pair = [pick(random, concepts), pick(random, concepts)].toSorted((a, b) => a - b)
    if (nearness(pair[0]!, pair[1]!) < APART) two.set(pair.join(), pair)
  }
  return [...one, ...two.values()].map((own, number) => ({ number, concepts: own }))
})

/** The tag of a concept: its label, as one word. */
export const conceptTag = (concept: number) => world().concepts[concept]!.label.replaceAll(' ', '_')

export const operators = (): readonly string[] => drawable().map(conceptTag)
