import { findConfig } from './plugins/config.ts'

/** The benchmark: `npx vitest` runs these interpreters on the functions of suites/. */
export default findConfig({
  root: import.meta.dirname,
  interpreters: {
    interpolate: {},
  },
  size: 'mini',
})
