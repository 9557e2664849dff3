import { relative, resolve } from 'node:path'
import type { ViteUserConfig } from 'vitest/config'
import { z } from 'zod'
import {
  CACHE_MODES,
  Floors,
  type ModelSettings,
  Price,
  type RunSettings,
  Size,
} from '../run-settings.ts'
import { ModelConfig, modelSettings, NeuronConfig, neuronSettings } from '../llm/model-settings.ts'
import { findInterpreter, interpreterNames } from './home.ts'

type Reporters = NonNullable<NonNullable<ViteUserConfig['test']>['reporters']>

/** The names that an interpreter may have, and its files and folders. */
const NAME = /^[\w+-][\w.+-]*$/

const InterpreterConfig = z.strictObject({
  /**
   * Its file, relative to the root, or the name of another interpreter; by default its own name.
   * A name is of `interpreters/<name>.ts` or `…/<name>/index.ts`, or else of an embedded one.
   */
  module: z.string().optional(),
  /** Passed to the file's default export. */
  options: z.unknown().optional(),
  /** Queries it may ask of one function; by default as many as the category gives. */
  queries: z.int().positive().optional(),
  /** Milliseconds it may take for one function. */
  timeout: z.int().positive().default(60_000),
  /**
   * Functions it works on at the same time, in one process: pays where it waits for a model, and
   * is 8 there by default, also where it waits for a model that answers neurons. Without it and
   * without a model: one in each of Vitest's workers.
   */
  concurrency: z.int().positive().optional(),
  /** Independent trials on each function. */
  trials: z.int().positive().default(1),
  /** The language model it works with. */
  model: ModelConfig.optional(),
  /** The gate fails where an accuracy is below its floor. */
  floors: Floors.default({}),
})

/** Settings of an interpreter that runs without Vitest: of tests and studies. */
export const settingsOf = (
  name: string,
  changes: Partial<Omit<RunSettings, 'interpreter'>> & { queries?: number } = {},
): RunSettings => {
  const { queries, ...about } = changes
  const own = InterpreterConfig.parse(queries === undefined ? {} : { queries })
  return {
    seed: 0,
    size: 'full',
    overridden: [],
    assert: null,
    folder: '',
    session: name,
    cache: 'off',
    dryRun: false,
    legend: null,
    judge: null,
    neurons: null,
    ...about,
    interpreter: {
      ...own,
      queries: own.queries ?? null,
      name,
      module: '',
      concurrency: null,
      model: null,
    },
  }
}

export const BenchmarkConfig = z.strictObject({
  /** Absolute path of the folder that holds suites, interpreters and baselines. */
  root: z.string(),
  /** The interpreters that run, by name. */
  interpreters: z.record(z.string().regex(NAME), InterpreterConfig),
  /** The embedded suites that run beside those of the root, by name; by default all. */
  embedded: z.array(z.string()).optional(),
  size: Size.default('full'),
  seed: z.int().nonnegative().default(0),
  assert: z.literal('solved').nullable().default(null),
  /** The model that judges descriptions; without it they stay unscored. */
  judge: ModelConfig.optional(),
  /** Who answers synthetic neurons: the embedded worlds, a language model, or embeddings. */
  neurons: NeuronConfig.default({ backend: 'world' }),
  /** Reporters for people; by default Vitest's own, accuracy, and what models were asked. */
  reporters: z.custom<Reporters>(Array.isArray, 'expected a list, as Vitest takes it').optional(),
  /** US dollars per million tokens, by name of the model. */
  prices: z.record(z.string(), Price).default({}),
})
export type BenchmarkConfig = z.input<typeof BenchmarkConfig>

const MODEL_CONCURRENCY = 8

/** A misspelt one could cost money. */
const VARIABLES: ReadonlySet<string> = new Set(
  ['INTERPRETERS', 'SIZE', 'SEED', 'ASSERT', 'MODEL', 'CACHE', 'DRY_RUN', 'LEGEND'].map(
    (name) => `FIND_${name}`,
  ),
)

/**
 * What runs: the config, with FIND_INTERPRETERS, FIND_SIZE, FIND_SEED, FIND_ASSERT, FIND_MODEL,
 * FIND_CACHE, FIND_DRY_RUN and FIND_LEGEND over it.
 *
 * @param session names what is spent together.
 * @throws Error that names the setting, what was expected and what came.
 */
