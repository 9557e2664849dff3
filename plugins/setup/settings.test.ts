import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { type BenchmarkConfig, readSettings } from './settings.ts'

const root = resolve(import.meta.dirname, '../..')
const config: BenchmarkConfig = {
  root,
  interpreters: { interpolate: { options: { samples: 9 } } },
  seed: 4,
}

test('the config, with defaults', () => {
  expect(readSettings(config, {}, 'session')).toEqual([
    {
      seed: 4,
      size: 'full',
      overridden: [],
      assert: null,
      folder: resolve(root, '.find'),
      session: 'session',
      cache: 'on',
      dryRun: false,
      legend: null,
      judge: null,
      neurons: null,
      interpreter: {
        name: 'interpolate',
        module: 'interpreters/interpolate.ts',
        options: { samples: 9 },
        queries: null,
        timeout: 60_000,
        concurrency: null,
        trials: 1,
        model: null,
        floors: {},
      },
    },
  ])
})

test('the environment goes over it; empty variables are none', () => {
  const env = {
    FIND_INTERPRETERS: 'constant, interpolate',
    FIND_SIZE: '7',
    FIND_SEED: '9',
    FIND_ASSERT: 'solved',
    FIND_LEGEND: '0',
  }
  const settings = readSettings(config, env, 'session')
  expect(settings.map(({ interpreter }) => [interpreter.name, interpreter.options])).toEqual([
    ['constant', undefined],
    ['interpolate', { samples: 9 }],
  ])
  expect(settings[0]).toMatchObject({ size: 7, seed: 9, assert: 'solved', legend: false })
  expect(settings[0]?.overridden).toEqual(['FIND_SIZE', 'FIND_SEED'])
  expect(readSettings(config, { FIND_SIZE: '', FIND_INTERPRETERS: '' }, 'session')).toEqual(
    readSettings(config, {}, 'session'),
  )
})

test.each([
  [{ ...config, size: 'tiny' as never }, /size/],
  [{ ...config, interpreters: { interpolate: { querys: 3 } as never } }, /querys/],
  [{ ...config, interpreters: { '../x': {} } }, /interpreters/],
  [
    { ...config, interpreters: { nobody: {} } },
    /unknown interpreter "nobody": expected one of .*constant/,
  ],
])('what is wrong in the config is named: %#', (wrong, message) => {
  expect(() => readSettings(wrong, {}, 'session')).toThrow(message)
})

test('a name from the environment is no path', () => {
  expect(() => readSettings(config, { FIND_INTERPRETERS: '../plugins/index' }, 'session')).toThrow(
    'unknown interpreter',
  )
})

test('models: the environment names one for interpreters that the config does not know', () => {
  const env = { FIND_INTERPRETERS: 'constant,interpolate', FIND_MODEL: 'small', FIND_CACHE: 'read' }
  const [unlisted, listed] = readSettings(config, env, 'session')
  expect(unlisted).toMatchObject({
    cache: 'read',
    interpreter: { concurrency: 8, model: { identity: { name: 'small', api: 'responses' } } },
  })
  expect(listed?.interpreter).toMatchObject({ concurrency: null, model: null })
})

test('models: a judge apart, prices from the table, the setting named where it is wrong', () => {
  const judged: BenchmarkConfig = {
    ...config,
    judge: { name: 'large', baseURL: 'http://127.0.0.1:8000/v1' },
    prices: { large: { input: 1, output: 2 } },
  }
  expect(readSettings(judged, {}, 'session')[0]?.judge).toMatchObject({
    identity: { name: 'large', api: 'chat' },
    price: { input: 1, output: 2 },
  })
  const unpriced = { ...config, judge: { name: 'large', budget: { usd: 1 } } }
  expect(() => readSettings(unpriced, {}, 'session')).toThrow(/vitest.config.ts: judge: .*price/s)
  expect(() => readSettings(config, { FIND_CACHE: 'sometimes' }, 'session')).toThrow(
    /FIND_CACHE: expected 'on', 'off', 'read', 'refresh'; got "sometimes"/,
  )
})

test('neurons: a language model over the Chat Completions API, or embeddings; by default nobody', () => {
  const own = { name: 'small', baseURL: 'http://127.0.0.1:8000/v1' }
  const neuronsOf = (neurons: BenchmarkConfig['neurons']) =>
    readSettings({ ...config, ...(neurons && { neurons }) }, {}, 'session')[0]!
  expect(neuronsOf({ backend: 'world' })).toEqual(neuronsOf(undefined))
  const model = neuronsOf({ backend: 'model', model: own })
  expect(model.neurons).toMatchObject({
    backend: 'model',
    model: {
      identity: { name: 'small', api: 'chat', temperature: 0, maxOutputTokens: 32 },
      stream: false,
      concurrency: 8,
    },
  })
  // Whoever waits for a model works on several functions at the same time.
  expect(model.interpreter.concurrency).toBe(8)
  const embeddings = neuronsOf({ backend: 'embeddings', model: own }).neurons
  expect(embeddings?.model.identity).toMatchObject({ name: 'small', api: 'embeddings' })
})

test.each([
  [{ backend: 'vicuna' }, /neurons/],
  [{ backend: 'model' }, /neurons\.model/],
  [{ backend: 'world', model: { name: 'small' } }, /"model".*neurons/s],
  [{ backend: 'model', model: { name: 'small', api: 'responses' } }, /"api".*neurons\.model/s],
  [{ backend: 'embeddings', model: { name: 'small', effort: 'low' } }, /"effort".*neurons\.model/s],
  [
    { backend: 'model', model: { name: 'small', budget: { usd: 1 } } },
    /neurons\.model: model small: expected a price/,
  ],
  [{ backend: 'model', model: { name: 'small', baseURL: 'nowhere' } }, /neurons\.model: .*baseURL/],
] as const)('neurons: what is wrong is named: %j', (neurons, message) => {
  expect(() =>
    readSettings({ ...config, neurons: neurons as BenchmarkConfig['neurons'] }, {}, 'session'),
  ).toThrow(message)
})
