import type {
  Category,
  FunctionSpec,
  Interpreter,
  RunRecord,
  RunSettings,
  Size,
  Suite,
} from '../plugins/contracts.ts'
import { runCase } from '../plugins/run-case.ts'
import { workerSandbox } from '../plugins/sandbox/worker-sandbox.ts'
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
    const settings: RunSettings = {
      seed,
      size,
      assert: null,
      interpreter: {
        name: own.name,
        module: '',
        queries,
        timeout: 60_000,
        concurrency: 1,
        floors: {},
      },
    }
    const kase = { suite, spec, interpreter: own, settings, sandbox, timed: false }
    records.push((await runCase(kase, new AbortController().signal)).record)
  }
  await sandbox.close()
  return records
}
