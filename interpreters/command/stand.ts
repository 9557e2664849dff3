import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What a program asks a case over HTTP; the path is that behind the case's own. */
export type Serve = (path: string, request: IncomingMessage, response: ServerResponse) => void

/** Where one case is found over HTTP, under a path that nobody can guess. */
export interface Stand {
  readonly path: string
  /** Takes a connection, wherever it was made. */
  accept(socket: Socket): void
  /** Where it can be connected to on this machine's loopback. */
  origin(): Promise<string>
  close(): void
}

/** Sockets that one case may hold open. */
const MOST_SOCKETS = 256

const cases = new Map<string, Serve>()
/** One server, for all the cases of this process. */
let server: Server | undefined
let listening: Promise<string> | undefined

export function openStand(serve: Serve): Stand {
  const token = randomUUID()
  cases.set(token, serve)
  const sockets = new Set<Socket>()
  return {
    path: `/${token}`,
    accept(socket) {
      if (sockets.size >= MOST_SOCKETS) {
        socket.destroy()
        return
      }
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      serverOfAll().emit('connection', socket)
    },
    origin: () => (listening ??= listen()),
    close() {
      cases.delete(token)
      for (const socket of sockets) socket.destroy()
    },
  }
}

function serverOfAll(): Server {
  server ??= createServer((request, response) => {
    const [, token = '', path = '/'] = /^\/([\w-]+)(\/.*)?$/.exec(request.url ?? '') ?? []
    const serve = cases.get(token)
    if (serve) serve(path, request, response)
    else response.writeHead(404).end()
  })
  // A model may think for long.
  server.requestTimeout = 0
  return server
}

async function listen(): Promise<string> {
  const own = serverOfAll().listen(0, '127.0.0.1')
  await once(own, 'listening')
  // A run does not go on for it.
  own.unref()
  return `http://127.0.0.1:${(own.address() as AddressInfo).port}`
}
