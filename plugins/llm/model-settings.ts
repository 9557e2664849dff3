import { z } from 'zod'
import {
  ModelIdentity,
  type ModelSettings,
  type NeuronSettings,
  OUTPUT_LIMITS,
  Price,
  SPOKEN_APIS,
} from '../run-settings.ts'
import { findListed } from '../utils/listed-prices.ts'
import { Fault } from './fault.ts'

const OPENAI = {
  address: 'https://api.openai.com/v1',
  addressEnv: 'OPENAI_BASE_URL',
  keyEnv: 'OPENAI_API_KEY',
}
/** Whose an API is, and where its server and its key are found. */
const VENDORS: Readonly<Record<ModelIdentity['api'], typeof OPENAI>> = {
  embeddings: OPENAI,
  responses: OPENAI,
  chat: OPENAI,
  messages: {
    address: 'https://api.anthropic.com',
    addressEnv: 'ANTHROPIC_BASE_URL',
    keyEnv: 'ANTHROPIC_API_KEY',
  },
  gemini: {
    address: 'https://generativelanguage.googleapis.com',
    addressEnv: 'GOOGLE_GEMINI_BASE_URL',
    keyEnv: 'GEMINI_API_KEY',
  },
}
/** Node's fetch gives up a server that sends nothing for so long. */
const SILENCE = 300_000
/** Servers that know no keys still want to be shown one. */
const NO_KEY = 'none'

const ModelFields = z.strictObject({
  name: z.string().min(1),
  /**
   * The API; by default `responses` at OpenAI and `chat` at any other server, and where no
   * server is named, `messages` for names like `claude-…` and `gemini` for `gemini-…`, which
   * programs speak that are agents.
   */
  api: z.enum(SPOKEN_APIS).optional(),
  /** The address of the server; by default OPENAI_BASE_URL, else that of the API's vendor. */
  baseURL: z.string().optional(),
  /** Variable of the environment that holds the key; the key itself is never configured. */
  apiKeyEnv: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/, 'expected the name of a variable in capitals, not a key')
    .optional(),
  /**
   * The effort of a reasoning model. Where it is set and not `none`, the Responses API keeps the
   * reasoning from turn to turn; models that do not reason refuse to be asked for it.
   */
  effort: ModelIdentity.shape.effort.default(null),
  temperature: ModelIdentity.shape.temperature.default(null),
  /** The limit of tokens in one turn, reasoning included. */
  maxOutputTokens: ModelIdentity.shape.maxOutputTokens.default(16_384),
  stream: z.boolean().default(false),
  /** By default what the server wants, as far as it complains of the other. */
  outputLimit: z.enum(OUTPUT_LIMITS).nullable().default(null),
  /** Some servers refuse requests that ask them to be strict. */
  strict: z.boolean().default(true),
  /** Milliseconds until a request without a whole answer fails for good. */
  requestTimeout: z.int().positive().max(3_600_000).default(SILENCE),
  retries: z.int().nonnegative().max(20).default(6),
  /** No case begins in a run that is expected to go beyond. */
  budget: z
    .strictObject({
      tokens: z.int().positive().nullable().default(null),
      usd: z.number().positive().nullable().default(null),
    })
    .prefault({}),
  /** US dollars per million tokens; by default that of the table of prices, else the listed one. */
  price: Price.optional(),
})

/** A model as written in vitest.config.ts. */
export const ModelConfig = ModelFields.refine(
  ({ stream, requestTimeout }) => stream || requestTimeout <= SILENCE,
  {
    path: ['requestTimeout'],
    message: `expected at most ${SILENCE} ms, or stream: true: a silent server is given up then`,
  },
)
export type ModelConfig = z.infer<typeof ModelConfig>

const ofNeurons = {
  budget: true,
  name: true,
  baseURL: true,
  apiKeyEnv: true,
  retries: true,
  price: true,
  outputLimit: true,
} as const
const NeuronFields = ModelFields.pick(ofNeurons).extend({
  requestTimeout: z.int().positive().max(SILENCE).default(SILENCE),
})

/** Who answers synthetic neurons: the embedded worlds, or a model in their place. */
export const NeuronConfig = z.discriminatedUnion('backend', [
  z.strictObject({ backend: z.literal('world') }),
  z.strictObject({
    backend: z.literal('model'),
    /** It speaks the Chat Completions API. */
    model: NeuronFields.extend({
      effort: ModelIdentity.shape.effort.default(null),
      temperature: ModelIdentity.shape.temperature.default(0),
      /** A digit, or a name: what goes on for longer says nothing to the point. */
      maxOutputTokens: ModelIdentity.shape.maxOutputTokens.default(32),
    }),
  }),
  z.strictObject({ backend: z.literal('embeddings'), model: NeuronFields }),
])
export type NeuronConfig = z.infer<typeof NeuronConfig>

