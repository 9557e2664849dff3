import type { Interpreter } from 'vitest-find'
import { line } from './line.ts'

/** Catches the global behaviour and misses the corruption. */
export default (): Interpreter => ({
  name: 'ignorant',
  version: '1',
  deterministic: true,
  interpret: { numeric: (box) => line(box, '') },
})
