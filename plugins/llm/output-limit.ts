import { APIError, type OpenAI } from 'openai'
import type { ChatCompletionCreateParamsNonStreaming as Params } from 'openai/resources/chat/completions'

const OTHER = {
  max_tokens: 'max_completion_tokens',
  max_completion_tokens: 'max_tokens',
} as const
type Limit = keyof typeof OTHER

/** What servers say of a parameter that they do not know; one that is too large they know. */
const UNKNOWN =
  /unsupported|not supported|unrecognized|unknown|unexpected|extra (?:input|field)|not (?:permitted|allowed)/i

/** The servers that want the other name. */
const renamed = new WeakSet<OpenAI>()

/** Sends a request with its limit of output tokens under the name that its server knows. */
export async function underItsName<T>(
  client: OpenAI,
  params: Params,
  send: (params: Params) => Promise<T>,
): Promise<T> {
  const name: Limit = 'max_tokens' in params ? 'max_tokens' : 'max_completion_tokens'
  if (renamed.has(client)) return send(rename(params, name))
  try {
    return await send(params)
  } catch (error) {
    if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) throw error
    const complaint = `${error.param ?? ''} ${error.message}`
    if (!complaint.includes(name) || !UNKNOWN.test(complaint)) throw error
    renamed.add(client)
    return send(rename(params, name))
  }
}

const rename = (params: Params, name: Limit): Params => ({
  ...params,
  [name]: undefined,
  [OTHER[name]]: params[name],
})
