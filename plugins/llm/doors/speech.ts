import { z } from 'zod'
import type { Message, ModelReply } from '../../model.ts'

/** How an API is spoken, as far as one must know who passes its requests on. */
export interface Speech {
  /** The path of what is paid for, with the query that it may have. */
  readonly path: RegExp
  /** The header that the key stands in. */
  key(key: string): readonly [name: string, value: string]
  /**
   * A request for the model that is configured, whichever it asks for, and without tools that the
   * server performs: a program that has no network would search it through them.
   */
  ofModel(asked: Asked, model: string): Asked
  /** What is said in a request, for people. */
  heard(body: unknown): Heard
  /**
   * What is said in an answer: a body, or the events of a stream.
   *
   * @throws Fault where it is none, or not whole.
   */
  said(events: readonly unknown[]): Promise<ModelReply>
}

export interface Asked {
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface Heard {
  readonly instructions: string
  readonly messages: readonly Message[]
  readonly tools: readonly { readonly name: string; readonly description: string }[]
}

const Tools = z.array(z.looseObject({ type: z.string().nullish() }))

/** The tools of a request that are such, in a field as the request has it. */
export function toolsWhere(
  { tools }: Asked['body'],
  isSuch: (tool: z.infer<typeof Tools>[number]) => unknown,
): { readonly tools?: unknown } {
  return tools === undefined ? {} : { tools: Tools.parse(tools).filter(isSuch) }
}

/** A turn of the model's own, as a request repeats it. */
export const repeated = (
  text: string,
  calls: ModelReply['calls'],
): Message & { role: 'assistant' } => ({
  role: 'assistant',
  reply: {
    text,
    calls,
    refusal: null,
    truncated: false,
    raw: null,
    tokens: { input: 0, cachedInput: 0, output: 0 },
  },
})

/** The bearer of a key, as most servers want it. */
export const bearer = (key: string) => ['authorization', `Bearer ${key}`] as const

/** Texts of a user, and none of what is empty. */
export const user = (text: string): Message[] => (text === '' ? [] : [{ role: 'user', text }])

/** What a result or an image is, for people. */
export const shown = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null)
