import { expect, test } from 'vitest'
import { type Amount, openBudget } from './budget.ts'

const PRICE = { input: 1, output: 10 }
const estimate = { calls: 8, inputTokens: 20_000, outputTokens: 2000 }

/** A run of so many cases, so many at a time, each of which pays so much in four turns. */
async function run(about: {
  readonly budget: { tokens: number | null; usd: number | null }
  readonly concurrency: number
  readonly cases: number
  readonly tokens: number
  readonly cached?: number
}) {
  const { budget, concurrency, cases, tokens, cached = 0 } = about
  let spent: Amount = { tokens: 0, usd: 0 }
  const kept = openBudget({ budget, price: PRICE }, () => spent)
  let [next, begun] = [0, 0]
  const work = async () => {
    while (next < cases) {
      const number = next++
      if (!(await kept.admit(String(number), estimate))) continue
      begun++
      const turns = number < cached ? 0 : 4
      for (let turn = 0; turn < turns; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        const paid = { input: tokens / 4, cachedInput: 0, output: 0 }
        spent = { tokens: spent.tokens + tokens / 4, usd: spent.usd + tokens / 4e6 }
        kept.paid(String(number), paid)
      }
      kept.end(String(number))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return { begun, spent: spent.tokens }
}

test.each([
  // Admitted by what is spent alone, 64 cases would begin at once and pay 160,000.
  [{ budget: { tokens: 5000, usd: null }, concurrency: 64, cases: 100, tokens: 2500 }, 2, 5000],
  [
    { budget: { tokens: 50_000, usd: null }, concurrency: 64, cases: 100, tokens: 2500 },
    20,
    50_000,
  ],
  [
    { budget: { tokens: null, usd: 0.0501 }, concurrency: 64, cases: 100, tokens: 2500 },
    20,
    50_000,
  ],
  // Estimates are guesses, also far too low ones: those that began by them go on.
  [
    { budget: { tokens: 50_000, usd: null }, concurrency: 64, cases: 9, tokens: 60_000 },
    2,
    120_000,
  ],
  // The first is measured, whatever it takes.
  [{ budget: { tokens: 1000, usd: null }, concurrency: 1, cases: 9, tokens: 2500 }, 1, 2500],
  // What is in the cache costs nothing, and tells nothing of the others.
  [
    { budget: { tokens: 30_000, usd: null }, concurrency: 4, cases: 30, tokens: 2500, cached: 20 },
    30,
    25_000,
  ],
  [
    { budget: { tokens: null, usd: null }, concurrency: 64, cases: 100, tokens: 2500 },
    100,
    250_000,
  ],
])('%j: %i cases begin, and pay %i', async (about, begun, spent) => {
  expect(await run(about)).toEqual({ begun, spent })
})
