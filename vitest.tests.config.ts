import { availableParallelism } from 'node:os'
import { requireNode } from './plugins/setup/require-node.ts'
import { configDefaults, defineConfig } from 'vitest/config'

requireNode()

/** The harness's own tests (`npm test`); the benchmark itself is vitest.config.ts. */
export default defineConfig({
  test: {
    include: [
      '{plugins,library,suites,interpreters,reporters,model-server,examples,studies,tests}/**/*.test.ts',
    ],
    // Slow: vitest.versions.config.ts.
    exclude: [...configDefaults.exclude, 'tests/versions.test.ts'],
    reporters: ['default'],
    // A test that asserts nothing cannot fail.
    expect: { requireAssertions: true },
    // Vitest leaves one core to its main process, which here has next to nothing to do.
    maxWorkers: availableParallelism(),
    // End-to-end tests start Vitest several times, on machines that may be busy.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
