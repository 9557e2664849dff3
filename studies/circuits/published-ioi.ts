import { auroc, nullDeviation } from '../../library/patching/ranking.ts'
import type { Shape } from '../../library/transformer/model.ts'
import { nameOfHead, type ScoredHead } from './heads.ts'

/** The circuit of GPT-2 small for this task (Wang et al., arXiv 2211.00593, figure 2): 26 heads. */
export const PUBLISHED: Readonly<Record<string, string>> = {
  'name mover': '9.6 9.9 10.0',
  'negative name mover': '10.7 11.10',
  'backup name mover': '9.0 9.7 10.1 10.2 10.6 10.10 11.2 11.9',
  'S-inhibition': '7.3 7.9 8.6 8.10',
  induction: '5.5 5.8 5.9 6.9',
  'duplicate token': '0.1 0.10 3.0',
  'previous token': '2.2 4.11',
}

/** Whether a model has the shape of GPT-2 small. */
export const isGpt2Small = ({ layers, heads, dModel, vocabulary }: Shape): boolean =>
  layers === 12 && heads === 12 && dModel === 768 && vocabulary === 50_257

/** How well these scores tell the published heads from the others, in words. */
export function besidePublished(scored: readonly ScoredHead[]): string {
  const published = new Set(Object.values(PUBLISHED).flatMap((heads) => heads.split(' ')))
  const ranked = scored.map((one) => ({
    isPart: published.has(nameOfHead(one)),
    score: Math.abs(one.score),
  }))
  const chance = nullDeviation(ranked).toFixed(2)
  return `AUROC of the effects' sizes against the published circuit of ${published.size} heads: ${auroc(ranked).toFixed(3)} (chance 0.5 ± ${chance}).`
}
