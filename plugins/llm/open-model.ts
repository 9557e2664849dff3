import { createHash } from 'node:crypto'
import type { Usage } from '../records.ts'
import type { CacheMode, ModelSettings } from '../run-settings.ts'
import type { Model, ModelDoor, ModelEstimate, ModelReply, ModelRequest } from '../model.ts'
import { cost } from '../utils/cost.ts'
import type { Api } from './api.ts'
import { openBudget } from './budget.ts'
import { Fault } from './fault.ts'
import type { Pace } from './limiter.ts'
import { ModelError } from './model-error.ts'
import { openDoor } from './open-door.ts'
import type { ResponseStore } from './response-store.ts'
import { secretsOf } from './redact.ts'
import type { Server } from './server.ts'
import type { Transcript } from './transcript.ts'
import { usageMeter } from './usage-meter.ts'

/** A model as a run uses it; there is one for each process and account. */
export interface ModelClient {
  /** Opens the model as one case sees it. */
  session(
    about: CaseOfModel & {
      /** The signal that aborts what the case is waiting for, with its own reason. */
      readonly signal: AbortSignal
      readonly transcript: Transcript | null
      /** Whose the replies are: by default the case's own, else of all cases that say the same. */
      readonly shared?: string
    },
  ): ModelSession
  /** Resolves with whether the budget bears one more case, which then ends with `end`. */
  admit(kase: CaseOfModel, estimate: ModelEstimate | null): Promise<boolean>
  end(kase: CaseOfModel): void
}

/** One trial on a function, of one seed. */
export interface CaseOfModel {
  readonly caseId: string
  readonly trial: number
}

export interface ModelSession {
  readonly model: Model
  /** Its server, for programs that speak to it by themselves. */
  readonly door: ModelDoor
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
  const { identity, baseURL, price } = settings
  const { session, account, cache, env } = about
  let opened: Promise<{ api: Api; server: Server }> | undefined
  const secrets = secretsOf(settings, env)
  const budget = openBudget(settings, () => store.spent(session, account))
  /** Requests on their way, by key: what a case asks several times at once is asked once. */
  const flights = new Map<string, Promise<ModelReply | Unreadable>>()

  function errorOf(fault: Fault, asked: string): ModelError {
    const { status, tries } = fault
    const reason = fault.message + hintOn(fault)
    const host = new URL(baseURL).host
    return new ModelError({ asked, model: identity.name, host, status, reason, tries }, secrets)
  }

  /** What to set, where the server says what it does not bear. */
  function hintOn({ status, message }: Fault): string {
    if (status === 404 && !/\/v\d/.test(baseURL)) return ' (does the address lack /v1?)'
    const { maxOutputTokens } = identity
    const isTooMuch = status === 400 || status === 413 || status === 422
    return isTooMuch && /token/i.test(message) && message.includes(String(maxOutputTokens))
      ? ` (maxOutputTokens is ${maxOutputTokens}: set it lower, below the model’s context)`
      : ''
  }

  /** Gives the reply, or the paid answer that is none, and whether it was there before. */
  async function replyTo(
    request: ModelRequest,
    { caseId, trial }: CaseOfModel,
    payer: CaseOfModel,
    signal: AbortSignal,
  ): Promise<{ reply: ModelReply | Unreadable; cached: boolean }> {
    const { api, server } = await (opened ??= connect(settings, env, about.pace))
    signal.throwIfAborted()
    const prepared = api.prepare(settings, request)
    const { prompt } = request
    const key = hash({ server: baseURL, request: prepared.params, trial, prompt, caseId })
    const [first] = request.messages
    const opening = api.prepare(settings, { ...request, messages: first ? [first] : [] }).params
    const conversation = hash({ server: baseURL, request: opening, trial, prompt, caseId })
    const body = store.get(key)
    if (body !== undefined)
      return { reply: await orUnreadable(async () => api.read(body)), cached: true }
    if (cache === 'read')
      throw new Fault('not in the cache (FIND_CACHE=read calls nothing)', { transient: false })
    const running = flights.get(key)
    if (running) return { reply: await running, cached: true }
    const asked = orUnreadable(() =>
      server.ask(prepared, key, signal, (paid, tokens) => {
        const spent = { session, account, tokens: tokens.input + tokens.output }
        const whose = { model: identity.name, prompt, caseId, trial, conversation }
        store.put(key, paid, whose, { ...spent, usd: cost(tokens, price) })
        budget.paid(nameOf(payer), tokens)
      }),
    ).finally(() => flights.delete(key))
    flights.set(key, asked)
    return { reply: await asked, cached: false }
  }

