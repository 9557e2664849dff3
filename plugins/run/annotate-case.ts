import type { TestContext } from 'vitest'
import type { Exhibit } from '../records.ts'
import { cut } from '../utils/cut.ts'
import { answerText, queriesText, scoresText, truthText } from '../utils/case-text.ts'
import { visible } from '../utils/visible.ts'
import type { CaseResult } from './run-case.ts'
import { textPicture } from './text-picture.ts'

const QUERIES = 50

/** Shows a case on a page, Vitest's UI or its report: truth, answer, scores, queries, pictures. */
export async function annotateCase(
  { record, pictures = [] }: CaseResult,
  exhibit: Exhibit,
  annotate: TestContext['annotate'],
): Promise<void> {
  const draw = (title: string, message: string, svg: string) =>
    annotate(message, title, { contentType: 'image/svg+xml', body: svg, bodyEncoding: 'utf-8' })
  const tell = (title: string, text: string) =>
    draw(
      title,
      visible(cut(text.split('\n')[0]!.replace(/^description: /, ''), 500)),
      textPicture(cut(text)),
    )
  await tell('truth', truthText(exhibit))
  await tell('answer', answerText(record))
  // oxlint-disable-next-line no-await-in-loop -- one below the other
  for (const { title, svg } of pictures) await draw('picture', title, svg)
  if (record.state !== 'started') await tell('scores', scoresText(record))
  await tell('queries', queriesText(record, exhibit.queries, QUERIES))
}
