import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  OpenAIError,
  RateLimitError,
} from 'openai'
import { expect, test } from 'vitest'
import { faultOf, faultOfBody } from './fault-of.ts'

const statusError = (status: number, error: object = {}, headers = {}) =>
  APIError.generate(status, { error: { message: 'said', ...error } }, '', new Headers(headers))

test.for([400, 401, 402, 403, 404, 405, 413, 422])('status %i is permanent', (status) => {
  expect(faultOf(statusError(status))).toMatchObject({ transient: false, status })
})

test.for([408, 409, 429, 500, 502, 503, 504, 529])('status %i is transient', (status) => {
  const throttled = status === 429
  expect(faultOf(statusError(status))).toMatchObject({ transient: true, status, throttled })
})

test.for([
  [429, 'insufficient_quota'],
  [429, 'billing_hard_limit_reached'],
  [400, 'context_length_exceeded'],
  [500, 'context_length_exceeded'],
])('status %i with %s is permanent, and says so', ([status, code]) => {
  const fault = faultOf(statusError(Number(status), { code }))
  expect(fault).toMatchObject({ transient: false, throttled: false, message: `said (${code})` })
})

test('a request that no pause makes small enough is permanent', () => {
  const message =
    'Request too large for gpt-5 in organization org-a on tokens per min (TPM): Limit 30000, Requested 40000.'
  const fault = faultOf(statusError(429, { message, code: 'rate_limit_exceeded', type: 'tokens' }))
  expect(fault).toMatchObject({ transient: false, throttled: false })
})

const date = new Date(Date.UTC(2030, 0, 1, 12, 0, 0)).toUTCString()
const later = new Date(Date.UTC(2030, 0, 1, 12, 0, 7)).toUTCString()
test.for([
  [{}, null],
  [{ 'retry-after': '3' }, 3000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': later, date }, 7000],
  [{ 'retry-after': date, date: later }, 0],
  [{ 'retry-after': 'later' }, null],
  [{ 'retry-after': '-1', date: '' }, expect.any(Number)],
  [{ 'retry-after-ms': '250', 'retry-after': '3' }, 250],
  [{ 'retry-after-ms': 'x', 'retry-after': '3' }, 3000],
] as const)('headers %o ask to wait for %o ms', ([headers, wait]) => {
  expect(faultOf(statusError(429, {}, headers)).retryAfter).toEqual(wait)
})

test('errors of connections are transient, and tell their cause', () => {
  const cause = Object.assign(new Error('connect failed'), { code: 'ECONNREFUSED' })
  const fetchFailed = new TypeError('fetch failed', { cause })
  const fault = faultOf(new APIConnectionError({ cause: fetchFailed }))
  expect(fault).toMatchObject({ transient: true, status: null })
  expect(fault.message).toBe('Connection error.: fetch failed: ECONNREFUSED connect failed')
  expect(faultOf(fetchFailed)).toMatchObject({ transient: true })
  expect(faultOf(new APIConnectionTimeoutError()).message).toBe('Request timed out.')
  expect(faultOf(new TypeError('terminated'))).toMatchObject({ transient: true })
  expect(faultOf(new SyntaxError('Unexpected end'))).toMatchObject({ transient: true })
  expect(faultOf(new OpenAIError('missing finish_reason'))).toMatchObject({ transient: true })
})

test('errors in the middle of a stream are told by their code', () => {
  const inStream = (error: object) => faultOf(new APIError(undefined, error, undefined, undefined))
  expect(inStream({ code: 'server_error', message: 'oh' })).toMatchObject({ transient: true })
  expect(inStream({ code: 'rate_limit_exceeded', message: 'slow' })).toMatchObject({
    transient: true,
    throttled: true,
  })
  expect(inStream({ code: 400, message: 'bad' })).toMatchObject({ transient: false, status: 400 })
  expect(inStream({ type: 'invalid_request_error', message: 'bad' }).transient).toBe(false)
  expect(faultOfBody('overloaded').message).toBe('overloaded')
  expect(faultOfBody({ detail: 'odd' }).message).toBe('{"detail":"odd"}')
})

test('a body that is no JSON is the reason', () => {
  const error = new RateLimitError(429, undefined, 'slow down', new Headers())
  expect(faultOf(error)).toMatchObject({ transient: true, status: 429, message: 'slow down' })
})

test('errors that are not known are permanent', () => {
  for (const error of [new TypeError('x is not a function'), 'text'])
    expect(faultOf(error)).toMatchObject({ transient: false, message: String(error) })
})
