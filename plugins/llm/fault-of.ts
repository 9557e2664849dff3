import { APIError, OpenAIError } from 'openai'
import { Fault } from './fault.ts'

/** Codes and types that no second try mends, whatever the status they come with. */
const HOPELESS = new Set([
  'insufficient_quota',
  'billing_hard_limit_reached',
  'billing_not_active',
  'context_length_exceeded',
  'exceed_context_size_error',
  'invalid_prompt',
])
/** What is said with a code that would pass: the request alone is more than a minute may have. */
const TOO_LARGE = /request too large/i
/** Types of errors in the middle of a stream, where there is no status to tell. */
const REFUSED = new Set(['invalid_request_error', 'BadRequestError'])
const THROTTLED = new Set(['rate_limit_exceeded', 'rate_limit_error', 'RateLimitError'])
/** Statuses among the 4xx that pass: request timeout, lock conflict, rate limit. */
const PASSING = new Set([408, 409, 429])

/**
 * Makes a fault of an error of the SDK. An error that is not known leaves its text alone, for it
 * may hold the key, as the error of a malformed header does.
 */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error
  if (error instanceof APIError) {
    const { status, headers, error: body, message }: APIError = error
    // Without a status it is an error in the middle of a stream, or no connection at all.
    if (status === undefined && body !== undefined) return faultOfBody(body, headers)
    const text = withCause(error, message.replace(/^\d{3} /, ''))
    const reason = leadsTo(status, headers) ?? reasonOf(body) ?? text
    return faultOfStatus(status ?? null, codesOf(body), reason, headers)
  }
  if (error instanceof SyntaxError)
    return new Fault(`the body is no JSON: ${error.message}`, { transient: true })
  if (error instanceof OpenAIError || isNetworkError(error))
    return new Fault(withCause(error, error.message), { transient: true })
  return new Fault(String(error), { transient: false })
}

/** Where a server leads to: nobody follows, for what is said is for the configured host alone. */
function leadsTo(status: number | undefined, headers: Headers | undefined): string | null {
  const location = headers?.get('location')
  if (!location || status === undefined || status < 300 || status >= 400) return null
  return `it redirects to ${location}, which is not followed: set baseURL to the address that answers`
}

/** Makes a fault of an error that stands in a body: `{ message, code, type }`, or text. */
export function faultOfBody(body: unknown, headers?: Headers): Fault {
  const [code] = fieldsOf(body, ['code'])
  const status = Number.isInteger(Number(code)) && Number(code) >= 400 ? Number(code) : null
  return faultOfStatus(status, codesOf(body), reasonOf(body) ?? 'no reason given', headers)
}

/** Makes a fault of a response that is no success, of whatever server. */
export function faultOfResponse(status: number, text: string, headers: Headers): Fault {
  const body = jsonOf(text)
  const error: unknown =
    typeof body === 'object' && body !== null && 'error' in body ? body.error : body
  return faultOfStatus(status, codesOf(error), reasonOf(error) ?? text, headers)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function faultOfStatus(
  status: number | null,
  codes: readonly unknown[],
  reason: string,
  headers: Headers | undefined,
): Fault {
  const hopeless = codes.some((code) => HOPELESS.has(String(code))) || TOO_LARGE.test(reason)
  const refused =
    status === null
      ? codes.some((code) => REFUSED.has(String(code)))
      : status < 500 && !PASSING.has(status)
  const code = codes.filter((one) => typeof one === 'string').find((one) => !reason.includes(one))
  return new Fault(code === undefined ? reason : `${reason} (${code})`, {
    transient: !hopeless && !refused,
    status,
    throttled: !hopeless && (status === 429 || codes.some((one) => THROTTLED.has(String(one)))),
    retryAfter: headers ? retryAfter(headers) : null,
  })
}

/** Reads milliseconds from `retry-after-ms`, or from `retry-after` in seconds or as a date. */
function retryAfter(headers: Headers): number | null {
  const exact = Number(headers.get('retry-after-ms') ?? NaN)
  if (exact >= 0) return exact
  const text = headers.get('retry-after')
  if (!text) return null
  if (Number(text) >= 0) return Number(text) * 1000
  // The server's own clock, where it tells it: ours may be off.
  const now = Date.parse(headers.get('date') ?? '') || Date.now()
  const wait = Date.parse(text) - now
  return Number.isNaN(wait) ? null : Math.max(0, wait)
}

const codesOf = (body: unknown) => fieldsOf(body, ['code', 'type'])

function reasonOf(body: unknown): string | undefined {
  const [message] = fieldsOf(body, ['message'])
  if (typeof message === 'string') return message
  if (typeof body === 'string') return body
  return typeof body === 'object' && body !== null ? JSON.stringify(body) : undefined
}

function fieldsOf(body: unknown, names: readonly string[]): unknown[] {
  if (typeof body !== 'object' || body === null) return []
  return names.map((name) => (body as Record<string, unknown>)[name]).filter((one) => one != null)
}

/** Adds the cause, in which alone `fetch` says what failed: `ECONNREFUSED`, `other side closed`. */
function withCause(error: Error, message: string): string {
  const inner: unknown = error.cause
  if (!(inner instanceof Error)) return message
  const code = 'code' in inner ? String(inner.code) : ''
  const text = [code, inner.message].filter((part) => part && !message.includes(part)).join(' ')
  return withCause(inner, text ? `${message}: ${text}` : message)
}

/** Whether `fetch` rejects so where the connection fails, before the response or within it. */
const isNetworkError = (error: unknown): error is Error =>
  error instanceof TypeError &&
  ['terminated', 'fetch failed', 'network error'].includes(error.message)
