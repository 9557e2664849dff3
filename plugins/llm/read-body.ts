import { z } from 'zod'
import type { ModelReply } from '../model.ts'
import type { Sent } from './api.ts'
import { Fault } from './fault.ts'
import { faultOfBody } from './fault-of.ts'

/** A count of tokens. An answer is not thrown away, and paid again, over one without sense. */
export const Count = z.int().nonnegative().catch(0)

/**
 * Reads the body of a response to its end, whatever type it is said to have: the SDK trips over
 * bodies that are no objects.
 */
export async function wholeOf(response: Response): Promise<Sent> {
  const text = await response.text()
  try {
    return { body: JSON.parse(text) as unknown, headers: response.headers }
  } catch {
    throw new Fault(`the body is no JSON: ${text}`, { transient: true })
  }
}

/**
 * Reads the reply out of a body.
 *
 * @throws Fault where it is not of the schema, which happens to proxies and servers in trouble:
 *   another try may bring a better one.
 */
export function readBody<T>(
  schema: z.ZodType<T>,
  body: unknown,
  replyOf: (body: T) => ModelReply,
): ModelReply {
  try {
    return replyOf(schema.parse(body))
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    // Some servers send their errors with the status of a success.
    if (typeof body === 'object' && body !== null && 'error' in body && body.error)
      throw faultOfBody(body.error)
    const reason = `the body is no response of the API: ${z.prettifyError(error)}`
    throw new Fault(reason, { transient: true })
  }
}
