/** Cases of programs, for tests: as the harness runs them. */
import { readdirSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { truthOf } from '../../../plugins/categories/functions.ts'
import { numeric } from '../../../plugins/categories/numeric/index.ts'
import { openJail } from '../../../plugins/index.ts'
import { ModelConfig, modelSettings } from '../../../plugins/llm/model-settings.ts'
import { openModels } from '../../../plugins/llm/open-models.ts'
import type { RunRecord } from '../../../plugins/records.ts'
import type { CacheMode } from '../../../plugins/run-settings.ts'
import { loadInterpreter } from '../../../plugins/run/load-interpreter.ts'
import { runCase } from '../../../plugins/run/run-case.ts'
import { codeSandbox } from '../../../plugins/sandbox/sandbox.ts'
import { nmse } from '../../../plugins/scorers/nmse.ts'
import { settingsOf } from '../../../plugins/setup/settings.ts'
import { findProgram } from '../../../plugins/utils/find-program.ts'
import type { InterpreterFactory, Suite } from '../../../plugins/contracts.ts'
import command from '../index.ts'

/** Why there is no Python here, or no jail; null where there is. */
export const NO_PYTHON = findProgram('python3', ['/usr/bin', '/usr/local/bin'])
  ? null
  : 'there is no python3 in /usr/bin or /usr/local/bin'
const jail = openJail()
export const NO_JAIL = typeof jail === 'string' ? jail : null

/** A line, 3x - 1. */
const line = (inputs: Float64Array) => inputs.map((x) => 3 * x - 1)
const ANSWER = {
  description: 'a line',
  domain: null,
  code: { language: 'javascript' as const, source: 'function f(x){return 3*x-1}' },
}
const POINTS = Float64Array.of(-2, 0, 1.5, 100)

const LINES: Suite<'numeric'> = {
  name: 'lines',
  version: '1',
  category: numeric,
  variants: ['clean'],
  operators: ['linear'],
  scorers: [nmse()],
  unitTests: [],
  functions: () => [
    {
      id: 'f00000',
      variant: 'clean',
      operators: ['linear'],
      params: {},
      truth: () => ({
        ...truthOf(line, POINTS),
        probes: () => {
          const truth = line(POINTS)
          const set = { inputs: POINTS, expected: truth, truth }
          return { grid: set, fit: set }
        },
      }),
      ideal: () => ANSWER,
      questions: () => ({ inapplicable: 'nobody asks' }),
    },
  ],
}

export interface CaseChanges {
  readonly timeout?: number
  readonly queries?: number
  /** The interpreter, where it is not `command`. */
  readonly factory?: InterpreterFactory
  /** Its model, as the config has it, and the folder that its answers are kept in. */
  readonly model?: z.input<typeof ModelConfig>
  readonly folder?: string
  readonly cache?: CacheMode
  /** Another suite, the first function of which is asked for. */
  readonly suite?: Suite<'numeric'>
}

/** What the harness records of a program on the line 3x - 1. */
export async function recordOf(
  options: object,
  {
    timeout = 60_000,
    queries = 100,
    factory = command,
    model,
    folder = '',
    cache = 'on',
    suite = LINES,
  }: CaseChanges = {},
): Promise<RunRecord> {
  const known = { concurrency: 4, env: process.env, prices: {} }
  const own = model ? modelSettings(ModelConfig.parse(model), known) : null
  const base = settingsOf(factory.name, { folder, cache })
  const settings = { ...base, interpreter: { ...base.interpreter, timeout, queries, model: own } }
  const sandbox = codeSandbox()
  const { record } = await runCase(
    {
      suite,
      fn: suite.functions(0)[0]!,
      trial: 0,
      interpreter: loadInterpreter(factory, { name: factory.name, module: 'under test', options }),
      settings,
      sandbox,
      models: openModels(settings, folder),
      timed: false,
    },
    new AbortController().signal,
  )
  await sandbox.close()
  return record
}

/** Numbers of the processes whose arguments hold this text, once there are none or time is up. */
export async function processesWith(text: string, patience = 5000): Promise<number[]> {
  const until = performance.now() + patience
  for (;;) {
    const found = readdirSync('/proc').flatMap((name) =>
      /^\d+$/.test(name) && argumentsOf(name).includes(text) ? Number(name) : [],
    )
    if (found.length === 0 || performance.now() > until) return found
    await sleep(20)
  }
}

function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  } catch {
    return ''
  }
}
