import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ModelReply } from '../model.ts'
import type { Sent } from './api.ts'
import { Fault } from './fault.ts'
import { faultOfBody } from './fault-of.ts'

/** A count of tokens. An answer is not thrown away, and paid again, over one without sense. */
export const Count = z.int().nonnegative().catch(0)

/** The arguments of a call as text: some servers give the object itself, or nothing. */
export const Arguments = z
  .union([z.string(), z.looseObject({}), z.null()])
  .optional()
  .transform((given) => (typeof given === 'string' ? given : given ? JSON.stringify(given) : ''))

const TextPart = z.union([
  z.string(),
  z.looseObject({ type: z.enum(['text', 'output_text']).optional(), text: z.string() }),
])
const Part = z.union([TextPart, z.looseObject({ type: z.string() })])

/** What a model says as text: some servers give it in parts, of which thoughts are none. */
export const Text = z
  .union([z.string(), z.array(Part), TextPart, z.null()])
  .optional()
  .transform((given) =>
    [given ?? []]
      .flat()
      .map((part) => TextPart.safeParse(part).data ?? '')
      .map((part) => (typeof part === 'string' ? part : part.text))
      .join(''),
  )

/** Makes an id for a call that came without one: the same whenever the answer is read. */
export const callId = (...about: readonly unknown[]): string =>
  // Mistral's have nine letters and digits, and are told so by its templates.
  createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 9)

/** The data of the event that ends a stream of the Chat Completions API. */
export const DONE = '[DONE]'

/**
 * Reads a response to the end of its answer. Some servers answer with a stream that nobody asked
 * for, or with one body in place of it. The SDK trips over these, and over bodies that are no
 * objects.
 *
 * @param streamed whether a stream was asked for.
 * @param gather puts the events of a stream together, as the body of one answer.
 */
export async function wholeOf(
  response: Response,
  streamed: boolean,
  gather: (events: AsyncIterable<unknown>) => Promise<unknown>,
): Promise<Sent> {
  const { body, headers } = response
  const type = headers.get('content-type') ?? ''
  const isStream = type.includes('event-stream') || (streamed && !type.includes('json'))
  return {
    body: isStream && body ? await gather(eventsOf(body, headers)) : jsonOf(await response.text()),
    headers,
  }
}

/** Reads server-sent events, `data: {…}` with blank lines between them, as they come. */
async function* eventsOf(body: ReadableStream<Uint8Array>, headers: Headers) {
  let rest = ''
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + piece).split(/(?:\r\n|\r|\n){2,}/)
    rest = events.pop() ?? ''
    for (const event of events) yield* dataOf(event, headers)
  }
  yield* dataOf(rest, headers)
}

function dataOf(event: string, headers: Headers): unknown[] {
  const lines = event.split(/\r\n|\r|\n/)
  const said = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5))
  const text = said.join('\n').trim()
  if (text === '') return []
  if (text === DONE) return [DONE]
  const data = jsonOf(text)
  const { error } = z.looseObject({ error: z.unknown() }).safeParse(data).data ?? {}
  if (error || lines.some((line) => /^event: *error$/.test(line)))
    throw faultOfBody(error || data, headers)
  return [data]
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Fault(`the body is no JSON: ${text}`, { transient: true })
  }
}

/**
 * Reads the reply out of a body.
 *
 * @param paidFor gives the tokens of a body that is a whole answer, whatever its shape, and null of
 *   any other.
 * @throws Fault where it is not of the schema. Proxies and servers in trouble send such bodies:
 *   another try may bring a better one. A whole answer is paid, and another would be like it.
 */
export function readBody<T>(
  schema: z.ZodType<T>,
  body: unknown,
  replyOf: (body: T) => ModelReply,
  paidFor: (body: unknown) => ModelReply['tokens'] | null,
): ModelReply {
  try {
    return replyOf(schema.parse(body))
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    // Some servers send their errors with the status of a success.
    if (typeof body === 'object' && body !== null && 'error' in body && body.error)
      throw faultOfBody(body.error)
    const paid = paidFor(body)
    const reason = `the body is no response of the API: ${z.prettifyError(error)}`
    const kept = '; it is paid and kept, and FIND_CACHE=refresh asks anew'
    throw new Fault(paid ? reason + kept : reason, { transient: paid === null, paid })
  }
}
