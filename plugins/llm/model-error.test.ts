import { expect, test } from 'vitest'
import { ModelError } from './model-error.ts'

const about = {
  asked: 'aia/numeric@1 for numeric/f00001',
  model: 'gpt-5',
  host: 'api.openai.com',
  status: null,
  reason: 'no',
  tries: 1,
}
const KEY = 'sk-test-0123456789abcdefghij'

test('says who was asked what, and why it failed', () => {
  expect(String(new ModelError(about, []))).toBe(
    'ModelError: gpt-5 at api.openai.com, asked aia/numeric@1 for numeric/f00001: no',
  )
})

test('a long reason is one line without half a key', () => {
  const reason = `${'x'.repeat(480)} \u001B[31m\n${KEY} ${'y'.repeat(200)}`
  const error = new ModelError({ ...about, reason }, [KEY])
  expect(error.reason).toMatch(/^x{480} \[31m \[redacted\] y+…$|^x{480} \[31m \[redacted…$/)
  expect(error.message).toContain(error.reason)
})

test('a key is taken out of all that is told', () => {
  const own = { ...about, model: KEY, reason: KEY, asked: KEY }
  const error = new ModelError(own, [KEY])
  expect(error.message).not.toContain(KEY)
})
