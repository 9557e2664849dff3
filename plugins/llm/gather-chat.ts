import { z } from 'zod'
import { Fault } from './fault.ts'
import { Arguments, DONE } from './read-body.ts'

const PartOfCall = z.looseObject({
  index: z.int().nonnegative().nullish().catch(null),
  id: z.string().nullish().catch(null),
  function: z.looseObject({ name: z.string().nullish(), arguments: Arguments }).nullish(),
})
const Chunk = z.looseObject({
  id: z.unknown().optional(),
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string().nullish(),
        delta: z.looseObject({ tool_calls: z.array(PartOfCall).nullish() }).nullish(),
        error: z.unknown().optional(),
      }),
    )
    .nullish(),
  usage: z.unknown().optional(),
})

interface Call {
  readonly index: number | null
  readonly call: { id: string | null; readonly function: { name: string; arguments: string } }
}

/**
 * Puts together what a stream of the Chat Completions API says, as the body of one answer. The
 * SDK's own helper loses calls without an index, and throws a paid answer away over an id that is
 * missing or a limit of tokens that is reached.
 *
 * @throws Fault where the stream ends before the answer does.
 */
export async function gatherChat(events: AsyncIterable<unknown>): Promise<unknown> {
  let id: unknown
  let usage: unknown
  let error: unknown
  /** The first piece that is of no known shape: without it the answer would be another. */
  let unread: unknown
  let reason: string | null = null
  let ended = false
  const message: Record<string, unknown> = {}
  const calls: Call[] = []
  for await (const one of events) {
    if (one === DONE) ended = true
    if (one === DONE) break
    const chunk = Chunk.safeParse(one).data
    if (!chunk) unread ??= one
    if (!chunk) continue
    id ??= chunk.id
    usage = chunk.usage ?? usage
    const [choice] = chunk.choices ?? []
    // Servers that give no reason for the end still count their tokens there.
    ended ||= choice ? choice.finish_reason != null : chunk.usage != null
    if (!choice) continue
    reason = choice.finish_reason ?? reason
    error = choice.error ?? error
    const { tool_calls: parts, ...said } = choice.delta ?? {}
    for (const [field, value] of Object.entries(said))
      message[field] = joined(message[field], value)
    for (const part of parts ?? []) addTo(calls, part)
  }
  if (unread !== undefined) return { id, choices: [unread], usage }
  if (!ended) throw new Fault('the stream was cut short', { transient: true })
  const isEmpty = Object.keys(message).length === 0 && calls.length === 0 && reason === null
  const tool_calls = calls.map(({ call }) => call)
  const whole = { ...message, ...(calls.length > 0 && { tool_calls }) }
  const choice = { finish_reason: reason, message: whole, ...(error != null && { error }) }
  return { id, choices: isEmpty ? [] : [choice], usage }
}

/** Texts and lists grow from chunk to chunk; anything else is said once. */
function joined(before: unknown, next: unknown): unknown {
  // Each chunk of some servers says again who speaks.
  if (next == null || next === 'assistant') return before ?? next
  if (typeof before === 'string' && typeof next === 'string') return before + next
  return Array.isArray(before) && Array.isArray(next) ? [...before, ...next] : next
}

/** Adds to the call that a part belongs to: by its index, else by its id, else to the last. */
function addTo(calls: Call[], part: z.infer<typeof PartOfCall>): void {
  const { index = null, id, function: said, ...others } = part
  const called = { name: said?.name ?? '', arguments: said?.arguments ?? '' }
  const open = index === null ? calls.at(-1) : calls.findLast((one) => one.index === index)
  // Some give all calls one index, and tell them apart by their ids, or by their names alone.
  const isOther = id ? open?.call.id && open.call.id !== id : index === null && called.name !== ''
  if (!open || isOther) {
    calls.push({ index, call: { ...others, id: id || null, function: { ...said, ...called } } })
    return
  }
  open.call.id ||= id || null
  open.call.function.name ||= called.name
  open.call.function.arguments += called.arguments
}
