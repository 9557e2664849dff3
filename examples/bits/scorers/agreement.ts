import type { Scorer } from 'vitest-find'

/** The share of the sixteen inputs at which an answer is right. */
export const agreement = (): Scorer<'bits'> => ({
  name: 'agreement',
  protocol: 'paper',
  decides: true,
  score({ evidence: { rows } }) {
    if (!rows) return { status: 'inapplicable', reason: 'no rows' }
    const right = rows.expected.filter((output, i) => output === rows.got[i]).length
    const detail = `${right} of ${rows.expected.length} rows right`
    return { status: 'scored', value: right / rows.expected.length, detail }
  },
})
