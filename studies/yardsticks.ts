/** Answers that show what a score is worth: the truth at one end, memory at the other. */
import type { Category, Interpreter, Suite } from '../plugins/contracts.ts'
import type { RunRecord } from '../plugins/records.ts'
import { oracle } from '../plugins/testing/test-suite.ts'
import { runBenchmark, type StudyOptions } from './run-benchmark.ts'

/** The ceiling: every answer is the ideal one. */
export const runOracle = <C extends Category>(
  suite: Suite<C>,
  options: StudyOptions,
): Promise<RunRecord[]> => runBenchmark(suite, (fn) => oracle(fn)(), options)

const EXAMPLES = ['Hello', 'World', 'test', 'abc', 'ABC', '123', 'a b', 'Python', 'x', 'The end']

/** A table of ten examples, and the input itself for every other. */
export const examplesTable: Interpreter = {
  name: 'table of 10',
  version: '1',
  deterministic: true,
  interpret: {
    async strings(box) {
      const outputs = await box.queryAll(EXAMPLES)
      const table = JSON.stringify(Object.fromEntries(EXAMPLES.map((s, i) => [s, outputs[i]])))
      const source = `const t=${table};function f(x){return x in t?t[x]:x}`
      return { description: 'a table', domain: null, code: { language: 'javascript', source } }
    },
  },
}
