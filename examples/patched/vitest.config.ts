import { findConfig } from 'vitest-find/config'

/** A category that is no function: it is patched, not queried, and answered without code. */
export default findConfig({
  root: import.meta.dirname,
  embedded: [],
  interpreters: {
    ablation: { floors: { patched: { auroc: 1, solved: 1 } } },
    guess: {},
  },
})