export function readSettings(
  input: BenchmarkConfig,
  env: NodeJS.ProcessEnv,
  session: string,
): RunSettings[] {
  const unknown = Object.keys(env).find((name) => name.startsWith('FIND_') && !VARIABLES.has(name))
  if (unknown !== undefined)
    throw new Error(`${unknown}: expected one of ${[...VARIABLES].join(', ')}`)
  const parsed = BenchmarkConfig.safeParse(input)
  if (!parsed.success) throw new Error(`vitest.config.ts: ${z.prettifyError(parsed.error)}`)
  const config = parsed.data
  const size = fromEnvironment(env, 'FIND_SIZE', sizeOf, "'full', 'mini' or a number from 1")
  const seed = fromEnvironment(env, 'FIND_SEED', wholeNumber, 'a whole number from 0')
  const assert = fromEnvironment(env, 'FIND_ASSERT', z.literal('solved'), "'solved'")
  const cache = fromEnvironment(
    env,
    'FIND_CACHE',
    z.enum(CACHE_MODES),
    CACHE_MODES.map((mode) => `'${mode}'`).join(', '),
  )
  const dryRun = fromEnvironment(env, 'FIND_DRY_RUN', z.enum(['0', '1']), "'1' or '0'") === '1'
  const legend = fromEnvironment(env, 'FIND_LEGEND', z.enum(['0', '1']), "'1' or '0'")
  const models = { env, prices: config.prices }
  const judge = config.judge
    ? settingsOfModel('judge', config.judge, { ...models, concurrency: MODEL_CONCURRENCY })
    : null
  const neurons = naming('neurons.model', () =>
    neuronSettings(config.neurons, { ...models, concurrency: MODEL_CONCURRENCY }),
  )
  const names = (env['FIND_INTERPRETERS'] || Object.keys(config.interpreters).join()).split(',')
  const overridden = [
    ...(size === undefined || size === config.size ? [] : ['FIND_SIZE']),
    ...(seed === undefined || seed === config.seed ? [] : ['FIND_SEED']),
  ]
  return names.map((item) => {
    const name = item.trim()
    const own = config.interpreters[name] ?? unlisted(env)
    const concurrency = own.concurrency ?? (own.model || neurons ? MODEL_CONCURRENCY : null)
    return {
      seed: seed ?? config.seed,
      size: size ?? config.size,
      overridden,
      assert: assert ?? config.assert,
      folder: resolve(config.root, '.find'),
      session,
      cache: cache ?? 'on',
      dryRun,
      legend: legend === undefined ? null : legend === '1',
      judge,
      neurons,
      interpreter: {
        ...own,
        name,
        concurrency,
        queries: own.queries ?? null,
        model: own.model
          ? settingsOfModel(`interpreters.${name}.model`, own.model, {
              ...models,
              concurrency: concurrency ?? 1,
            })
          : null,
        module: own.module
          ? (namedModule(config.root, own.module) ?? own.module)
          : findModule(config.root, name, Object.keys(config.interpreters)),
      },
    }
  })
}

/** An interpreter that FIND_INTERPRETERS names and the config does not. */
const unlisted = (env: NodeJS.ProcessEnv) =>
  InterpreterConfig.parse(env['FIND_MODEL'] ? { model: { name: env['FIND_MODEL'] } } : {})

const settingsOfModel = (
  setting: string,
  config: z.output<typeof ModelConfig>,
  about: Parameters<typeof modelSettings>[1],
): ModelSettings => naming(setting, () => modelSettings(config, about))

function naming<T>(setting: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`vitest.config.ts: ${setting}: ${reason}`, { cause })
  }
}

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
const sizeOf = z.union([z.enum(['full', 'mini']), wholeNumber.pipe(z.int().positive())])

function fromEnvironment<T>(
  env: NodeJS.ProcessEnv,
  name: string,
  schema: z.ZodType<T>,
  expected: string,
): T | undefined {
  const value = env[name]
  if (value === undefined || value === '') return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Error(`${name}: expected ${expected}; got ${JSON.stringify(value)}`)
}

function findModule(root: string, name: string, configured: readonly string[]): string {
  const module = namedModule(root, name)
  if (module !== undefined) return module
  const known = [...new Set([...configured, ...interpreterNames(root)])].toSorted()
  throw new Error(
    `unknown interpreter ${JSON.stringify(name)}: expected one of ${known.join(', ')}, ` +
      `or a file interpreters/${name}.ts or interpreters/${name}/index.ts in ${root}`,
  )
}

function namedModule(root: string, name: string): string | undefined {
  const module = NAME.test(name) ? findInterpreter(root, name) : undefined
  return module && relative(root, module)
}
