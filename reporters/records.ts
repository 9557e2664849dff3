import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import type { TestCase } from 'vitest/node'
import { recordOf, recordsOf } from '../plugins/report/collect-run.ts'
import type { RunReport } from '../plugins/report/report-run.ts'
import { RunReporter } from '../plugins/report/run-reporter.ts'

/**
 * Writes `.find/runs/<time>-<seed>/records.jsonl`, a line per case as soon as it ends, so that
 * a run that is killed keeps what it has; and at the end the same in declared order, and
 * `.find/latest/summary.json`.
 */
export default class RecordsReporter extends RunReporter {
  #folder = ''
  #appending: Promise<void> = Promise.resolve()

  onTestRunStart(): void {
    const { vitest } = this
    const seed = vitest.projects[0]?.getProvidedContext().find?.seed ?? 0
    const time = new Date().toISOString().replaceAll(/[:.]/g, '-')
    this.#folder = join(vitest.config.root, '.find', 'runs', `${time}-${seed}`)
    for (const project of vitest.projects) project.provide('findFolder', this.#folder)
  }

  onTestCaseResult(test: TestCase): Promise<void> {
    const record = recordOf(test)
    if (!record) return Promise.resolve()
    this.#appending = this.#append(this.#appending, `${JSON.stringify(record)}\n`)
    return this.#appending
  }

  /** One after the other: two appends at once could mix their lines. */
  async #append(before: Promise<void>, line: string): Promise<void> {
    await before
    await mkdir(this.#folder, { recursive: true })
    await appendFile(join(this.#folder, 'records.jsonl'), line)
  }

  protected override async report({ run, summary }: RunReport): Promise<void> {
    await this.#appending
    // A run that came to nothing leaves the latest one as it is.
    const records = recordsOf(run)
    if (records.length === 0) return
    const latest = join(this.vitest.config.root, '.find', 'latest')
    await mkdir(latest, { recursive: true })
    await mkdir(this.#folder, { recursive: true })
    const text = `${JSON.stringify(summary, null, 2)}\n`
    // All lines may be more than one string can hold.
    const lines = records.map((record) => `${JSON.stringify(record)}\n`)
    for (const folder of [this.#folder, latest]) {
      await writeWhole(join(folder, 'summary.json'), [text])
      await writeWhole(join(folder, 'records.jsonl'), chunksOf(lines))
    }
  }
}

/** Readers see the old file or the new one, never a part, and other runs write their own. */
async function writeWhole(path: string, text: Iterable<string>): Promise<void> {
  const part = `${path}.${process.pid}.part`
  await writeFile(part, text)
  await rename(part, path)
}

/** Few enough for one string, and enough that each write pays. */
const CHUNK = 100

function* chunksOf(lines: readonly string[]): Generator<string> {
  for (let i = 0; i < lines.length; i += CHUNK) yield lines.slice(i, i + CHUNK).join('')
}
