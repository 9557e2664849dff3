export { numeric } from 'vitest-find/suites/numeric'
