import type { ModelEstimate, ModelReply } from '../model.ts'
import type { ModelSettings } from '../run-settings.ts'
import { cost, estimatedCost } from '../utils/cost.ts'

/** What is spent, or is likely to be. */
export interface Amount {
  readonly tokens: number
  readonly usd: number
}

/** Lets cases begin as far as a budget bears them to their end. */
export interface Budget {
  /**
   * Resolves with whether the case may begin. Where those under way may take what is left, it waits
   * for one of them to end: most take less than was expected.
   */
  admit(id: string, estimate: ModelEstimate | null): Promise<boolean>
  /** Counts what a case under way has paid. */
  paid(id: string, tokens: ModelReply['tokens']): void
  end(id: string): void
}

const NOTHING: Amount = { tokens: 0, usd: 0 }
const KINDS = ['tokens', 'usd'] as const

/**
 * Opens a budget. A case begins where what is spent, what those under way are expected to take yet,
 * and what it is expected to take itself are within the budget. Expected is the mean of the cases
 * that paid so far; before there is one, the estimate. Estimates are guesses: they never keep the
 * first case from beginning.
 *
 * @param spent what all processes of the run have spent on the account.
 */
export function openBudget(
  { budget, price }: Pick<ModelSettings, 'budget' | 'price'>,
  spent: () => Amount,
): Budget {
  const underWay = new Map<string, { readonly expected: Amount; paid: Amount }>()
  let [measured, sum] = [0, NOTHING]
  let change = Promise.withResolvers<void>()

  function bears(own: Amount): boolean {
    const before = spent()
    return KINDS.every((kind) => {
      const due = [...underWay.values()].map(({ expected, paid }) =>
        Math.max(0, expected[kind] - paid[kind]),
      )
      const most = budget[kind] ?? Infinity
      return before[kind] < most && due.reduce((a, b) => a + b, before[kind] + own[kind]) <= most
    })
  }

  function expectedOf(estimate: ModelEstimate | null): Amount {
    if (measured > 0) return { tokens: sum.tokens / measured, usd: sum.usd / measured }
    if (estimate === null) return NOTHING
    const tokens = estimate.inputTokens + estimate.outputTokens
    return { tokens, usd: estimatedCost(estimate, price) ?? 0 }
  }

  return {
    async admit(id, estimate) {
      for (;;) {
        const expected = expectedOf(estimate)
        const isFirst = underWay.size === 0 && measured === 0
        if (bears(isFirst ? NOTHING : expected)) {
          underWay.set(id, { expected, paid: NOTHING })
          return true
        }
        if (underWay.size === 0) return false
        await change.promise
      }
    },
    paid(id, tokens) {
      const one = underWay.get(id)
      if (one)
        one.paid = plus(one.paid, {
          tokens: tokens.input + tokens.output,
          usd: cost(tokens, price) ?? 0,
        })
    },
    end(id) {
      const one = underWay.get(id)
      if (!one) return
      underWay.delete(id)
      // One that was all in the cache tells nothing of the others.
      if (one.paid.tokens > 0) [measured, sum] = [measured + 1, plus(sum, one.paid)]
      change.resolve()
      change = Promise.withResolvers()
    },
  }
}

const plus = (a: Amount, b: Amount): Amount => ({ tokens: a.tokens + b.tokens, usd: a.usd + b.usd })
