import { defaultReporters, findConfig } from './plugins/config.ts'

/** The benchmark: `npx vitest` runs these interpreters on the functions of suites/. */
export default findConfig({
  root: import.meta.dirname,
  reporters: [...defaultReporters],
  interpreters: {
    synthesis: {
      floors: {
        numeric: { nmse: 0.9, solved: 0.9 },
        strings: { exact: 0.9, solved: 0.98 },
      },
    },
    induction: {
      floors: {
        entities: { 'embedded-judge': 0.85, solved: 0.65 },
        relations: { 'embedded-judge': 0.95, solved: 0.9 },
      },
    },
    patching: { queries: 5000, floors: { circuits: { auroc: 0.95, solved: 0.8 } } },
    'patching+500': { module: 'interpreters/patching/index.ts' },
    atp: { module: 'interpreters/patching/index.ts', options: { method: 'atp' } },
    'induction+concepts': { floors: { entities: { 'embedded-judge': 0.95, solved: 0.99 } } },
  },
})
