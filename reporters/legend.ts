import type { Row } from '../plugins/summary.ts'
import { isOfJudge, titlesOf } from './accuracy-table.ts'
import { renderClaims } from './claims-table.ts'
import { referenceFigures } from './reference-figures.ts'

/** The published score, by category. */
const PAPER: Readonly<Record<string, string>> = {
  numeric: 'numbers: NMSE < 0.1',
  strings: 'strings: exact match',
  entities: 'words: the embedded judge’s unit test',
  relations: 'words: the embedded judge’s unit test',
  circuits: 'circuits: AUROC over heads and MLPs',
}

/** What columns say that not all tables have; those of a line that no suite has are left out. */
const COLUMNS: readonly (readonly [titles: readonly string[], meaning: string])[] = [
  [['fit', 'beyond'], 'about right in the queried domain and beyond, %'],
  [['inside', 'outside'], 'about right inside and outside of what is corrupted, %'],
  [['named'], 'names concepts that are known, %'],
  [
    ['iou', 'complete', 'minimal'],
    'of the chosen circuit, overlap with the true one, how little the rest does, and how many of its components it needs, %',
  ],
  [['cpr', 'cmd'], 'of the ranking, area under its faithfulness, and 1 - CMD, %'],
  [['roles'], 'components of the circuit whose role is right, %'],
  [['twin'], 'told from its twin, whose wiring differs in one head, %'],
  [['tested'], 'chosen components that an experiment was made on, %'],
]

/**
 * What the columns of tables of these rows say, and published figures to read them against.
 *
 * @param short whether their heads are cut to three letters.
 */
export function legend(rows: readonly Row[], short: boolean): string[] {
  const had = new Set(titlesOf(rows))
  const scores = [...new Set(rows.flatMap(({ category }) => PAPER[category] ?? []))]
  const headOf = (title: string) =>
    short && title.length > 3 ? `${title.slice(0, 3)}(${title.slice(3)})` : title
  const columns = COLUMNS.flatMap(([titles, meaning]) => {
    const own = titles.filter((title) => had.has(title))
    return own.length === 0 ? [] : [` ${own.map(headOf).join(', ')}: ${meaning}`]
  })
  return [
    ` paper: the published score${scores.length > 0 ? ` (${scores.join('; ')})` : ''}, %; ceiling: that of the truth`,
    ' solved: every strict score holds, %',
    ...columns,
    short
      ? ' query, ms: median per function; ns: per call of a function; Δ: points of solved to the baseline'
      : ' queries, ms: median per function; ns/call: of a function; Δ baseline: points of solved',
    ...(renderClaims(rows) === null
      ? []
      : [
          ' claims: Brier score of stated confidences (0 is best); sure: of 0.9 and more; wrong: of these, %; told: local departures, %; false alarms: where there is none, %',
        ]),
    ...(rows.some(isOfJudge)
      ? [
          ' judge: FIND’s unit test of descriptions, %; twin: the same among functions of the same kind; chance: 33.3',
        ]
      : []),
    ...referenceFigures([...new Set(rows.map(({ suite }) => suite))]),
  ]
}
