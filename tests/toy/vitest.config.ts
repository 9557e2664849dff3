import { findConfig } from 'vitest-find/config'

export default findConfig({
  root: import.meta.dirname,
  embedded: [],
  interpreters: {
    good: { floors: { lines: { solved: 0.5 } } },
    ignorant: {},
  },
})
