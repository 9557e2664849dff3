import { configDefaults, defineConfig } from 'vitest/config'
import tests from './vitest.tests.config.ts'

/** The oldest and the newest Node and Vitest that are allowed, `npm run test:versions`. */
export default defineConfig({
  ...tests,
  test: {
    ...tests.test,
    include: ['tests/versions.test.ts'],
    exclude: configDefaults.exclude,
    testTimeout: 600_000,
  },
})
