import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { type BenchmarkConfig, readSettings } from './settings.ts'

const root = resolve(import.meta.dirname, '..')
const config: BenchmarkConfig = {
  root,
  interpreters: { interpolate: { options: { samples: 9 } } },
  seed: 4,
}

test('the config, with defaults', () => {
  expect(readSettings(config, {})).toEqual([
    {
      seed: 4,
      size: 'full',
      overridden: [],
      assert: null,
      interpreter: {
        name: 'interpolate',
        module: 'interpreters/interpolate.ts',
        options: { samples: 9 },
        queries: 5000,
        timeout: 60_000,
        concurrency: 1,
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
  }
  const settings = readSettings(config, env)
  expect(settings.map(({ interpreter }) => [interpreter.name, interpreter.options])).toEqual([
    ['constant', undefined],
    ['interpolate', { samples: 9 }],
  ])
  expect(settings[0]).toMatchObject({ size: 7, seed: 9, assert: 'solved' })
  expect(settings[0]?.overridden).toEqual(['FIND_SIZE', 'FIND_SEED'])
  expect(readSettings(config, { FIND_SIZE: '', FIND_INTERPRETERS: '' })).toEqual(
    readSettings(config, {}),
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
  expect(() => readSettings(wrong, {})).toThrow(message)
})

test('a name from the environment is no path', () => {
  expect(() => readSettings(config, { FIND_INTERPRETERS: '../plugins/index' })).toThrow(
    'unknown interpreter',
  )
})
