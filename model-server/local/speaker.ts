import { ApiError } from '../api-error.ts'
import { type Conversation, EMPTY_REPLY, type Reply } from '../conversation.ts'
import { grammarSchema } from './grammar-schema.ts'
import type { Llama, LlamaModule, LlamaSequence } from './llama.ts'
import type { Prompt } from './prompt.ts'

/** Says what comes next in conversations, one at a time. */
export interface Speaker {
  /** How many tokens of the prompt it has in mind from what it said last. */
  remembers(prompt: Prompt): number
  /** @throws ApiError where the conversation leaves no room for an answer. */
  speak(
    conversation: Conversation,
    prompt: Prompt,
    about: { readonly seed: number; readonly signal: AbortSignal },
  ): Promise<Reply>
}

/** As llama.cpp draws where a request does not say. */
const TEMPERATURE = 0.8
const SAMPLING = { topK: 40, topP: 0.95, minP: 0.05, repeatPenalty: false } as const
/** Room for what the template puts around calls, which no limit counts. */
const RESERVE = 128
const MOST_CALLS = 8

export function speaker(
  { LlamaChat }: LlamaModule,
  llama: Llama,
  sequence: LlamaSequence,
  contextSize: number,
): Speaker {
  const remembers = ({ tokens }: Prompt) =>
    sequence.compareContextTokens(tokens).firstDifferentIndex

  return {
    remembers,
    async speak({ maxTokens, temperature, format }, prompt, { seed, signal }) {
      const { history, functions, wrapper, tokens } = prompt
      const room = contextSize - tokens.length - RESERVE
      if (room < 1) throw tooLong(contextSize, tokens.length)
      const grammar =
        format === null || functions !== undefined
          ? undefined
          : await llama.createGrammarForJsonSchema(
              grammarSchema(format.schema, `response_format '${format.name}'`),
            )
      const cachedInput = remembers(prompt)
      const before = sequence.tokenMeter.getState().usedOutputTokens
      const calls: { name: string; arguments: string }[] = []
      const chat = new LlamaChat({ contextSequence: sequence, chatWrapper: wrapper })
      const { response, fullResponse, metadata } = await chat.generateResponse(history, {
        ...SAMPLING,
        temperature: temperature ?? TEMPERATURE,
        seed,
        signal,
        maxTokens: Math.min(maxTokens ?? Infinity, room),
        grammar,
        functions,
        documentFunctionParams: true,
        maxParallelFunctionCalls: MOST_CALLS,
        // Unlike the calls of the response, these are there where they were cut off.
        onFunctionCallParamsChunk({ callIndex, functionName: name, paramsChunk }) {
          const call = (calls[callIndex] ??= { name, arguments: '' })
          call.arguments += paramsChunk
        },
      })
      const output = sequence.tokenMeter.getState().usedOutputTokens - before
      return {
        ...EMPTY_REPLY,
        thought: fullResponse.map((part) => (typeof part === 'string' ? '' : part.text)).join(''),
        text: response.trim(),
        calls: calls.map((call) => ({ ...call, arguments: call.arguments.trim() })),
        truncated: metadata.stopReason === 'maxTokens',
        tokens: { input: tokens.length, cachedInput, output },
      }
    },
  }
}

const tooLong = (contextSize: number, tokens: number) =>
  new ApiError(400, {
    message:
      `This model's maximum context length is ${contextSize} tokens, of which an answer needs ` +
      `${RESERVE}; your messages have ${tokens}.`,
    code: 'context_length_exceeded',
  })
