import type { Model } from '../../plugins/model.ts'
import type { Conversation } from '../conversation.ts'
import { type PersonaName, personas } from '../personas.ts'
import { schemaOf } from './play-case.ts'

/** A model that a persona plays, without a server between. */
export function played(name: PersonaName): Model & { readonly turns: () => number } {
  let turns = 0
  return {
    turns: () => turns,
    async respond({ instructions, messages, tools = [], format }) {
      turns++
      const conversation: Conversation = {
        model: name,
        instructions,
        turns: messages.map((message) =>
          message.role === 'assistant'
            ? { role: 'assistant', text: message.reply.text, calls: message.reply.calls }
            : message,
        ),
        tools: tools.map(({ name: called, description, parameters }) => ({
          name: called,
          description,
          parameters: schemaOf(parameters),
        })),
        mustCall: false,
        format: format ? { name: format.name, schema: schemaOf(format.schema) } : null,
        maxTokens: null,
        temperature: null,
      }
      const about = { identity: String(turns), signal: new AbortController().signal }
      const reply = await personas(null).playerOf(conversation)(conversation, about)
      return {
        text: reply.text,
        calls: reply.calls.map((call, i) => ({ ...call, id: `${turns}.${i}` })),
        refusal: reply.refusal,
        truncated: false,
        raw: null,
        tokens: { input: 1, cachedInput: 0, output: 1 },
      }
    },
  }
}
