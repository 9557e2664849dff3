import { resolve } from 'node:path'
import { findConfig } from '../../plugins/config.ts'

/** Language-model interpreters against the scripted model of demo/aia.ts. */
const model = { name: 'scientist', apiKeyEnv: 'DEMO_KEY' }

export default findConfig({
  root: resolve(import.meta.dirname, '../..'),
  size: 50,
  interpreters: {
    aia: { model, concurrency: 16 },
    exemplars: { model, concurrency: 16 },
  },
  // Made up, to show how cost is counted.
  prices: { scientist: { input: 0.25, output: 2 } },
})
