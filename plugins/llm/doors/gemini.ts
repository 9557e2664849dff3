import { z } from 'zod'
import type { Message, ModelReply } from '../../model.ts'
import { Fault } from '../fault.ts'
import { faultOfBody } from '../fault-of.ts'
import { Count } from '../read-body.ts'
import { repeated, shown, type Speech, toolsWhere, user } from './speech.ts'

const Part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  functionCall: z
    .looseObject({ id: z.string().optional(), name: z.string(), args: z.unknown().optional() })
    .optional(),
  functionResponse: z
    .looseObject({ id: z.string().optional(), name: z.string(), response: z.unknown().optional() })
    .optional(),
})
type Part = z.infer<typeof Part>
const Content = z.looseObject({ role: z.string().optional(), parts: z.array(Part).default([]) })

const Request = z.looseObject({
  systemInstruction: z
    .union([z.string().transform((text) => ({ parts: [{ text }] })), Content])
    .optional(),
  contents: z.array(Content),
  tools: z
    .array(
      z.looseObject({
        functionDeclarations: z
          .array(z.looseObject({ name: z.string(), description: z.string().default('') }))
          .default([]),
      }),
    )
    .default([]),
})

const Chunk = z.looseObject({
  error: z.unknown().optional(),
  candidates: z
    .array(z.looseObject({ content: Content.optional(), finishReason: z.string().nullish() }))
    .default([]),
  promptFeedback: z.looseObject({ blockReason: z.string().optional() }).optional(),
  usageMetadata: z
    .looseObject({
      promptTokenCount: Count.default(0),
      toolUsePromptTokenCount: Count.default(0),
      cachedContentTokenCount: Count.default(0),
      candidatesTokenCount: Count.default(0),
      thoughtsTokenCount: Count.default(0),
    })
    .optional(),
})

/** The Gemini API. */
export const gemini: Speech = {
  path: /^\/v1(?:beta)?\/models\/[\w.:-]+?:(?:streamGenerateContent(?:\?alt=sse)?|generateContent)$/,
  key: (key) => ['x-goog-api-key', key],
  ofModel: ({ path, body }, model) => ({
    path: path.replace(/\/models\/.*?(?=:(?:stream)?[gG]enerateContent)/, `/models/${model}`),
    // Searches, browsers and interpreters of code are the server's.
    body: { ...body, ...toolsWhere(body, ({ functionDeclarations }) => functionDeclarations) },
  }),

  heard(body) {
    const { systemInstruction, contents, tools } = Request.parse(body)
    return {
      instructions: textOf(systemInstruction?.parts ?? []),
      messages: contents.flatMap(({ role, parts }) =>
        role === 'model' ? [repeated(textOf(parts), callsOf(parts))] : parts.flatMap(heardOf),
      ),
      tools: tools.flatMap(({ functionDeclarations }) => functionDeclarations),
    }
  },

  async said(events) {
    // Without `alt=sse` a stream is one list.
    const chunks = events.flat().map((one) => Chunk.parse(one))
    const failed = chunks.find(({ error }) => error)
    if (failed) throw faultOfBody(failed.error)
    const parts = chunks.flatMap(({ candidates: [one] }) => one?.content?.parts ?? [])
    const reasons = chunks.flatMap(({ candidates: [one] }) => one?.finishReason ?? [])
    const blocked = chunks.flatMap(({ promptFeedback }) => promptFeedback?.blockReason ?? [])
    if (reasons.length + blocked.length === 0)
      throw new Fault('the stream was cut short', { transient: true })
    return replyOf(parts, [...blocked, ...reasons].at(-1)!, chunks)
  },
}

const ENDS_WELL = new Set(['STOP', 'MAX_TOKENS', 'MALFORMED_FUNCTION_CALL'])

function replyOf(
  parts: readonly Part[],
  reason: string,
  chunks: readonly z.infer<typeof Chunk>[],
): ModelReply {
  const usage = chunks.findLast(({ usageMetadata }) => usageMetadata)?.usageMetadata
  return {
    text: textOf(parts),
    calls: callsOf(parts),
    refusal: ENDS_WELL.has(reason) ? null : reason,
    truncated: reason === 'MAX_TOKENS',
    raw: null,
    tokens: {
      input: (usage?.promptTokenCount ?? 0) + (usage?.toolUsePromptTokenCount ?? 0),
      cachedInput: usage?.cachedContentTokenCount ?? 0,
      output: (usage?.candidatesTokenCount ?? 0) + (usage?.thoughtsTokenCount ?? 0),
    },
  }
}

const textOf = (parts: readonly Part[]) =>
  parts.flatMap(({ text, thought }) => (text && !thought ? [text] : [])).join('')

const callsOf = (parts: readonly Part[]) =>
  parts.flatMap(({ functionCall: call }) =>
    call ? [{ id: call.id ?? call.name, name: call.name, arguments: shown(call.args ?? {}) }] : [],
  )

function heardOf({ text, functionResponse: result }: Part): Message[] {
  if (!result) return user(text ?? '')
  return [{ role: 'tool', callId: result.id ?? result.name, output: shown(result.response) }]
}