  const doorOf = openDoor(settings, env, about.pace, {
    get: (key) => store.get(hash(key)),
    put(key, answer, tokens, whose) {
      const conversation = hash({ server: baseURL, ...whose })
      const spent = { session, account, tokens: tokens.input + tokens.output }
      const told = { model: identity.name, ...whose, conversation }
      store.put(hash(key), answer, told, { ...spent, usd: cost(tokens, price) })
      budget.paid(nameOf(whose), tokens)
    },
    isReplay: cache === 'read',
    errorOf,
  })

  return {
    session({ caseId, trial, signal, transcript, shared }) {
      const meter = usageMeter(settings)
      const payer = { caseId, trial }
      const owner = shared === undefined ? payer : { caseId: shared, trial: 0 }
      const model: Model = {
        async respond(request) {
          signal.throwIfAborted()
          const begin = performance.now()
          try {
            const { reply, cached } = await replyTo(request, owner, payer, signal)
            const ms = performance.now() - begin
            if (reply instanceof Fault) {
              meter.count(request.prompt, reply.paid, cached, ms)
              throw reply
            }
            meter.count(request.prompt, reply.tokens, cached, ms)
            transcript?.turn({ request, reply, cached, ms, usd: cost(reply.tokens, price) })
            if (request.chances !== undefined && !reply.chances) throw noChances(request.chances)
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
      const door = doorOf({ caseId, trial, signal, transcript, meter })
      return { model, door, usage: () => meter.usage() }
    },

    admit: (kase, estimate) => budget.admit(nameOf(kase), estimate),
    end: (kase) => budget.end(nameOf(kase)),
  }
}

const noChances = (count: number) =>
  new Fault(
    `expected the log-probabilities of the reply's first token (logprobs: true, top_logprobs: ${count}); ` +
      'got none: another server or model may give them',
    { transient: false },
  )

const nameOf = ({ caseId, trial }: CaseOfModel) => `${caseId} ${trial}`

/** A whole answer that cannot be read. */
type Unreadable = Fault & { readonly paid: ModelReply['tokens'] }

async function orUnreadable(read: () => Promise<ModelReply>): Promise<ModelReply | Unreadable> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Fault && error.paid) return error as Unreadable
    throw error
  }
}

/** Loads the SDK. That takes a quarter of a second, for which runs without models do not wait. */
async function connect(settings: ModelSettings, env: NodeJS.ProcessEnv, pace?: Pace) {
  const { name, api: spoken } = settings.identity
  if (spoken === 'messages' || spoken === 'gemini')
    throw new Fault(
      `model ${name}: the ${spoken} API is for programs that speak it by themselves; ` +
        'set api: "chat" and the baseURL at which the vendor speaks that',
      { transient: false },
    )
  const { openServer } = await import('./server.ts')
  const api = await SPEAKERS[spoken]()
  return { api, server: openServer(settings, api, env, pace) }
}

const SPEAKERS = {
  chat: async () => (await import('./chat-api.ts')).chatApi,
  responses: async () => (await import('./responses-api.ts')).responsesApi,
  embeddings: async () => (await import('./embeddings-api.ts')).embeddingsApi,
}

/** Hashes a value of JSON, in whatever order its fields stand. */
function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortFields)).digest('hex')
}

const sortFields = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value
