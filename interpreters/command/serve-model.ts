import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ModelDoor } from '../../plugins/index.ts'

/** What one case may take of its model; null: no limit but the run's. */
export interface Limits {
  readonly turns: number | null
  readonly tokens: number | null
}

/** The model's server as a program finds it. */
export interface ModelServer {
  serve(path: string, request: IncomingMessage, response: ServerResponse): void
  /** Rejects where the model can give no answer. */
  readonly failed: Promise<never>
  /** What of the limits is spent, in words; null while there is some left. */
  readonly spent: () => string | null
}

/** Bytes of a request, most of which is a conversation. */
const MOST = 2 ** 25

export function serveModel(door: ModelDoor, { turns, tokens }: Limits): ModelServer {
  const { promise: failed, reject } = Promise.withResolvers<never>()
  // Whoever waits for it hears of it; nobody may be there any more.
  failed.catch(() => undefined)
  let taken = 0
  let used = 0
  const spent = () => {
    if (turns !== null && taken >= turns) return `its ${turns} turns are spent`
    return tokens !== null && used >= tokens ? `its ${tokens} tokens are spent` : null
  }

  async function answer(path: string, request: IncomingMessage, response: ServerResponse) {
    const body = await bodyOf(request)
    if (request.method !== 'POST' || body === null) return refuse(response, 404, 'no such thing')
    const none = spent()
    if (none !== null) return refuse(response, 400, `no turn is left: ${none}`)
    const { headers } = request
    const { status, type, body: text, reply } = await door.ask({ path, headers, body })
    if (reply) {
      taken++
      used += reply.tokens.input + reply.tokens.output
    }
    return response.writeHead(status, { 'content-type': type }).end(text)
  }

  return {
    serve: (path, request, response) =>
      void answer(path, request, response).catch((error: unknown) => {
        reject(error)
        refuse(response, 400, 'the model gives no answer')
      }),
    failed,
    spent,
  }
}

function refuse(response: ServerResponse, status: number, message: string) {
  if (response.headersSent) return response.destroy()
  const error = { type: 'invalid_request_error', message }
  response.writeHead(status, { 'content-type': 'application/json' })
  return response.end(JSON.stringify({ type: 'error', error }))
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
