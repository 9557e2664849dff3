import process from 'node:process'
import { findConfig } from 'vitest-find/config'

// A test gives the settings of the interpreters, and of the judge, as JSON.
export default findConfig({
  root: import.meta.dirname,
  embedded: [],
  size: 10,
  ...JSON.parse(process.env['AGENTS_CONFIG'] ?? '{"interpreters":{}}'),
})
