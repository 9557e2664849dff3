import { z } from 'zod'
import type { DoorReply, DoorRequest, ModelDoor, ModelReply, ModelRequest } from '../model.ts'
import type { ModelSettings } from '../run-settings.ts'
import { cost } from '../utils/cost.ts'
import { Fault } from './fault.ts'
import { PACE, type Pace } from './limiter.ts'
import { openPassage, type Passage, type Passed } from './passage.ts'
import type { Transcript } from './transcript.ts'
import type { UsageMeter } from './usage-meter.ts'

/** What stands for a prompt where a program has its own. */
const PROMPT = 'program'

/** A case that programs ask for. */
export interface AskingCase {
  readonly caseId: string
  readonly trial: number
}

/** How a door keeps what was paid, and tells what went wrong, as its model does. */
export interface Keeping {
  readonly get: (key: unknown) => unknown
  readonly put: (
    key: unknown,
    answer: unknown,
    tokens: ModelReply['tokens'],
    whose: AskingCase & { readonly prompt: string },
  ) => void
  readonly isReplay: boolean
  readonly errorOf: (fault: Fault, asked: string) => Error
}

type Session = AskingCase & {
  readonly signal: AbortSignal
  readonly transcript: Transcript | null
  readonly meter: UsageMeter
}

/** Opens the model's server for programs, each of which works for one case. */
export function openDoor(
  settings: ModelSettings,
  env: NodeJS.ProcessEnv,
  pace: Pace = PACE,
  keeping: Keeping,
): (session: Session) => ModelDoor {
  const { identity, baseURL, price } = settings
  let opened: Promise<Passage> | undefined
  /** Requests on their way: what a case asks several times at once is asked once. */
  const flights = new Map<string, Promise<DoorReply>>()

  /** Gives the answer, and whether it was there before. */
  async function answerTo(
    passage: Passage,
    passed: Passed,
    { caseId, trial, signal }: Session,
  ): Promise<{ came: DoorReply; cached: boolean }> {
    const key = { server: baseURL, passed: passed.key, trial, caseId }
    const kept = keeping.get(key)
    if (kept !== undefined) return { came: await passage.read(kept), cached: true }
    if (keeping.isReplay)
      throw new Fault('not in the cache (FIND_CACHE=read calls nothing)', { transient: false })
    const flight = JSON.stringify(key)
    const running = flights.get(flight)
    if (running) return { came: await running, cached: true }
    const asked = passage
      .ask(passed, signal, (answer, { tokens }) =>
        keeping.put(key, answer, tokens, { prompt: PROMPT, caseId, trial }),
      )
      .finally(() => flights.delete(flight))
    flights.set(flight, asked)
    return { came: await asked, cached: false }
  }

  return (session) => ({
    identity,
    async ask(request) {
      const { caseId, signal, transcript, meter } = session
      signal.throwIfAborted()
      const begin = performance.now()
      const passage = await (opened ??= openPassage(settings, env, pace))
      if (!passage.leads(request.path)) return notThere(request, identity.api)
      const passed = prepared(passage, request)
      if (!passed) return NOT_UNDERSTOOD
      const heard = requestOf(passed)
      try {
        const { came, cached } = await answerTo(passage, passed, session)
        const ms = performance.now() - begin
        const { reply, status, body } = came
        if (reply) {
          meter.count(PROMPT, reply.tokens, cached, ms)
          transcript?.turn({ request: heard, reply, cached, ms, usd: cost(reply.tokens, price) })
        } else transcript?.failed(heard, `${status}: ${body}`)
        return came
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof Fault)) throw error
        const told = keeping.errorOf(error, `a program’s request for ${caseId}`)
        transcript?.failed(heard, told.message)
        throw told
      }
    },
  })
}

/** What a program asked, as a transcript shows it. */
const requestOf = ({ heard }: Passed): ModelRequest => ({
  prompt: PROMPT,
  ...heard,
  tools: heard.tools.map((tool) => ({ ...tool, parameters: z.unknown() })),
})

function prepared(passage: Passage, request: DoorRequest): Passed | null {
  try {
    return passage.prepare(request)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null
    throw error
  }
}

const refusal = (status: number, message: string): DoorReply => ({
  status,
  type: 'application/json',
  body: JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }),
  reply: null,
})

const NOT_UNDERSTOOD = refusal(400, 'the benchmark does not understand this request')

const notThere = ({ path }: DoorRequest, api: string) =>
  refusal(404, `the benchmark passes on requests of the ${api} API alone; got ${path}`)
