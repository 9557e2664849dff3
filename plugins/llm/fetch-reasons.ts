import { z } from 'zod'

const Told = z.looseObject({
  error: z.unknown().optional(),
  message: z.unknown().optional(),
  detail: z.unknown().optional(),
})

/**
 * Fetches. Where the body of an error does not have it under `error`, as those of FastAPI and of
 * older vLLM do not, it is put there: the SDK would not see the reason.
 */
export const fetchReasons: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  if (response.status < 400) return response
  const text = await response.text()
  const { status, statusText, headers } = response
  return new Response(withError(text), { status, statusText, headers })
}

function withError(text: string): string {
  try {
    const told = Told.parse(JSON.parse(text))
    if (told.error != null) return text
    const reason = told.message ?? told.detail ?? told
    const message = typeof reason === 'string' ? reason : JSON.stringify(reason)
    return JSON.stringify({ error: { ...told, message } })
  } catch {
    return text
  }
}
