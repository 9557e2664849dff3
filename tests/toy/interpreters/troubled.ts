import type { Interpreter } from 'vitest-find'
import { line } from './line.ts'

/** Right on most functions; on some it throws, hangs, overspends, or answers nonsense. */
export default (): Interpreter => ({
  name: 'troubled',
  version: '1',
  deterministic: true,
  interpret: {
    async numeric(box) {
      const offset = Math.round(await box.query(0))
      if (offset === 0) throw new Error('lost my way')
      if (offset === 1) return new Promise<never>(() => undefined)
      if (offset === 2) await box.queryAll(Array.from({ length: box.queriesLeft + 1 }, () => 0))
      if (offset === 3) return { description: 42 } as never
      if (offset === 4) return { description: 'no code', domain: null, code: null }
      if (offset === 5)
        return {
          description: 'code that does not run',
          domain: null,
          code: { language: 'javascript', source: 'function f(x){' },
        }
      return line(box, '')
    },
  },
})
