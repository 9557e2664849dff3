import { styleText } from 'node:util'
import { groups } from 'd3-array'
import { FEW, functionOf, type RunRecord } from '../plugins/records.ts'
import type { Run } from '../plugins/report/collect-run.ts'
import { answerText, queriesText, scoresText, truthText } from '../plugins/utils/case-text.ts'
import { cut } from '../plugins/utils/cut.ts'
import { visible } from '../plugins/utils/visible.ts'
import { wrap } from '../plugins/utils/wrap.ts'

const QUERIES = 6
/** Lines of a section: a table of points has no end. */
const LINES = 40

/** The functions of a run that is of few, each in full; null where they are more or none. */
export function renderCases(run: Run, width: number): string | null {
  const cases = run.interpreters.flatMap(({ records, exhibits }) =>
    records.map((record) => ({ record, exhibit: exhibits.get(record) })),
  )
  const functions = groups(cases, ({ record }) => functionOf(record))
  if (functions.length === 0 || functions.length > FEW) return null
  const lines = functions.flatMap(([name, own]) => {
    const [{ record }] = own as [(typeof own)[number]]
    const exhibit = own.find((one) => one.exhibit)?.exhibit
    return [
      '',
      ` ${styleText('bold', name)} ${dim([record.variant, ...record.operators].join(', '))}`,
      ...(exhibit ? section('truth', truthText(exhibit), width) : []),
      ...own.flatMap((one) => [
        '',
        ` ${styleText('bold', nameOf(one.record))}`,
        ...section('answer', answerText(one.record), width),
        ...(one.record.state === 'started' ? [] : section('scores', scoresText(one.record), width)),
        ...section('queries', queriesText(one.record, one.exhibit?.queries ?? [], QUERIES), width),
        ...(one.exhibit?.charts ?? []).flatMap((chart) => ['', ...indented(chart.split('\n'))]),
      ]),
    ]
  })
  return [...lines, ''].join('\n')
}

function nameOf({ interpreter, trial }: RunRecord): string {
  const label = interpreter.label ? dim(` (${interpreter.label})`) : ''
  return `${interpreter.name}${trial > 0 ? ` trial ${trial + 1}` : ''}${label}`
}

function section(title: string, text: string, width: number): string[] {
  const lines = visible(cut(text))
    .split('\n')
    .flatMap((line) => wrap(`   ${line}`, width))
  const more = lines.length - LINES
  return [
    ` ${dim(title)}`,
    ...lines.slice(0, LINES),
    ...(more > 0 ? [dim(`   … ${more} more lines, see .find/latest/records.jsonl`)] : []),
  ]
}

const indented = (lines: readonly string[]) => lines.map((line) => `   ${line}`)
const dim = (text: string) => styleText('dim', text)
