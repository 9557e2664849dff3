import type { ModelIdentity } from '../../plugins/index.ts'

/** The harness has the key. */
export const NO_KEY = 'none'

/** Variables by which clients of an API find its server, and the model to ask for. */
export const modelEnvironment = (
  { name, api }: ModelIdentity,
  address: string,
): Readonly<Record<string, string>> => ({
  FIND_MODEL: name,
  ...(api === 'messages'
    ? { ANTHROPIC_BASE_URL: address, ANTHROPIC_API_KEY: NO_KEY }
    : api === 'gemini'
      ? { GOOGLE_GEMINI_BASE_URL: address, GEMINI_API_KEY: NO_KEY }
      : { OPENAI_BASE_URL: address, OPENAI_API_KEY: NO_KEY }),
})
