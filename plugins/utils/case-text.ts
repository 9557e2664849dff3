/** A case in words, for terminals and pages. Nothing of it is escaped yet. */
import type { Exhibit, RunRecord, ScoreEntry } from '../records.ts'
import { answerParts } from './answer-parts.ts'

/** The truth, as the answer of an ideal interpreter. */
export const truthText = ({ truth }: Exhibit): string => partsText(answerParts(truth))

/** What an interpreter answered, or why it did not. */
export function answerText(record: RunRecord): string {
  const answer = 'interpretation' in record ? record.interpretation : undefined
  const given = answer ? [partsText(answerParts(answer))] : []
  if (record.state === 'failed') {
    const { kind, message, raw } = record.error
    return [`${kind} failure: ${message}`, ...(raw ? [`wrote: ${raw}`] : []), ...given].join('\n')
  }
  return given[0] ?? 'no answer'
}

/** Scores that apply, a line each, with what decided them. */
export const scoresText = ({ scores }: { readonly scores: readonly ScoreEntry[] }): string =>
  scores.flatMap(scoreLines).join('\n')

function scoreLines({ scorer, protocol, score }: ScoreEntry): string[] {
  if (score.status === 'inapplicable') return []
  const title = protocol === 'solved' ? scorer : `${scorer} (${protocol})`
  if (score.status === 'unscored') return [`– ${title}: unscored, ${score.reason}`]
  const sign = score.value === 1 ? '✓' : score.value === 0 ? '✗' : '~'
  const { counterexample: wrong } = score
  return [
    `${sign} ${title}: ${Number(score.value.toFixed(4))}${score.detail ? `, ${score.detail}` : ''}`,
    ...(wrong
      ? [
          `    at ${JSON.stringify(wrong.input)} expected ${JSON.stringify(wrong.expected)}, got ${
            wrong.got === null ? 'no valid output' : JSON.stringify(wrong.got)
          }`,
        ]
      : []),
  ]
}

/** How many queries were made, and the first of them, a line each. */
export function queriesText(
  { queries }: RunRecord,
  shown: Exhibit['queries'],
  most: number,
): string {
  const { count, distinct, experiments, budget } = queries
  const first = shown.slice(0, most).map(([input, output]) => `${input} → ${output}`)
  return [
    `${count} of ${budget}, ${distinct} distinct, in ${experiments} ${experiments === 1 ? 'experiment' : 'experiments'}`,
    ...first,
    ...(first.length > 0 && first.length < count ? [`… and ${count - first.length} more`] : []),
  ].join('\n')
}

/** A part a paragraph; a short one in its line, code and lists below their title. */
const partsText = (parts: ReturnType<typeof answerParts>): string =>
  parts
    .map(({ title, text }) =>
      text.includes('\n') || /[(]/.test(title)
        ? `${title}:\n${indented(text)}`
        : `${title}: ${text}`,
    )
    .join('\n')

const indented = (text: string) => text.replaceAll(/^/gm, '  ')
