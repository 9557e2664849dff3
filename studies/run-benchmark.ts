import type {
  Category,
  FunctionSpec,
  Interpreter,
  RunRecord,
  Size,
  Suite,
} from '../plugins/contracts.ts'
import { runCase } from '../plugins/run-case.ts'
import { workerSandbox } from '../plugins/sandbox/worker-sandbox.ts'
import { settingsOf } from '../plugins/settings.ts'
import { selectSpecs } from '../plugins/select-specs.ts'

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
  interpreter: Interpreter | ((spec: FunctionSpec<C>) => Interpreter),
  { seed, size, queries = 5000 }: StudyOptions,
): Promise<RunRecord[]> {
  const sandbox = workerSandbox()
  const records: RunRecord[] = []
  for (const spec of selectSpecs(suite.specs(seed), size)) {
    const own = typeof interpreter === 'function' ? interpreter(spec) : interpreter
    const settings = settingsOf(own.name, { seed, size, queries })
    const kase = { suite, spec, interpreter: own, settings, sandbox, timed: false }
    records.push((await runCase(kase, new AbortController().signal)).record)
  }
  await sandbox.close()
  return records
}
