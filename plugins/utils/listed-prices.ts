import { createRequire } from 'node:module'
import type { ModelReply } from '../model.ts'
import type { ListedPrice } from '../run-settings.ts'

/** The release of genai-prices whose list this is; a test holds it to what is installed. */
export const LIST = { version: '0.1.8', date: '2026-09-23' } as const

type Prices = typeof import('@pydantic/genai-prices')

let prices: Prices | undefined

/** Loads the list where a price is looked for: it takes a sixth of a second. */
const list = (): Prices =>
  (prices ??= createRequire(import.meta.url)('@pydantic/genai-prices') as Prices)

/** Finds a model in the list by its name and the address of its server; null where it is not. */
export function findListed(name: string, baseURL: string): ListedPrice | null {
  const found = list().calcPrice({ input_tokens: 1 }, name, { providerApiUrl: baseURL })
  return found && { provider: found.provider.id, model: found.model.id }
}

/** The US dollars that the tokens of one reply come to: prices may go by how long its input is. */
export function listedCost(
  { input, cachedInput, output }: ModelReply['tokens'],
  { provider, model }: ListedPrice,
): number | null {
  const usage = {
    // Some servers leave what they had cached out of the input.
    input_tokens: Math.max(input, cachedInput),
    cache_read_tokens: cachedInput,
    output_tokens: output,
  }
  return list().calcPrice(usage, model, { providerId: provider })?.total_price ?? null
}

/** Names a price of the list, as people may look it up. */
export const nameOfListed = ({ provider, model }: ListedPrice): string =>
  `${provider}/${model} in genai-prices ${LIST.version} of ${LIST.date}`
