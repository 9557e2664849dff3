export { entities } from 'vitest-find/suites/entities'
