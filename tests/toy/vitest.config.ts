import { findConfig } from 'vitest-find/config'

export default findConfig({
  root: import.meta.dirname,
  interpreters: {
    good: { floors: { numeric: { solved: 0.5 } } },
    ignorant: {},
  },
})
