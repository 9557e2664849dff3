import type { ModelReply } from '../model.ts'
import type { Usage } from '../records.ts'
import type { ModelSettings } from '../run-settings.ts'
import { cost } from '../utils/cost.ts'

export interface UsageMeter {
  /** Counts one answer, which took `ms` milliseconds. */
  count(prompt: string, tokens: ModelReply['tokens'], cached: boolean, ms: number): void
  usage(): Usage
}

/** Counts what one case asks of a model. */
export function usageMeter({ identity, price }: ModelSettings): UsageMeter {
  const prompts = new Set<string>()
  const usd = price === null ? null : 0
  let sum: Omit<Usage, 'model' | 'prompts'> = {
    turns: 0,
    cached: 0,
    inputTokens: 0,
    outputTokens: 0,
    usd,
    paid: { tokens: 0, usd },
    ms: 0,
  }
  return {
    count(prompt, tokens, cached, ms) {
      prompts.add(prompt)
      const own = cost(tokens, price)
      const all = tokens.input + tokens.output
      sum = {
        turns: sum.turns + 1,
        cached: sum.cached + (cached ? 1 : 0),
        inputTokens: sum.inputTokens + tokens.input,
        outputTokens: sum.outputTokens + tokens.output,
        usd: plusKnown(sum.usd, own),
        paid: cached
          ? sum.paid
          : { tokens: sum.paid.tokens + all, usd: plusKnown(sum.paid.usd, own) },
        ms: sum.ms + ms,
      }
    },
    usage: () => ({ model: identity, prompts: [...prompts], ...sum }),
  }
}

const plusKnown = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b)
