import { ascending, deviation, mean, shuffler } from 'd3-array'
import type { Tokenizer } from '../../library/checkpoints/index.ts'
import type { Engine, Run } from '../../library/transformer/engine.ts'
import type { Numbers, Shape } from '../../library/transformer/model.ts'
import { type Head, headsOf, nameOfHead } from './heads.ts'

const PROMPTS = 8
const REPEATED = 24
const ABLATED = [1, 2, 4, 8, 16]
const DRAWS = 10

/**
 * Prints how much each head attends, at a token that occurs again, to what followed it before, and
 * what the loss of the repetition is without those heads that do so most, beside as many others.
 */
export function induction(engine: Engine, tokenizer: Tokenizer, random: () => number): void {
  const { shape } = engine.model
  const words = wordsOf(tokenizer, shape.vocabulary)
  const prompts = Array.from({ length: PROMPTS }, () => {
    const some = Array.from({ length: REPEATED }, () => words[Math.floor(random() * words.length)]!)
    return [...some, ...some]
  })
  const [first, second] = [0, REPEATED].map((from) =>
    Array.from({ length: REPEATED - 1 }, (_, at) => from + at),
  ) as [number[], number[]]
  const once = lossOf(engine.run(prompts, first).logits, prompts, first)
  const run = engine.run(prompts, second)
  const heads = headsOf(shape)
  const scored = heads
    .map((head) => ({ ...head, score: scoreOf(run, head) }))
    .toSorted((a, b) => ascending(b.score, a.score))
  const twice = (logits: Numbers) => lossOf(logits, prompts, second)
  const without = (some: readonly Head[]) =>
    twice(
      engine.patch(
        run,
        some.map((hook) => ({ hook: { kind: 'z', ...hook }, by: meanOf(run, hook, shape) })),
      ).logits,
    )
  console.log(`
## Induction

${PROMPTS} prompts of ${REPEATED} random words of one token, twice. Loss of the first half ${once.toFixed(2)}, of the
second ${twice(run.logits).toFixed(2)} (nats a token).

| head | attention to what followed |
|---|---|`)
  for (const one of scored.slice(0, ABLATED.at(-1)))
    console.log(`| ${nameOfHead(one)} | ${one.score.toFixed(3)} |`)
  console.log(`
Heads at their mean over prompts and positions: the loss of the second half without those of the
highest scores, and without as many others (mean and sd of ${DRAWS} draws).

| heads | highest | others |
|---|---|---|`)
  const shuffle = shuffler(random)
  for (const count of ABLATED) {
    const others = Array.from({ length: DRAWS }, () =>
      without(shuffle(scored.slice(ABLATED.at(-1))).slice(0, count)),
    )
    const highest = without(scored.slice(0, count)).toFixed(2)
    console.log(
      `| ${count} | ${highest} | ${mean(others)!.toFixed(2)} ± ${deviation(others)!.toFixed(2)} |`,
    )
  }
}

/** Tokens that are a word after a blank. */
const wordsOf = (tokenizer: Tokenizer, vocabulary: number): readonly number[] =>
  Array.from({ length: vocabulary }, (_, token) => token).filter((token) =>
    /^ [a-z]{3,}$/.test(tokenizer.decode([token])),
  )

/** The attention from the repeated tokens to those after their first occurrences, on average. */
function scoreOf(run: Run, { layer, head }: Head): number {
  const pattern = run.at({ kind: 'pattern', layer, head })
  const positions = 2 * REPEATED
  return mean(
    run.prompts.flatMap((_, prompt) =>
      Array.from({ length: REPEATED - 1 }, (__, at) => {
        const query = (prompt * positions + REPEATED + at) * positions
        return pattern[query + at + 1]!
      }),
    ),
  )!
}

/** A head's output averaged over prompts and positions, [dHead]. */
function meanOf(run: Run, { layer, head }: Head, { dHead }: Shape): Numbers {
  const z = run.at({ kind: 'z', layer, head })
  const sums = new Float64Array(dHead)
  for (const [at, value] of z.entries()) sums[at % dHead]! += value
  return sums.map((sum) => (sum * dHead) / z.length)
}

/** The mean of -log p of the next token at the positions whose logits these are. */
function lossOf(
  logits: Numbers,
  prompts: readonly (readonly number[])[],
  positions: readonly number[],
): number {
  const vocabulary = logits.length / (prompts.length * positions.length)
  return mean(
    prompts.flatMap((prompt, number) =>
      positions.map((position, at) => {
        const start = (number * positions.length + at) * vocabulary
        const here = logits.subarray(start, start + vocabulary)
        let sum = 0
        for (const logit of here) sum += Math.exp(logit)
        return Math.log(sum) - here[prompt[position + 1]!]!
      }),
    ),
  )!
}
