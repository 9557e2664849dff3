export { strings } from 'vitest-find/suites/strings'
