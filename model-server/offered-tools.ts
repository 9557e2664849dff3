import type { Conversation, JsonSchema } from './conversation.ts'

interface Tool {
  readonly name: string
  readonly description?: string | null | undefined
  readonly parameters?: JsonSchema | undefined
}

/** Reads which functions a request offers, whichever API it came by. */
export function offeredTools(
  tools: readonly Tool[] | null | undefined,
  choice: 'auto' | 'none' | 'required' | { readonly name: string } | null | undefined,
): Pick<Conversation, 'tools' | 'mustCall'> {
  const only = typeof choice === 'object' && choice !== null ? choice.name : null
  const open = choice === 'none' ? [] : (tools ?? [])
  const offered = open.filter(({ name }) => only === null || name === only)
  return {
    tools: offered.map(({ name, description, parameters }) => ({
      name,
      description: description ?? '',
      parameters: parameters ?? { type: 'object', properties: {} },
    })),
    mustCall: offered.length > 0 && (only !== null || choice === 'required'),
  }
}
