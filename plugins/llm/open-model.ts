import { createHash } from 'node:crypto'
import type { Usage } from '../records.ts'
import type { CacheMode, ModelSettings } from '../run-settings.ts'
import type { Model, ModelReply, ModelRequest } from '../model.ts'
import { cost } from '../utils/cost.ts'
import type { Api } from './api.ts'
import { Fault } from './fault.ts'
import type { Pace } from './limiter.ts'
import { ModelError } from './model-error.ts'
import type { ResponseStore } from './response-store.ts'
import { secretsOf } from './redact.ts'
import type { Server } from './server.ts'
import type { Transcript } from './transcript.ts'
import { usageMeter } from './usage-meter.ts'

/** A model as a run uses it; there is one for each process and account. */
export interface ModelClient {
  /** Opens the model as one case sees it. */
  session(about: {
    readonly caseId: string
    readonly trial: number
    /** The signal that aborts what the case is waiting for, with its own reason. */
    readonly signal: AbortSignal
    readonly transcript: Transcript | null
  }): ModelSession
  /** Whether the run, in all its processes, has spent less on the account than it may. */
  affordable(): boolean
}

export interface ModelSession {
  readonly model: Model
  /** Gives what the case has asked so far. */
  usage(): Usage
}

/**
 * Opens the model of the settings. Equal requests of a case and trial are paid once, whatever
 * became of the process that paid; other cases and other trials ask anew.
 *
 * @param about.session the run, and the account in it, that spending is counted under.
 */
export function openModel(
  settings: ModelSettings,
  store: ResponseStore,
  about: {
    readonly session: string
    readonly account: string
    readonly cache: CacheMode
    readonly env: NodeJS.ProcessEnv
    readonly pace?: Pace
  },
): ModelClient {
  const { identity, baseURL, price, budget } = settings
  const { session, account, cache, env } = about
  let opened: Promise<{ api: Api; server: Server }> | undefined
  const secrets = secretsOf(settings, env)
  /** Requests on their way, by key: what a case asks several times at once is asked once. */
  const flights = new Map<string, Promise<ModelReply>>()

  function errorOf(fault: Fault, asked: string): ModelError {
    const { status, tries } = fault
    const hint = status === 404 && !/\/v\d/.test(baseURL) ? ' (does the address lack /v1?)' : ''
    const reason = fault.message + hint
    const host = new URL(baseURL).host
    return new ModelError({ asked, model: identity.name, host, status, reason, tries }, secrets)
  }

  /** Gives the reply, and whether it was there before. */
  async function replyTo(
    request: ModelRequest,
    caseId: string,
    trial: number,
    signal: AbortSignal,
  ): Promise<{ reply: ModelReply; cached: boolean }> {
    const { api, server } = await (opened ??= connect(settings, env, about.pace))
    signal.throwIfAborted()
    const prepared = api.prepare(settings, request)
    const { prompt } = request
    const key = hash({ server: baseURL, request: prepared.params, trial, prompt, caseId })
    const body = store.get(key)
    if (body !== undefined) return { reply: api.read(body), cached: true }
    if (cache === 'read')
      throw new Fault('not in the cache (FIND_CACHE=read calls nothing)', { transient: false })
    const running = flights.get(key)
    if (running) return { reply: await running, cached: true }
    const asked = server
      .ask(prepared, key, signal, (paid, { tokens }) => {
        const spent = { session, account, tokens: tokens.input + tokens.output }
        const whose = { model: identity.name, prompt, caseId, trial }
        store.put(key, paid, whose, { ...spent, usd: cost(tokens, price) })
      })
      .finally(() => flights.delete(key))
    flights.set(key, asked)
    return { reply: await asked, cached: false }
  }

  return {
    session({ caseId, trial, signal, transcript }) {
      const meter = usageMeter(settings)
      const model: Model = {
        async respond(request) {
          signal.throwIfAborted()
          const begin = performance.now()
          try {
            const { reply, cached } = await replyTo(request, caseId, trial, signal)
            const ms = performance.now() - begin
            meter.count(request.prompt, reply, cached, ms)
            transcript?.turn({ request, reply, cached, ms, usd: cost(reply.tokens, price) })
            return reply
          } catch (error) {
            signal.throwIfAborted()
            if (!(error instanceof Fault)) throw error
            const told = errorOf(error, `${request.prompt} for ${caseId}`)
            transcript?.failed(request, told.message)
            throw told
          }
        },
      }
      return { model, usage: () => meter.usage() }
    },

    affordable() {
      const { tokens, usd } = store.spent(session, account)
      return tokens < (budget.tokens ?? Infinity) && usd < (budget.usd ?? Infinity)
    },
  }
}

/** Loads the SDK. That takes a quarter of a second, for which runs without models do not wait. */
async function connect(settings: ModelSettings, env: NodeJS.ProcessEnv, pace?: Pace) {
  const { openServer } = await import('./server.ts')
  const api =
    settings.identity.api === 'chat'
      ? (await import('./chat-api.ts')).chatApi
      : (await import('./responses-api.ts')).responsesApi
  return { api, server: openServer(settings, api, env, pace) }
}

/** Hashes a value of JSON, in whatever order its fields stand. */
function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortFields)).digest('hex')
}

const sortFields = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value
