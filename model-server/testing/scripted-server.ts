import { onTestFinished } from 'vitest'
import { ApiError, type ApiErrorBody } from '../api-error.ts'
import { EMPTY_REPLY, type Exchange, type Payload, type Reply } from '../conversation.ts'
import { half, send, sendAndReset, sendError } from '../deliver.ts'
import type { ServedRequest, ScriptStep } from '../handle.ts'
import { startModelServer } from '../index.ts'

/** A server for one test, which does to each request what the next step of its script says. */
export interface ScriptedServer {
  readonly url: string
  readonly asked: readonly ServedRequest[]
  /** Requests that are neither answered nor given up. */
  readonly open: number
  /** The most that were open at the same time. */
  readonly most: number
  next(...steps: readonly ScriptStep[]): void
}

export async function scriptedServer(): Promise<ScriptedServer> {
  const script: ScriptStep[] = []
  const asked: ServedRequest[] = []
  let open = 0
  let most = 0
  const server = await startModelServer({
    script(request) {
      asked.push(request)
      const step = script.shift()
      if (!step) return undefined
      return (response, exchange) => {
        open += 1
        most = Math.max(most, open)
        response.on('close', () => (open -= 1))
        return step(response, exchange)
      }
    },
  })
  onTestFinished(() => server.close())
  return {
    url: server.url,
    asked,
    get open() {
      return open
    },
    get most() {
      return most
    },
    next: (...steps) => script.push(...steps),
  }
}

/** The tokens that every scripted reply counts as. */
export const TOKENS = { input: 100, cachedInput: 40, output: 20 }

const render = (exchange: Exchange, said: Partial<Reply>): Payload =>
  exchange.answer({ ...EMPTY_REPLY, tokens: TOKENS, ...said }).payload

/** The model says it. */
export const says =
  (said: Partial<Reply>): ScriptStep =>
  (response, exchange) =>
    send(response, render(exchange, said))

/** The server failsWith, in the way of the API. */
export const failsWith =
  (
    status: number,
    error: Partial<ApiErrorBody>,
    headers: Record<string, string> = {},
  ): ScriptStep =>
  (response) =>
    sendError(response, new ApiError(status, error, headers))

/** The server sends any body, as it is. */
export const sends =
  (payload: Payload, status = 200): ScriptStep =>
  (response) =>
    send(response, payload, { status, headers: {} })

/** The answer has nothing in it. */
export const saysNothing: ScriptStep = (response, exchange) =>
  send(response, exchange.answer(null).payload)

const HALF = { text: 'Half of it' }

/** No answer comes. */
export const hangs: ScriptStep = () => undefined

/** The answer begins, and then nothing comes any more. */
export const stalls: ScriptStep = (response, exchange) => {
  const { type, parts } = half(render(exchange, HALF))
  response.writeHead(200, { 'content-type': type })
  response.write(parts.join(''))
}

/** The answer begins, and then the connection is gone. */
export const resets: ScriptStep = (response, exchange) =>
  sendAndReset(response, render(exchange, HALF))

/** The answer ends in the middle of its JSON, as if it were over. */
export const cutsOff: ScriptStep = (response, exchange) =>
  send(response, half(render(exchange, HALF)))

/** The stream ends after whole events, well before the answer does; of one body nothing comes. */
export const endsEarly: ScriptStep = (response, exchange) => {
  const { type, parts } = render(exchange, HALF)
  return send(response, { type, parts: parts.slice(0, parts.length >> 1) })
}
