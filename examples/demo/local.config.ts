import { resolve } from 'node:path'
import process from 'node:process'
import { findConfig } from '../../plugins/config.ts'

/** Language-model interpreters, in both dialects, against the model of demo/local.ts. */
const model = {
  name: process.env['DEMO_MODEL'] ?? 'local',
  apiKeyEnv: 'DEMO_KEY',
  // Small models go in circles, and are stopped here.
  maxOutputTokens: 2048,
}
const aia = { module: 'interpreters/aia/index.ts', model, concurrency: 1 }
const exemplars = { module: 'interpreters/exemplars.ts', model, concurrency: 1 }

export default findConfig({
  root: resolve(import.meta.dirname, '../..'),
  size: 10,
  interpreters: {
    aia,
    'aia-text': { ...aia, options: { dialect: 'text' } },
    exemplars,
    'exemplars-text': { ...exemplars, options: { dialect: 'text' } },
  },
})
