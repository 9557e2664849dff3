import process from 'node:process'
import { findConfig } from 'vitest-find/config'

// A test gives who answers the neurons, as JSON.
export default findConfig({
  root: import.meta.dirname,
  size: 6,
  interpreters: { induction: { module: '../../../interpreters/induction/index.ts' } },
  ...JSON.parse(process.env['NEURONS_CONFIG'] ?? '{}'),
})
