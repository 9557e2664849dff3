import { setTimeout as sleep } from 'node:timers/promises'
import { OpenAI } from 'openai'
import pRetry from 'p-retry'
import type { ModelReply } from '../model.ts'
import type { ModelSettings } from '../run-settings.ts'
import type { Api, Prepared, Sent } from './api.ts'
import { Fault } from './fault.ts'
import { faultOf } from './fault-of.ts'
import { limiter, PACE } from './limiter.ts'
import { isOpenAI, requireKey } from './model-settings.ts'
import { redact, secretsOf } from './redact.ts'

type Paid = (body: unknown, reply: ModelReply) => void

export interface Server {
  /**
   * Asks until there is an answer, as often and as fast as the settings and the server allow.
   * Rejects with the last `Fault`, or with the reason of the signal.
   *
   * @param id the same for all tries: a server that counts can tell them from new requests.
   * @param paid is called in the very moment a whole answer is there, before anything else.
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

  async function tryOnce(prepared: Prepared, id: string, signal: AbortSignal, paid: Paid) {
    const sent = await send(prepared, id, signal)
    const { headers } = sent
    const body = withoutSecrets(sent.body, secrets)
    const reply = api.read(body)
    paid(body, reply)
    return { reply, headers }
  }

  async function send(prepared: Prepared, id: string, signal: AbortSignal): Promise<Sent> {
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
      // Streams that are aborted just end, and look as if they were cut short.
      if (time.signal.aborted)
        throw new Fault(`no whole answer within ${settings.requestTimeout} ms`, { transient: true })
      throw faultOf(error)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    async ask(prepared, id, signal, paid) {
      let tries = 0
      try {
        return await pRetry(
          (attempt) =>
            limit.run(
              async (feedback) => {
                tries = attempt
                try {
                  const { reply, headers } = await tryOnce(prepared, id, signal, paid)
                  feedback.succeeded(headers)
                  return reply
                } catch (error) {
                  if (error instanceof Fault && error.throttled)
                    feedback.throttled(error.retryAfter)
                  throw error
                }
              },
              { signal, again: attempt > 1 },
            ),
          {
            retries: settings.retries,
            minTimeout: pace.backoff,
            maxTimeout: pace.longestBackoff,
            randomize: true,
            signal,
            shouldRetry: ({ error }) =>
              error instanceof Fault &&
              error.transient &&
              (error.retryAfter ?? 0) <= pace.longestPause,
            onFailedAttempt: async ({ error, retriesLeft }) => {
              const wait = error instanceof Fault && error.transient ? error.retryAfter : null
              if (wait && retriesLeft > 0 && wait <= pace.longestPause)
                await sleep(wait, undefined, { signal })
            },
          },
        )
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof Fault) error.tries = tries
        throw error
      }
    },
  }
}

/** Redacts a body in which a server repeats a key. */
function withoutSecrets(body: unknown, secrets: readonly string[]): unknown {
  const text = JSON.stringify(body)
  return secrets.some((secret) => text.includes(secret)) ? JSON.parse(redact(text, secrets)) : body
}

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
    // Prompts and headers of one's own are for this host, wherever it points.
    fetchOptions: { redirect: 'manual' },
    // It would be the place where headers and prompts get into a log.
    logLevel: 'off',
  })
}
