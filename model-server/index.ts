/**
 * A server on loopback that speaks OpenAI's Responses, Chat Completions and Embeddings APIs, with faults on a
 * schedule. Scripted personas play the model, so that everything but that is real; local/ has a
 * real one. As a program: `npx node model-server/index.ts --help`.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type FaultPlan, faultSchedule } from './faults.ts'
import { handle, type Handling } from './handle.ts'
import { ledger as openLedger, type ServerStats } from './ledger.ts'
import type { Cast } from './conversation.ts'
import { isPersona, type PersonaName, PERSONAS, personas } from './personas.ts'

export { type FaultPlan, TRANSIENT_FAULTS } from './faults.ts'
export type { ServerStats } from './ledger.ts'
export type { PersonaName } from './personas.ts'

export interface ModelServerOptions {
  /** The port on loopback; by default a free one. */
  readonly port?: number
  /** The persona that plays for every name of a model; by default the name tells it. */
  readonly persona?: PersonaName
  /** Who answers in place of the personas. */
  readonly cast?: Cast
  /** The faults that requests meet with; by default none. */
  readonly faults?: FaultPlan
  /** Milliseconds that pass before each answer. */
  readonly latency?: number
  /** Is shown every request for an answer; where it gives a step, that is done in its place. */
  readonly script?: Handling['script']
}

export interface ModelServer {
  /** Base URL for a client: `http://127.0.0.1:PORT/v1`. */
  readonly url: string
  stats(): ServerStats
  /** Ends the server, and drops the connections that are open. */
  close(): Promise<void>
}

/**
 * Starts a server, and resolves when it listens.
 *
 * @throws Error where the port is taken or an option is none.
 */
export async function startModelServer({
  port = 0,
  persona,
  cast = personas(persona ?? null),
  faults = [],
  latency = 0,
  script = () => undefined,
}: ModelServerOptions = {}): Promise<ModelServer> {
  if (persona !== undefined && !isPersona(persona))
    throw new Error(
      `persona: expected one of ${Object.keys(PERSONAS).join(', ')}; got ${String(persona)}`,
    )
  const ledger = openLedger()
  const handling: Handling = {
    script,
    cast,
    fateOf: faultSchedule(faults),
    latency,
    ledger,
  }
  const server = createServer((request, response) => void handle(request, response, handling))
  // A connection that is closed while a client takes it up again would be a fault of its own.
  server.keepAliveTimeout = 0
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    stats: () => ledger.stats,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

const USAGE = `npx node model-server/index.ts [options]
  --port N             by default a free one
  --persona NAME       plays for every model: ${Object.keys(PERSONAS).join(', ')}
  --persona-latency N  milliseconds before each answer
  --fault-rate N       share of requests that meet with a fault, from 0 to 1
  --seed N             of the faults`

const NumericOptions = z.object({
  port: z.coerce.number<string>().int().min(0).max(65_535),
  'persona-latency': z.coerce.number<string>().min(0),
  'fault-rate': z.coerce.number<string>().min(0).max(1),
  seed: z.coerce.number<string>().int(),
})

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      persona: { type: 'string' },
      'persona-latency': { type: 'string', default: '0' },
      'fault-rate': { type: 'string', default: '0' },
      seed: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const numbers = NumericOptions.parse(values)
  const server = await startModelServer({
    port: numbers.port,
    latency: numbers['persona-latency'],
    faults: { rate: numbers['fault-rate'], seed: numbers.seed },
    ...(values.persona === undefined ? {} : { persona: values.persona as PersonaName }),
  })
  console.log(`${server.url}
Its models: ${Object.keys(PERSONAS).join(', ')}. Any key will do:

  OPENAI_BASE_URL=${server.url} OPENAI_API_KEY=any FIND_INTERPRETERS=aia FIND_MODEL=scientist npx vitest run

Ctrl-C ends it and prints its account.`)
  process.once('SIGINT', () => {
    console.log(server.stats())
    void server.close()
  })
}

if (import.meta.main) await main()
