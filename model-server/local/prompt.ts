import { grammarSchema } from './grammar-schema.ts'
import { historyOf } from './history.ts'
import type { Conversation } from '../conversation.ts'
import type { ChatFunctions, ChatItem, ChatWrapper, LlamaModel, LlamaModule } from './llama.ts'

/** A conversation as a model is given it. */
export interface Prompt {
  readonly history: readonly ChatItem[]
  readonly functions: ChatFunctions | undefined
  readonly wrapper: ChatWrapper
  readonly tokens: readonly number[]
}

/**
 * Makes prompts by the template of a model. One that was trained on calls of tools makes them when
 * it wants to; one that was not would never make any, so that its turns are calls where there are
 * tools.
 */
export function promptMaker(
  { resolveChatWrapper, ChatWrapper: { defaultSettings }, LlamaText }: LlamaModule,
  model: LlamaModel,
): (conversation: Conversation) => Prompt {
  const free = resolveChatWrapper(model)
  const calling: ChatWrapper = Object.assign(Object.create(free) as ChatWrapper, {
    generateContextState: (options: Parameters<ChatWrapper['generateContextState']>[0]) => ({
      ...free.generateContextState(options),
      noPrefixTrigger: { type: 'functionCall', inject: LlamaText([]) },
    }),
  })
  const knowsTools = free.settings.functions.call.prefix !== defaultSettings.functions.call.prefix

  return (conversation) => {
    const { tools, mustCall } = conversation
    const history = historyOf(conversation)
    const functions = tools.length === 0 ? undefined : functionsOf(tools)
    const wrapper = functions && (mustCall || !knowsTools) ? calling : free
    const { contextText } = wrapper.generateContextState({
      chatHistory: history,
      availableFunctions: functions,
      documentFunctionParams: true,
    })
    return { history, functions, wrapper, tokens: contextText.tokenize(model.tokenizer) }
  }
}

const functionsOf = (tools: Conversation['tools']): ChatFunctions =>
  Object.fromEntries(
    tools.map(({ name, description, parameters }) => [
      name,
      { description, params: grammarSchema(parameters, `function '${name}'`) },
    ]),
  )
