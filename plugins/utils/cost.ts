import type { ModelReply } from '../model.ts'
import type { Price } from '../run-settings.ts'

/** The US dollars that tokens come to; null where the price is unknown. */
export function cost(tokens: ModelReply['tokens'], price: Price | null): number | null {
  if (price === null) return null
  // Some servers leave what they had cached out of the input.
  const fresh = Math.max(0, tokens.input - tokens.cachedInput)
  const cached = tokens.cachedInput * (price.cachedInput ?? price.input)
  return (fresh * price.input + cached + tokens.output * price.output) / 1e6
}
