/** The settings of a run, as Vitest provides them to its workers; the schemas parse what an author wrote. */
import { z } from 'zod'

/** The APIs that interpreters ask a model by. */
export const APIS = ['responses', 'chat'] as const
/** All that programs may speak by themselves: Anthropic's Messages and Gemini's as well. */
export const SPOKEN_APIS = [...APIS, 'messages', 'gemini'] as const
export type SpokenApi = (typeof SPOKEN_APIS)[number]

/** US dollars per million tokens. */
export const Price = z.strictObject({
  input: z.number().nonnegative(),
  /** The price of input that the server had in its own cache; by default that of input. */
  cachedInput: z.number().nonnegative().optional(),
  output: z.number().nonnegative(),
})
export type Price = z.infer<typeof Price>

/** A model in the list of prices that comes with the harness. */
export interface ListedPrice {
  readonly provider: string
  readonly model: string
}

/** What a model's answers depend on; part of records and baselines. */
export const ModelIdentity = z.strictObject({
  name: z.string().min(1),
  /** A model of embeddings speaks to nobody: it answers synthetic neurons alone. */
  api: z.enum([...SPOKEN_APIS, 'embeddings']),
  effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']).nullable(),
  temperature: z.number().min(0).max(2).nullable(),
  maxOutputTokens: z.int().positive(),
})
export type ModelIdentity = z.infer<typeof ModelIdentity>

export const OUTPUT_LIMITS = ['max_tokens', 'max_completion_tokens'] as const

/** A configured model. The key itself stays in the environment. */
export interface ModelSettings {
  readonly identity: ModelIdentity
  /** Address of the server, without credentials. */
  readonly baseURL: string
  /** Variable of the environment that holds the key; null where the server wants none. */
  readonly apiKeyEnv: string | null
  readonly stream: boolean
  /** What the Chat Completions API calls the limit of output tokens; null: as the server wants it. */
  readonly outputLimit: (typeof OUTPUT_LIMITS)[number] | null
  /** Whether servers are to hold calls and answers to their schema. */
  readonly strict: boolean
  /** Milliseconds until a request without a whole answer fails for good. */
  readonly requestTimeout: number
  /** How often a transient fault is tried again. */
  readonly retries: number
  /** The most requests at the same time, in one process. */
  readonly concurrency: number
  /** No case begins in a run that is expected to go beyond. */
  readonly budget: { readonly tokens: number | null; readonly usd: number | null }
  /** Null: unknown, so that tokens alone are counted. */
  readonly price: Price | ListedPrice | null
}

/** Who may answer synthetic neurons in place of the embedded worlds. */
export const BACKENDS = ['model', 'embeddings'] as const

/** Who answers synthetic neurons, where that is no embedded world. */
export interface NeuronSettings {
  readonly backend: (typeof BACKENDS)[number]
  readonly model: ModelSettings
}

/** How much of a suite runs: all of it, a stratified tenth, or so many functions. */
export const Size = z.union([z.enum(['full', 'mini']), z.int().positive()])
export type Size = z.infer<typeof Size>

/** Least accuracy, by suite and scorer: `{ numeric: { nmse: 0.8, solved: 0.5 } }`. */
export const Floors = z.record(z.string(), z.record(z.string(), z.number().min(0).max(1)))
export type Floors = z.infer<typeof Floors>

/**
 * How answers of models are kept: `on` reads and writes, `refresh` pays anew and replaces, `read`
 * replays what is there and calls nothing, `off` does neither.
 */
export const CACHE_MODES = ['on', 'off', 'read', 'refresh'] as const
export type CacheMode = (typeof CACHE_MODES)[number]

/** One interpreter as configured, and what of the benchmark it runs on: a Vitest project. */
export interface RunSettings {
  readonly seed: number
  readonly size: Size
  /** Variables of the environment that change the seed or the size of the config. */
  readonly overridden: readonly string[]
  /** `solved`: a function that is not solved fails as a test. */
  readonly assert: 'solved' | null
  /** Absolute path of the folder that holds caches and transcripts. */
  readonly folder: string
  /** Names the run whose spending is counted together, over all its processes. */
  readonly session: string
  readonly cache: CacheMode
  /** Nothing is run: what it would take is printed. */
  readonly dryRun: boolean
  /** Whether tables come with their legend; null: those of the first run of a session do. */
  readonly legend: boolean | null
  /** The model that judges descriptions; null: they stay unscored. */
  readonly judge: ModelSettings | null
  /** Who answers the functions of categories that others may answer; null: nobody else. */
  readonly neurons: NeuronSettings | null
  readonly interpreter: {
    readonly name: string
    /** Path of its file, relative to the root. */
    readonly module: string
    readonly options?: unknown
    /** Queries it may ask of one function. Null: as many as the category gives. */
    readonly queries: number | null
    /** Milliseconds it may take for one function. */
    readonly timeout: number
    /** Functions it works on at the same time. Null: one in each of Vitest's workers. */
    readonly concurrency: number | null
    /** Independent trials on each function. */
    readonly trials: number
    readonly model: ModelSettings | null
    readonly floors: Floors
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    find: RunSettings
    /** Absolute path of the folder that keeps what comes of the run. */
    findFolder: string
    /** Whether someone looks at cases one by one, on a page. */
    findPage: boolean
    /** Why the project's interpreter cannot begin, where that was found before its cases. */
    findFault: string | null
  }
}
