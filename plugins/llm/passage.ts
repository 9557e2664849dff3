import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { DoorReply, DoorRequest, ModelReply } from '../model.ts'
import type { ModelIdentity, ModelSettings } from '../run-settings.ts'
import type { Heard, Speech } from './doors/speech.ts'
import { Fault } from './fault.ts'
import { faultOf, faultOfResponse } from './fault-of.ts'
import { limiter, type Pace } from './limiter.ts'
import { requireKey } from './model-settings.ts'
import { persist } from './persist.ts'
import { redact, secretsOf } from './redact.ts'

/** An answer as it is kept: what the server sent, word for word. */
const Kept = z.strictObject({ type: z.string(), body: z.string() })
type Kept = z.infer<typeof Kept>

/** Passes on what programs ask that speak to the model's server by themselves. */
export interface Passage {
  /** Whether there is anything under such a path that is passed on. */
  leads(path: string): boolean
  /** @throws SyntaxError or ZodError where the request is none. */
  prepare(request: DoorRequest): Passed
  /** The answer that was kept. Rejects with `Fault` where it is none. */
  read(kept: unknown): Promise<DoorReply>
  /**
   * Asks until there is an answer, or a refusal that no second try changes.
   *
   * @param paid is called in the very moment a whole answer is there.
   */
  ask(
    passed: Passed,
    signal: AbortSignal,
    paid: (kept: Kept, reply: ModelReply) => void,
  ): Promise<DoorReply>
}

export interface Passed {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The same for equal requests of two runs. */
  readonly key: string
  readonly heard: Heard
}

/** Headers that a server reads the body by. */
const PASSED_ON = /^(?:anthropic-(?:version|beta)|openai-beta|x-goog-api-client)$/
/** Statuses of requests that the server finds wrong: who wrote them can do better. */
const AT_FAULT = new Set([400, 413, 422])

export async function openPassage(
  settings: ModelSettings,
  env: NodeJS.ProcessEnv,
  pace: Pace,
): Promise<Passage> {
  const { identity, baseURL, retries, requestTimeout } = settings
  const speech = await SPEECHES[identity.api]()
  const limit = limiter(settings.concurrency, pace)
  const secrets = secretsOf(settings, env)

  async function send({ path, headers, body }: Passed, signal: AbortSignal) {
    const [name, value] = speech.key(requireKey(settings, env))
    const time = AbortSignal.timeout(requestTimeout)
    try {
      const response = await fetch(baseURL + path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', [name]: value },
        body,
        // Prompts and keys are for this host, wherever it points.
        redirect: 'manual',
        signal: AbortSignal.any([signal, time]),
      })
      return { response, text: redact(await response.text(), secrets) }
    } catch (error) {
      signal.throwIfAborted()
      if (time.aborted)
        throw new Fault(`no whole answer within ${requestTimeout} ms (requestTimeout)`, {
          transient: false,
          silent: true,
        })
      throw faultOf(error)
    }
  }

  /** What is paid for and cannot be read here may well be by the program that asked for it. */
  async function replyIn(text: string): Promise<ModelReply> {
    try {
      return await speech.said(eventsOf(text))
    } catch (error) {
      if (!(error instanceof Fault && error.paid)) throw error
      return { ...UNREAD, refusal: error.message, tokens: error.paid }
    }
  }

  async function once(
    passed: Passed,
    signal: AbortSignal,
    paid: (kept: Kept, reply: ModelReply) => void,
  ): Promise<{ reply: DoorReply; headers: Headers }> {
    const { response, text } = await send(passed, signal)
    const { status, headers } = response
    const kept = { type: headers.get('content-type') ?? 'application/json', body: text }
    if (!response.ok) {
      const fault = faultOfResponse(status, text, headers)
      if (fault.transient || !AT_FAULT.has(status)) throw fault
      return { reply: { status, ...kept, reply: null }, headers }
    }
    const reply = await replyIn(text)
    paid(kept, reply)
    return { reply: { status, ...kept, reply }, headers }
  }

  return {
    leads: (path) => speech.path.test(path),

    prepare({ path, headers, body }) {
      const parsed = z.record(z.string(), z.unknown()).parse(JSON.parse(body, refuseRemote))
      const asked = speech.ofModel({ path, body: parsed }, identity.name)
      return {
        path: asked.path,
        headers: Object.fromEntries(
          Object.entries(headers).filter(([name]) => PASSED_ON.test(name)),
        ) as Record<string, string>,
        body: JSON.stringify(asked.body),
        key: lastingKey(asked),
        heard: speech.heard(asked.body),
      }
    },

    async read(value) {
      const kept = Kept.parse(value)
      return { status: 200, ...kept, reply: await replyIn(kept.body) }
    },

    ask: (passed, signal, paid) =>
      persist(() => once(passed, signal, paid), { limit, pace, retries, signal }),
  }
}

const UNREAD = { text: '', calls: [], refusal: null, truncated: false, raw: null }

/** Loads no more than the one that is spoken. */
const SPEECHES: Readonly<Record<ModelIdentity['api'], () => Promise<Speech>>> = {
  embeddings: () => Promise.reject(new Error('a model of embeddings speaks to no program')),
  messages: async () => (await import('./doors/messages.ts')).messages,
  gemini: async () => (await import('./doors/gemini.ts')).gemini,
  chat: async () => (await import('./doors/chat.ts')).chat,
  responses: async () => (await import('./doors/responses.ts')).responses,
}

/** The data of a stream of events, or a body that is one value. */
function eventsOf(text: string): unknown[] {
  try {
    return [JSON.parse(text) as unknown]
  } catch {
    return text.split(/\r?\n\r?\n/).flatMap((event) => {
      const data = event.split(/\r?\n/).filter((line) => line.startsWith('data:'))
      const joined = data.map((line) => line.slice(5).trim()).join('\n')
      if (joined === '' || joined === '[DONE]') return []
      try {
        return [JSON.parse(joined) as unknown]
      } catch {
        throw new Fault(`the body is no JSON: ${joined.slice(0, 200)}`, { transient: true })
      }
    })
  }
}

/** Who may not reach the network may not have a server fetch from it either. */
function refuseRemote(field: string, value: unknown): unknown {
  const isRemote = typeof value === 'string' && /^\s*(?:https?|gs|ftp):/i.test(value)
  if (isRemote && /^(?:url|uri|file_?ur[li]|image_?url)$/i.test(field))
    throw new SyntaxError(`${field}: expected what is asked of to be in the request`)
  return value
}

/** Fields that tell of whoever asks. */
const OF_THE_ASKER = new Set(['metadata', 'client_metadata', 'prompt_cache_key'])
const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'
/** What agents write into their requests that is another in every run, or on every day. */
const PASSING: readonly RegExp[] = [
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
  /\b\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?\b/g,
  new RegExp(String.raw`\b(?:\w+day, |\w{3} )?(?:${MONTHS})\w* \d{1,2},? \d{4}\b`, 'g'),
  /(?<=Wall time: )[\d.]+(?= seconds)/g,
  /(?<=find-program-)\w{6}/g,
  // Milliseconds since 1970, of which ids are made.
  /(?<!\d)1[5-9]\d{11}(?!\d)/g,
]

/** A hash of what is asked, in whatever order its fields stand, without what says nothing. */
function lastingKey(asked: { readonly path: string; readonly body: object }): string {
  const text = JSON.stringify(asked, (field, value: unknown) => {
    if (OF_THE_ASKER.has(field)) return undefined
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value
  })
  const lasting = PASSING.reduce((rest, pattern) => rest.replaceAll(pattern, '…'), text)
  return createHash('sha256').update(lasting).digest('hex')
}
