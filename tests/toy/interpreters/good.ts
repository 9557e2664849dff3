import type { Interpreter } from 'vitest-find'
import { line } from './line.ts'

export default (): Interpreter => ({
  name: 'good',
  version: '1',
  deterministic: true,
  interpret: {
    async numeric(box) {
      const corrupted = Math.abs(await box.query(120)) < 50
      return line(box, corrupted ? 'x>100?0:' : '')
    },
  },
})
