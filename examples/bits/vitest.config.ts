import { resolve } from 'node:path'
import { defaultReporters, findConfig } from 'vitest-find/config'

/** A benchmark of its own: a category, a suite, a scorer, two interpreters and a reporter. */
export default findConfig({
  root: import.meta.dirname,
  embedded: [],
  reporters: [...defaultReporters, resolve(import.meta.dirname, 'reporters/contradictions.ts')],
  interpreters: {
    table: { floors: { bits: { agreement: 1, solved: 1 } } },
    majority: {},
  },
})
