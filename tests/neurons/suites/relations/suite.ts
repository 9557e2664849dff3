export { relations } from 'vitest-find/suites/relations'
