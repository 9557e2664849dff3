import type { Scorer } from 'vitest-find'

/** Whether an answer is right at every input. */
export const everyRow = (): Scorer<'bits'> => ({
  name: 'every-row',
  protocol: 'strict',
  decides: true,
  score({ evidence: { rows } }) {
    if (!rows) return { status: 'inapplicable', reason: 'no rows' }
    const wrong = rows.inputs.findIndex((_, i) => rows.got[i] !== rows.expected[i])
    if (wrong === -1) return { status: 'scored', value: 1, detail: 'every row is right' }
    const [input, expected, got] = [rows.inputs[wrong]!, rows.expected[wrong]!, rows.got[wrong]!]
    return {
      status: 'scored',
      value: 0,
      detail: `row ${wrong + 1} is wrong`,
      counterexample: { input, expected, got },
    }
  },
})
