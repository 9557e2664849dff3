import { findConfig } from 'vitest-find/config'

export default findConfig({
  root: import.meta.dirname,
  interpreters: {
    good: { floors: { lines: { solved: 0.5 } } },
    ignorant: {},
  },
})
