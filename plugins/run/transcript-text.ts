/** What a transcript says of an answer and of its scores. */
import type { Interpretation, Score } from '../contracts.ts'

/** An answer for people: what it says in language, then whatever else it has, part by part. */
export function answerText({ description, domain, ...parts }: Interpretation): string {
  const others = Object.entries(parts).map(
    ([name, part]) => `${name}: ${JSON.stringify(part, null, 2)}`,
  )
  return [description, `Domain: ${domain ?? 'none'}`, ...others].join('\n\n')
}

export function scoreText(scorer: string, score: Score): string {
  if (score.status !== 'scored') return `${scorer}: ${score.status}, ${score.reason}`
  const { value, detail, counterexample: wrong } = score
  const where = wrong
    ? `; at ${JSON.stringify(wrong.input)} expected ${JSON.stringify(wrong.expected)}, got ${JSON.stringify(wrong.got)}`
    : ''
  return `${scorer}: ${value} (${detail}${where})`
}