/** @throws Error that names the setting, what was expected and what came. */
export function neuronSettings(
  config: NeuronConfig,
  about: Parameters<typeof modelSettings>[1],
): NeuronSettings | null {
  if (config.backend === 'world') return null
  const { backend, model: own } = config
  const model = modelSettings(ModelConfig.parse({ ...own, api: 'chat' }), about)
  if (backend === 'model') return { backend, model }
  const identity = { ...model.identity, api: 'embeddings', maxOutputTokens: 1 } as const
  return { backend, model: { ...model, identity } }
}

/**
 * Makes settings of a configured model.
 *
 * @param prices by name of the model; the config's own price wins, and both win over the list that
 *   comes with the harness.
 * @throws Error that names the setting, what was expected and what came.
 */
export function modelSettings(
  config: ModelConfig,
  about: {
    readonly concurrency: number
    readonly env: NodeJS.ProcessEnv
    readonly prices: Readonly<Record<string, Price>>
  },
): ModelSettings {
  const { name, effort, temperature, maxOutputTokens, budget } = config
  const named = config.api ?? apiOfName(name, config, about.env)
  const vendor = VENDORS[named ?? 'responses']
  const baseURL = readAddress(name, config, about.env, vendor)
  const table = Object.hasOwn(about.prices, name) ? about.prices[name] : undefined
  const price = config.price ?? table ?? findListed(name, baseURL)
  if (budget.usd !== null && price === null)
    throw new Error(
      `model ${name}: expected a price, its own or in the table of prices, for its budget of ` +
        `${budget.usd} US dollars; got none`,
    )
  const api = named ?? (isOpenAI(baseURL) ? 'responses' : 'chat')
  return {
    identity: { name, api, effort, temperature, maxOutputTokens },
    baseURL,
    // A vendor's key is for the vendor, and for a server that takes its place.
    apiKeyEnv: config.apiKeyEnv ?? (config.baseURL && !isVendor(baseURL) ? null : vendor.keyEnv),
    stream: config.stream,
    outputLimit: config.outputLimit,
    strict: config.strict,
    requestTimeout: config.requestTimeout,
    retries: config.retries,
    concurrency: about.concurrency,
    budget,
    price,
  }
}

function apiOfName(
  name: string,
  { baseURL }: ModelConfig,
  env: NodeJS.ProcessEnv,
): 'messages' | 'gemini' | undefined {
  if (baseURL || env['OPENAI_BASE_URL']) return undefined
  return name.startsWith('claude-') ? 'messages' : name.startsWith('gemini-') ? 'gemini' : undefined
}

/** Whether the address is of a vendor itself, where keys are needed. */
const isVendor = (baseURL: string): boolean =>
  isOpenAI(baseURL) ||
  Object.values(VENDORS).some(
    ({ address }) => new URL(address).hostname === new URL(baseURL).hostname,
  )

/** Whether the address is of OpenAI itself, where keys are needed and the newest API is spoken. */
export function isOpenAI(baseURL: string): boolean {
  const { hostname } = new URL(baseURL)
  return hostname === 'api.openai.com' || hostname.endsWith('.api.openai.com')
}

/**
 * Gives the key of the server.
 *
 * @throws Fault where it is no key, or OpenAI's is not set; other servers may well do without.
 */
export function requireKey(settings: ModelSettings, env: NodeJS.ProcessEnv): string {
  const { apiKeyEnv } = settings
  if (apiKeyEnv === null) return NO_KEY
  const key = env[apiKeyEnv]?.trim()
  if (key && !/^[\x21-\x7E]+$/.test(key))
    throw new Fault(
      `model ${settings.identity.name}: expected a key in ${apiKeyEnv}; got white space ` +
        'or letters that no key has',
      { transient: false },
    )
  if (key) return key
  if (!isVendor(settings.baseURL)) return NO_KEY
  throw new Fault(
    `model ${settings.identity.name}: expected a key in ${apiKeyEnv}, which is empty: ` +
      `set ${apiKeyEnv}, or ${VENDORS[settings.identity.api].addressEnv} of a compatible server; ` +
      'FIND_CACHE=read replays cached answers',
    { transient: false },
  )
}

function readAddress(
  name: string,
  config: ModelConfig,
  env: NodeJS.ProcessEnv,
  { address, addressEnv }: typeof OPENAI,
): string {
  const [setting, text] = config.baseURL
    ? [`model ${name}: baseURL`, config.baseURL]
    : [addressEnv, env[addressEnv] || address]
  const url = URL.parse(text)
  // What came may hold a key, so that no more than the host of it is repeated.
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`${setting}: expected an address like ${address}; got something else`)
  if (url.username || url.password)
    throw new Error(
      `${setting}: expected an address without credentials, which belong in ` +
        `the variable that apiKeyEnv names; got some for ${url.host}`,
    )
  if (url.search || url.hash)
    throw new Error(
      `${setting}: expected an address that ends with its path; got a query for ${url.host}`,
    )
  return url.href.replace(/\/+$/, '')
}
