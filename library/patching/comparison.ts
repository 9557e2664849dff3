/**
 * The two runs that activation patching compares (Zhang and Nanda, arXiv 2309.16042, section 2):
 * of the clean prompts, and of what they become when they are corrupted.
 */
import { randomNormal } from 'd3-random'
import type { Run } from '../transformer/engine.ts'
import type { Numbers } from '../transformer/model.ts'
import type { Laboratory } from './laboratory.ts'
import { metricNamed, type MetricName, type Reading } from './metric.ts'
import type { Pair } from './pair.ts'

/**
 * How prompts are corrupted: `tokens`, a choice of tokens replaced by others (symmetric token
 * replacement), or `noise`, Gaussian noise on the
 * embeddings of key tokens, three of their standard deviations wide (Meng et al., arXiv 2202.05262).
 */
export type Corruption =
  | { readonly kind: 'tokens'; readonly choice: string }
  | { readonly kind: 'noise'; readonly random: () => number }

export interface Comparison {
  readonly lab: Laboratory
  readonly clean: Run
  readonly corrupted: Run
  /** The metric of logits [pair, read, vocabulary], each at its pair's position: mean over pairs. */
  readonly measure: (logits: Numbers) => number
  /** The metric of each pair. */
  readonly measureEach: (logits: Numbers) => Float64Array
  /** Its derivative by these logits. */
  readonly byLogits: (logits: Numbers) => Float64Array
}

/** Standard deviations of Gaussian noise, in those of the embeddings. */
const NOISE = 3

/**
 * Runs pairs clean and corrupted: two forwards each.
 *
 * @param pairs of equal length.
 * @throws Error where a pair has no such corruption.
 */
export async function compare(
  lab: Laboratory,
  pairs: readonly Pair[],
  corruption: Corruption,
  metric: MetricName,
): Promise<Comparison> {
  const read = [...new Set(pairs.map(({ position }) => position))].toSorted((a, b) => a - b)
  const prompts = pairs.map((pair) => pair.clean)
  const others = pairs.map((pair) => corruptedOf(pair, corruption))
  const clean = await lab.run(prompts, read)
  const corrupted =
    corruption.kind === 'tokens'
      ? await lab.run(
          others.map(({ tokens }) => tokens),
          read,
        )
      : await lab.run(prompts, read, {
          embeddings: noised(clean, pairs, lab.shape.dModel, corruption.random),
        })

  const { vocabulary } = lab.shape
  const { value, derivative } = metricNamed(metric)
  const startOf = (pair: number) =>
    (pair * read.length + read.indexOf(pairs[pair]!.position)) * vocabulary
  const rowOf = (logits: Numbers, pair: number) =>
    logits.subarray(startOf(pair), startOf(pair) + vocabulary)
  const readings = pairs.map(({ answer }, i): Reading => ({
    answer,
    wrong: others[i]!.answer,
    clean: rowOf(clean.logits, i),
  }))
  const measureEach = (logits: Numbers) =>
    Float64Array.from(readings, (reading, i) => value(rowOf(logits, i), reading))
  return {
    lab,
    clean,
    corrupted,
    measureEach,
    measure: (logits) => meanOf(measureEach(logits)),
    byLogits(logits) {
      const gradient = new Float64Array(logits.length)
      readings.forEach((reading, i) => {
        const own = derivative(rowOf(logits, i), reading)
        gradient.set(
          own.map((slope) => slope / pairs.length),
          startOf(i),
        )
      })
      return gradient
    },
  }
}

const meanOf = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0) / values.length

/** What a pair becomes; of noise, whose answer the logit difference is from: the first. */
function corruptedOf({ corrupted }: Pair, corruption: Corruption) {
  const choices = Object.keys(corrupted)
  const choice = corruption.kind === 'tokens' ? corruption.choice : choices[0]!
  const found = corrupted[choice]
  if (!found)
    throw new Error(
      `corruption ${JSON.stringify(choice)}: expected a choice of tokens, ${choices.join(', ')}`,
    )
  return found
}

/** Embeddings [pair, position, dModel] with noise at the key positions. */
function noised(clean: Run, pairs: readonly Pair[], dModel: number, random: () => number) {
  const embeddings = Float64Array.from(clean.at({ kind: 'resid_pre', layer: 0 }))
  const mean = meanOf(embeddings)
  const variance = meanOf(embeddings.map((x) => (x - mean) ** 2))
  const draw = randomNormal.source(random)(0, NOISE * Math.sqrt(variance))
  const length = clean.prompts[0]!.length
  pairs.forEach(({ key }, pair) => {
    for (const position of key) {
      const start = (pair * length + position) * dModel
      for (let i = start; i < start + dModel; i++) embeddings[i]! += draw()
    }
  })
  return embeddings
}
