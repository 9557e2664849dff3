import { z } from 'zod'
import type { ModelReply } from '../model.ts'
import type { Api } from './api.ts'
import { faultOfBody } from './fault-of.ts'
import { Count, readBody, wholeOf } from './read-body.ts'

const Usage = z.looseObject({ prompt_tokens: Count }).nullish().catch(null)
const Body = z.looseObject({
  error: z.unknown().optional(),
  data: z.array(z.looseObject({ embedding: z.array(z.number()).min(1) })).length(1),
  usage: Usage,
})
/** What tells a whole answer, of whatever shape, from a server in trouble. */
const Answered = z.looseObject({ data: z.array(z.unknown()).min(1), usage: Usage })

/** The Embeddings API, as OpenAI and all servers compatible with it speak it: one text at a time. */
export const embeddingsApi: Api = {
  prepare({ identity }, { messages }) {
    const input = messages.flatMap((one) => (one.role === 'user' ? one.text : [])).join('\n')
    const params = { model: identity.name, input, encoding_format: 'float' as const }
    return {
      params,
      async send(client, options) {
        const response = await client.embeddings.create(params, options).asResponse()
        return wholeOf(response, false, () => Promise.reject(new TypeError('it is no stream')))
      },
    }
  },

  read: (body) => readBody(Body, body, replyOf, paidFor),
}

function replyOf({ error, data: [first], usage }: z.infer<typeof Body>): ModelReply {
  if (error) throw faultOfBody(error)
  return {
    text: '',
    calls: [],
    refusal: null,
    truncated: false,
    raw: null,
    vector: first!.embedding,
    tokens: tokensOf(usage),
  }
}

function paidFor(body: unknown): ModelReply['tokens'] | null {
  const answered = Answered.safeParse(body)
  return answered.success ? tokensOf(answered.data.usage) : null
}

const tokensOf = (usage: z.infer<typeof Usage>): ModelReply['tokens'] => ({
  input: usage?.prompt_tokens ?? 0,
  cachedInput: 0,
  output: 0,
})
