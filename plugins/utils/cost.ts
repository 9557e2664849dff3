import type { ModelEstimate, ModelReply } from '../model.ts'
import type { ListedPrice, Price } from '../run-settings.ts'
import { listedCost } from './listed-prices.ts'

/** The US dollars that the tokens of one reply come to; null where the price is unknown. */
export function cost(
  tokens: ModelReply['tokens'],
  price: Price | ListedPrice | null,
): number | null {
  if (price === null) return null
  if ('provider' in price) return listedCost(tokens, price)
  // Some servers leave what they had cached out of the input.
  const fresh = Math.max(0, tokens.input - tokens.cachedInput)
  const cached = tokens.cachedInput * (price.cachedInput ?? price.input)
  return (fresh * price.input + cached + tokens.output * price.output) / 1e6
}

/** The US dollars of what is estimated: of so many equal calls, as prices may go by their length. */
export function estimatedCost(
  { calls, inputTokens, outputTokens }: ModelEstimate,
  price: Price | ListedPrice | null,
): number | null {
  if (calls === 0) return 0
  const mean = { input: inputTokens / calls, cachedInput: 0, output: outputTokens / calls }
  const usd = cost(mean, price)
  return usd === null ? null : calls * usd
}
