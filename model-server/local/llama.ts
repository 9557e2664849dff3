/**
 * The part of node-llama-cpp that a local model needs. The package is optional and large, so that
 * it is imported where a model is opened, and its types stand here.
 */
import type { JsonSchema } from '../conversation.ts'

const PACKAGE = 'node-llama-cpp'
const INSTALL = `npm install --no-save ${PACKAGE}@3`

export interface Llama {
  loadModel(options: { readonly modelPath: string }): Promise<LlamaModel>
  createGrammarForJsonSchema(schema: JsonSchema): Promise<object>
}

export interface LlamaModel {
  readonly tokenizer: object
  createContext(options: {
    readonly sequences: number
    readonly contextSize: { readonly max: number }
    readonly threads: number
  }): Promise<LlamaContext>
}

export interface LlamaContext {
  /** The tokens that one sequence has room for. */
  readonly contextSize: number
  getSequence(): LlamaSequence
}

export interface LlamaSequence {
  readonly tokenMeter: { getState(): TokenMeterState }
  compareContextTokens(tokens: readonly number[]): { readonly firstDifferentIndex: number }
}

/** The tokens that were evaluated, and those that were drawn. */
interface TokenMeterState {
  readonly usedInputTokens: number
  readonly usedOutputTokens: number
}

export type ChatItem =
  | { readonly type: 'system' | 'user'; readonly text: string }
  | { readonly type: 'model'; readonly response: (string | ChatCall)[] }

export interface ChatCall {
  readonly type: 'functionCall'
  readonly name: string
  readonly params: unknown
  readonly result: unknown
}

export type ChatFunctions = Readonly<
  Record<string, { readonly description: string; readonly params: JsonSchema }>
>

/** What a chat looks like to a model, by the template that it was trained on. */
export interface ChatWrapper {
  readonly settings: { readonly functions: { readonly call: { readonly prefix: unknown } } }
  generateContextState(options: {
    readonly chatHistory: readonly ChatItem[]
    readonly availableFunctions: ChatFunctions | undefined
    readonly documentFunctionParams: boolean
  }): { readonly contextText: { tokenize(tokenizer: object): number[] } }
}

interface ChatOptions {
  readonly signal: AbortSignal
  readonly maxTokens: number
  readonly temperature: number
  readonly topK: number
  readonly topP: number
  readonly minP: number
  readonly seed: number
  readonly repeatPenalty: false
  readonly grammar: object | undefined
  readonly functions: ChatFunctions | undefined
  readonly documentFunctionParams: boolean
  readonly maxParallelFunctionCalls: number
  readonly onFunctionCallParamsChunk: (chunk: {
    readonly callIndex: number
    readonly functionName: string
    readonly paramsChunk: string
  }) => void
}

export interface LlamaChat {
  generateResponse(
    history: readonly ChatItem[],
    options: ChatOptions,
  ): Promise<{
    readonly response: string
    readonly fullResponse: readonly (
      | string
      | { readonly segmentType: string; readonly text: string }
    )[]
    readonly metadata: { readonly stopReason: string }
  }>
}

export interface LlamaModule {
  readonly getLlama: (options: {
    readonly gpu: 'auto' | false
    readonly build: 'never'
    readonly maxThreads: number
    readonly logLevel: 'error'
    readonly logger: (level: string, message: string) => void
  }) => Promise<Llama>
  readonly resolveChatWrapper: (model: LlamaModel) => ChatWrapper
  readonly LlamaText: (values: readonly string[]) => object
  readonly ChatWrapper: { readonly defaultSettings: ChatWrapper['settings'] }
  readonly LlamaChat: new (options: {
    readonly contextSequence: LlamaSequence
    readonly chatWrapper: ChatWrapper
  }) => LlamaChat
}

/** @throws Error that names the package and how it is installed, where it is missing. */
export async function importLlama(): Promise<LlamaModule> {
  try {
    return (await import(PACKAGE)) as LlamaModule
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes(`'${PACKAGE}'`)) throw cause
    throw new Error(
      `a local model runs in the package ${PACKAGE}, which is not installed: ${INSTALL}`,
      { cause },
    )
  }
}
