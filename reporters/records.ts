import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import type { TestCase } from 'vitest/node'
import { recordOf, recordsOf } from '../plugins/report/collect-run.ts'
import type { RunReport } from '../plugins/report/report-run.ts'
import { reasonOf } from '../plugins/setup/require-writable.ts'
import { tellFault } from '../plugins/setup/tell-fault.ts'
import { RunReporter } from '../plugins/report/run-reporter.ts'

/**
 * Writes `.find/runs/<time>-<seed>/records.jsonl`, a line per case as soon as it ends, so that
 * a run that is killed keeps what it has; and at the end the same in declared order, and
 * `.find/latest/summary.json`.
 */
export default class RecordsReporter extends RunReporter {
  #folder = ''
  #lost = false
  #appending: Promise<void> = Promise.resolve()

  onTestRunStart(): void {
    const { vitest } = this
    this.#lost = false
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
    if (this.#lost) return
    try {
      await mkdir(this.#folder, { recursive: true })
      await appendFile(join(this.#folder, 'records.jsonl'), line)
    } catch (cause) {
      this.#lose(cause)
    }
  }

  /** Told once: no case begins any more, and what was run is no whole run. */
  #lose(cause: unknown): void {
    this.#lost = true
    const fault = `what comes of the run cannot be written to ${this.#folder}: ${reasonOf(cause)}`
    for (const project of this.vitest.projects) tellFault(project, fault)
  }

  protected override async report(report: RunReport): Promise<void> {
    await this.#appending
    if (this.#lost) return
    try {
      await this.#write(report)
    } catch (cause) {
      this.#lose(cause)
    }
  }

  async #write({ run, summary }: RunReport): Promise<void> {
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
