import { randomNormal } from 'd3-random'
import { belonging } from '../../library/world/concepts-of.ts'
import type { EntityTruth } from '../../plugins/categories/entities/index.ts'
import type { Question, Random } from '../../plugins/contracts.ts'
import { drawWords } from './words.ts'

/** Words that a function is judged at, by what they are to it. */
const POINTS = { high: 30, middle: 30, near: 20, low: 20 }

export interface EntityFunction {
  readonly concepts: readonly number[]
  readonly exemplars: readonly string[]
  /** Standard deviation of what every call adds; 0 of a function without noise. */
  readonly noise: number
  readonly questions: (random: Random) => Readonly<Record<string, readonly Question[]>>
}

/** The function as it runs. */
export function entityTruth({
  concepts,
  exemplars,
  noise,
  questions,
}: EntityFunction): EntityTruth {
  const f = belonging(concepts)
  const outputs = (words: readonly string[]) => words.map(f)
  return {
    expected: outputs,
    sample(words, random) {
      if (noise === 0) return outputs(words)
      const draw = randomNormal.source(random)(0, noise)
      return outputs(words).map((value) => Math.min(1, Math.max(0, value + draw())))
    },
    exemplars,
    questions,
    probes(random) {
      const words = drawWords(concepts, 'judged', POINTS, random)
      return Object.fromEntries(
        Object.entries(words).map(([title, inputs]) => {
          const expected = outputs(inputs)
          return [title, { inputs, expected, truth: expected }]
        }),
      )
    },
  }
}
