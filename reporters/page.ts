import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { stripVTControlCharacters, styleText } from 'node:util'
import { groups } from 'd3-array'
import type { Row } from '../plugins/summary.ts'
import type { RunReport } from '../plugins/report/report-run.ts'
import { RunReporter } from '../plugins/report/run-reporter.ts'
import { fails } from '../plugins/report/verdicts.ts'
import { escaped } from '../plugins/utils/escaped.ts'
import { cellsOf, FULL } from './accuracy-table.ts'
import { type Change, changesOf } from './changes.ts'
import { legend } from './legend.ts'
import { STYLE } from './page-style.ts'

/** Writes `.find/latest/report.html`: tables and verdicts of a run, for a browser. */
export default class PageReporter extends RunReporter {
  protected override async report(report: RunReport): Promise<void> {
    if (report.summary.rows.length === 0) return
    const { root } = this.vitest.config
    const folder = join(root, '.find', 'latest')
    await mkdir(folder, { recursive: true })
    const path = join(folder, 'report.html')
    await writeFile(path, renderPage(report))
    this.vitest.logger.log(styleText('dim', ` page: ${relative(root, path)}`))
  }
}

/** A run as one page that needs nothing else. */
export function renderPage(report: RunReport): string {
  const { run, rows, notes, verdicts } = report.summary
  const title = `vitest-find, ${run.time.slice(0, 16).replace('T', ' ')}`
  const about = [
    `seed ${run.seed}, size ${run.size}`,
    ...(run.commit ? [`commit ${run.commit.slice(0, 10)}${run.dirty ? ', changed' : ''}`] : []),
    ...Object.entries(run.versions).map(([name, version]) => `${name} ${version}`),
  ].join(' · ')
  const sections = groups(rows, ({ interpreter }) => interpreter).map(([name, own]) =>
    [
      `<h2>${escaped(name)}</h2>`,
      table(own, changesOf(report, name)),
      list(
        notes.filter(({ interpreter }) => interpreter === name),
        ({ text, fault }) => ({ text, mark: fault ? 'bad' : '' }),
      ),
    ].join('\n'),
  )
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>`,
    // What a model wrote is escaped, and could not run even so.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<style>${STYLE}</style></head><body>`,
    `<h1>${escaped(title)}</h1>`,
    `<p class="about">${escaped(about)}</p>`,
    '<h2>Verdicts</h2>',
    list(verdicts, (verdict) => ({
      text: `${verdict.outcome} · ${verdict.interpreter} · ${verdict.message}`,
      mark: fails(verdict) ? 'bad' : 'good',
    })),
    ...(run.complete ? [] : [list(run.incomplete, (text) => ({ text, mark: 'bad' }))]),
    ...sections,
    '<h2>Legend</h2>',
    list(legend(rows, false), (text) => ({ text, mark: '' })),
    '</body></html>',
    '',
  ].join('\n')
}

function table(rows: readonly Row[], change: Change): string {
  const { head, cells } = cellsOf(rows, FULL, change)
  const body = cells.map((line) =>
    row('td', line, !stripVTControlCharacters(line[0]!).startsWith('  ')),
  )
  return `<table><thead>${row('th', head)}</thead><tbody>${body.join('\n')}</tbody></table>`
}

const row = (tag: 'th' | 'td', texts: readonly string[], isTotal = false) =>
  `<tr${isTotal ? ' class="total"' : ''}>${texts
    .map((text) => `<${tag}>${escaped(stripVTControlCharacters(text).trim())}</${tag}>`)
    .join('')}</tr>`

function list<T>(
  items: readonly T[],
  say: (item: T) => { readonly text: string; readonly mark: string },
): string {
  const lines = items
    .map(say)
    .map(({ text, mark }) => `<li class="${mark}">${escaped(text.trim())}</li>`)
  return lines.length === 0 ? '' : `<ul>${lines.join('\n')}</ul>`
}
