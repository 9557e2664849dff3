import type { Answer, Box } from 'vitest-find'

/** The line through the value at 0, of slope 1. */
export async function line(box: Box<'numeric'>, corruption: string): Promise<Answer<'numeric'>> {
  const offset = Math.round(await box.query(0))
  return {
    description: `x + ${offset}`,
    domain: null,
    code: { language: 'javascript', source: `function f(x){return ${corruption}x+${offset}}` },
  }
}
