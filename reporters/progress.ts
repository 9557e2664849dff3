import { styleText } from 'node:util'
import type { Reporter, TestCase, TestModule, TestSpecification, Vitest } from 'vitest/node'
import type { RunRecord } from '../plugins/records.ts'
import { recordOf } from '../plugins/report/collect-run.ts'

/** Milliseconds until the first line; every later one takes twice as long, up to a limit. */
const FIRST = 30_000
const LONGEST = 600_000

/**
 * Tells how far a run is: on a terminal in the window of Vitest's default reporter, elsewhere, for
 * instance in CI, by a line now and then.
 */
export default class ProgressReporter implements Reporter {
  #vitest!: Vitest
  #tally = new Tally(0, 0)
  #timer: NodeJS.Timeout | undefined
  readonly #shown = new WeakSet<object>()

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.#tally = new Tally(specifications.length, performance.now())
    // Of Vitest, but not of its types: without it there are lines, as without a terminal.
    const { reporters = [] } = this.#vitest as { reporters?: readonly Windowed[] }
    const isShown = reporters.some((reporter) => this.#showIn(reporter))
    if (!isShown) this.#printLater(FIRST)
  }

  onTestModuleCollected(module: TestModule): void {
    const tests = [...module.children.allTests()]
    this.#tally.collect(tests.filter(({ options }) => options.mode === 'run').length)
  }

  onTestCaseResult(test: TestCase): void {
    const record = recordOf(test)
    if (record) this.#tally.end(record)
  }

  onTestRunEnd(): void {
    clearTimeout(this.#timer)
  }

  #printLater(wait: number): void {
    this.#timer = setTimeout(() => {
      this.#vitest.logger.log(styleText('dim', ` ${this.#tally.line(performance.now())}`))
      this.#printLater(Math.min(2 * wait, LONGEST))
    }, wait).unref()
  }

  /** Puts the line into the window of a reporter that has one; once, since it stays for reruns. */
  #showIn({ summary }: Windowed): boolean {
    if (typeof summary?.createSummary !== 'function') return false
    if (this.#shown.has(summary)) return true
    const create = summary.createSummary.bind(summary)
    summary.createSummary = () => {
      const lines = create()
      return [...lines.slice(0, -1), `      Cases  ${this.#tally.line(performance.now())}`, '']
    }
    this.#shown.add(summary)
    return true
  }
}

/** Vitest's default reporter, where it draws the last lines of a terminal anew. */
interface Windowed {
  readonly summary?: { createSummary?: () => string[] }
}

/** Counts of a run under way. */
export class Tally {
  readonly #files: number
  readonly #start: number
  #collected = 0
  #known = 0
  #done = 0
  #usd: number | null = null
  #last = ''
  readonly #solved = new Map<string, { sum: number; n: number }>()

  /** @param start when the run began, in milliseconds. */
  constructor(files: number, start: number) {
    this.#files = files
    this.#start = start
  }

  /** Notes that so many cases of one more file will run. */
  collect(cases: number): void {
    this.#collected++
    this.#known += cases
  }

  end(record: RunRecord): void {
    this.#done++
    this.#last = record.interpreter.name
    for (const usage of [record.usage, record.judge, record.neurons?.usage])
      if (usage?.paid.usd != null) this.#usd = (this.#usd ?? 0) + usage.paid.usd
    if (record.state !== 'interpreted') return
    const { score, apart } = record.scores.find(({ protocol }) => protocol === 'solved') ?? {}
    if (score?.status !== 'scored' || apart) return
    const { sum, n } = this.#solved.get(this.#last) ?? { sum: 0, n: 0 }
    this.#solved.set(this.#last, { sum: sum + score.value, n: n + 1 })
  }

  /** `120 of 480 cases (3 of 4 files read), 12.0/s, synthesis solved 95.0 %, paid $0.12`. */
  line(now: number): string {
    const seconds = Math.max(0.001, (now - this.#start) / 1000)
    const rate = this.#done / seconds
    const all = this.#collected >= this.#files
    const solved = this.#solved.get(this.#last)
    const left = (this.#known - this.#done) / rate
    return [
      `${this.#done} of ${this.#known} cases${all ? '' : ` (${this.#collected} of ${this.#files} files read)`}`,
      ...(this.#done > 0
        ? [
            rate >= 1 ? `${rate.toFixed(1)}/s` : `${(60 * rate).toFixed(1)}/min`,
            // What a file holds is known once it is read.
            ...(all ? [`${duration(left)} left`] : []),
          ]
        : []),
      ...(solved ? [`${this.#last} solved ${((100 * solved.sum) / solved.n).toFixed(1)} %`] : []),
      ...(this.#usd === null ? [] : [`paid $${this.#usd.toFixed(this.#usd < 1 ? 4 : 2)}`]),
    ].join(', ')
  }
}

const duration = (seconds: number): string =>
  seconds < 90
    ? `${Math.ceil(seconds)} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`
