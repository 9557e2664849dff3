import { APIConnectionTimeoutError, OpenAI } from 'openai'
import type { ModelReply } from '../model.ts'
import type { ModelSettings } from '../run-settings.ts'
import type { Api, Prepared, Sent } from './api.ts'
import { Fault } from './fault.ts'
import { faultOf } from './fault-of.ts'
import { fetchReasons } from './fetch-reasons.ts'
import { limiter, PACE } from './limiter.ts'
import { isOpenAI, requireKey } from './model-settings.ts'
import { persist } from './persist.ts'
import { redactJson, secretsOf } from './redact.ts'

type Paid = (body: unknown, tokens: ModelReply['tokens']) => void

export interface Server {
  /**
   * Asks until there is an answer, as often and as fast as the settings and the server allow.
   * Rejects with the last `Fault`, or with the reason of the signal.
   *
   * @param id the same for all tries: a server that counts can tell them from new requests.
   * @param paid is called in the very moment a whole answer is there, before anything else, also
   * where it cannot be read.
   */
  ask(prepared: Prepared, id: string, signal: AbortSignal, paid: Paid): Promise<ModelReply>
}

/** Opens the server of the settings; the first request makes its client. */
export function openServer(
  settings: ModelSettings,
  api: Api,
  env: NodeJS.ProcessEnv,
  pace = PACE,
): Server {
  const limit = limiter(settings.concurrency, pace)
  const secrets = secretsOf(settings, env)
  let client: OpenAI | undefined
  /** How many requests in a row had no answer in time. */
  let silent = 0
  let answers = 0
  let isProbed = false

  /** A server that has answered none of as many requests as may be out is asked one at a time. */
  async function unlessHung<T>(ask: () => Promise<T>): Promise<T> {
    if (silent < settings.concurrency) return heard(ask)
    if (isProbed)
      throw new Fault(`the server has answered none of the last ${silent} requests: not asked`, {
        transient: false,
      })
    isProbed = true
    return heard(ask).finally(() => (isProbed = false))
  }

  async function heard<T>(ask: () => Promise<T>): Promise<T> {
    try {
      const answer = await ask()
      silent = 0
      answers += 1
      return answer
    } catch (error) {
      if (error instanceof Fault) silent = error.silent ? silent + 1 : 0
      throw error
    }
  }

  async function tryOnce(prepared: Prepared, id: string, signal: AbortSignal, paid: Paid) {
    const sent = await unlessHung(() => send(prepared, id, signal))
    const { headers } = sent
    const body = redactJson(sent.body, secrets)
    const reply = readPaid(body, paid)
    paid(body, reply.tokens)
    return { reply, headers }
  }

  function readPaid(body: unknown, paid: Paid): ModelReply {
    try {
      return api.read(body)
    } catch (error) {
      if (error instanceof Fault && error.paid) paid(body, error.paid)
      throw error
    }
  }

  async function send(prepared: Prepared, id: string, signal: AbortSignal): Promise<Sent> {
    const before = answers
    const time = new AbortController()
    const timer = setTimeout(() => time.abort(), settings.requestTimeout)
    try {
      client ??= clientOf(settings, env)
      return await prepared.send(client, {
        signal: AbortSignal.any([signal, time.signal]),
        headers: { 'X-Client-Request-Id': id },
      })
    } catch (error) {
      signal.throwIfAborted()
      // Where others were answered meanwhile it was the request that got lost, not the server.
      if (time.signal.aborted || isTimeout(error))
        throw new Fault(`no whole answer within ${settings.requestTimeout} ms (requestTimeout)`, {
          transient: answers > before,
          silent: true,
        })
      throw faultOf(error)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    ask: (prepared, id, signal, paid) =>
      persist(() => tryOnce(prepared, id, signal, paid), {
        limit,
        pace,
        retries: settings.retries,
        signal,
      }),
  }
}

/** Whether the SDK or `fetch` gave the request up, before our own timer did. */
const isTimeout = (error: unknown): boolean =>
  error instanceof APIConnectionTimeoutError ||
  (error instanceof Error &&
    (('code' in error && /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(String(error.code))) ||
      isTimeout(error.cause)))

function clientOf(settings: ModelSettings, env: NodeJS.ProcessEnv): OpenAI {
  const own = isOpenAI(settings.baseURL)
  return new OpenAI({
    baseURL: settings.baseURL,
    apiKey: requireKey(settings, env),
    adminAPIKey: null,
    organization: (own && env['OPENAI_ORG_ID']) || null,
    project: (own && env['OPENAI_PROJECT_ID']) || null,
    timeout: settings.requestTimeout,
    maxRetries: 0,
    fetch: fetchReasons,
    // Prompts and headers of one's own are for this host, wherever it points.
    fetchOptions: { redirect: 'manual' },
    // It would be the place where headers and prompts get into a log.
    logLevel: 'off',
  })
}
