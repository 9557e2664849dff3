import { deviation, mean } from 'd3-array'
import type { Tokenizer } from '../../library/checkpoints/index.ts'
import type { Engine } from '../../library/transformer/engine.ts'
import type { Numbers } from '../../library/transformer/model.ts'
import { headsOf, nameOfHead, outstanding } from './heads.ts'
import { type IoiPrompt, ioiPrompts } from './ioi-prompts.ts'
import { besidePublished, isGpt2Small } from './published-ioi.ts'

/**
 * Prints how far each head, as it was in the clean run, brings the corrupted run back: 0 is the
 * corrupted run, 1 the clean one, by the difference of the logits of both answers.
 *
 * @param count prompts of each frame.
 */
export function ioi(
  engine: Engine,
  tokenizer: Tokenizer,
  count: number,
  random: () => number,
): void {
  const begun = performance.now()
  const groups = ioiPrompts(tokenizer, count, random)
  const clean: number[] = []
  const corrupted: number[] = []
  const heads = headsOf(engine.model.shape)
  const patched = heads.map((): number[] => [])
  for (const prompts of groups) {
    const last = [prompts[0]!.clean.length - 1]
    const runs = (['clean', 'corrupted'] as const).map((which) =>
      engine.run(
        prompts.map((prompt) => prompt[which]),
        last,
      ),
    )
    const [cleanRun, corruptedRun] = runs as [(typeof runs)[0], (typeof runs)[0]]
    clean.push(...differences(cleanRun.logits, prompts))
    corrupted.push(...differences(corruptedRun.logits, prompts))
    for (const [at, hook] of heads.entries()) {
      const { logits } = engine.patch(corruptedRun, [
        { hook: { kind: 'z', ...hook }, by: cleanRun },
      ])
      patched[at]!.push(...differences(logits, prompts))
    }
  }
  const [most, least] = [mean(clean)!, mean(corrupted)!]
  const right = clean.filter((difference) => difference > 0).length
  const seconds = (performance.now() - begun) / 1000
  const effects = heads.map((head, at) => ({
    ...head,
    score: (mean(patched[at]!)! - least) / (most - least),
  }))
  console.log(`
## Indirect object identification

${clean.length} prompts; the indirect object before the subject in ${right} of them. Difference of their
logits: ${figure(clean)} clean, ${figure(corrupted)} with the indirect object for the second subject
(mean and sd). ${heads.length} heads patched, clean into corrupted, ${((heads.length * clean.length) / seconds).toFixed(1)} sequences/s.

Heads further than 2 sd from the mean effect:

| head | effect |
|---|---|`)
  for (const one of outstanding(effects))
    console.log(`| ${nameOfHead(one)} | ${one.score.toFixed(3)} |`)
  if (isGpt2Small(engine.model.shape)) console.log(`\n${besidePublished(effects)}`)
}

/** logit(answer) - logit(other) of each prompt. */
function differences(logits: Numbers, prompts: readonly IoiPrompt[]): readonly number[] {
  const vocabulary = logits.length / prompts.length
  return prompts.map(
    ({ answer, other }, at) => logits[at * vocabulary + answer]! - logits[at * vocabulary + other]!,
  )
}

const figure = (values: readonly number[]) =>
  `${mean(values)!.toFixed(2)} ± ${deviation(values)!.toFixed(2)}`
