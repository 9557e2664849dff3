import { z } from 'zod'
import { invalidRequest, parseRequest } from './api-error.ts'
import type { Exchange } from './conversation.ts'
import { jsonPayload } from './deliver.ts'
import { tokensOf } from './tokens.ts'

const EmbeddingsRequest = z.looseObject({
  model: z.string(),
  input: z.string().min(1),
  encoding_format: z.literal('float'),
})

/** The Embeddings API: one text, and the numbers of one vector. */
export function readEmbeddings(body: unknown): Exchange {
  const { model, input } = parseRequest(EmbeddingsRequest, body)
  return {
    conversation: {
      model,
      instructions: '',
      turns: [{ role: 'user', text: input }],
      tools: [],
      mustCall: false,
      format: null,
      maxTokens: null,
      temperature: null,
    },
    answer(reply) {
      if (reply && !reply.vector)
        throw invalidRequest(`The model '${model}' does not support embeddings.`, 'model')
      const embedding = { object: 'embedding', index: 0, embedding: reply?.vector }
      const tokens = reply?.tokens ?? { input: tokensOf(input), cachedInput: 0, output: 0 }
      const payload = jsonPayload({
        object: 'list',
        data: reply ? [embedding] : [],
        model,
        usage: { prompt_tokens: tokens.input, total_tokens: tokens.input },
      })
      return { payload, tokens }
    },
  }
}
