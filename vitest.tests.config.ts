import { requireNode } from './plugins/require-node.ts'
import { defineConfig } from 'vitest/config'

requireNode()

/** The harness's own tests (`npm test`); the benchmark itself is vitest.config.ts. */
export default defineConfig({
  test: {
    include: ['{fixtures,plugins,suites,interpreters,reporters,tests}/**/*.test.ts'],
    reporters: ['default'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
