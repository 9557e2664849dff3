import type { Category, FindFunction, Interpreter, Suite } from '../plugins/contracts.ts'
import type { RunRecord } from '../plugins/records.ts'
import type { Size } from '../plugins/run-settings.ts'
import { NO_MODELS } from '../plugins/llm/open-models.ts'
import { runCase } from '../plugins/run/run-case.ts'
import { codeSandbox } from '../plugins/sandbox/sandbox.ts'
import { settingsOf } from '../plugins/setup/settings.ts'
import { selectFunctions } from '../plugins/run/select-functions.ts'

export interface StudyOptions {
  readonly seed: number
  readonly size: Size
  /** Queries the interpreter may ask of one function. */
  readonly queries?: number
}

/**
 * Runs an interpreter on a suite in this process, without Vitest: for studies that run the
 * benchmark many times over.
 */
export async function runBenchmark<C extends Category>(
  suite: Suite<C>,
  interpreter: Interpreter | ((fn: FindFunction<C>) => Interpreter),
  { seed, size, queries = 5000 }: StudyOptions,
): Promise<RunRecord[]> {
  const sandbox = codeSandbox()
  const records: RunRecord[] = []
  for (const fn of selectFunctions(suite.functions(seed), size)) {
    const own = typeof interpreter === 'function' ? interpreter(fn) : interpreter
    const settings = settingsOf(own.name, { seed, size, queries })
    const kase = { suite, fn, trial: 0, interpreter: own, settings, sandbox, models: NO_MODELS }
    records.push((await runCase({ ...kase, timed: false }, new AbortController().signal)).record)
  }
  await sandbox.close()
  return records
}
