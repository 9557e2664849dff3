import { expect, test } from 'vitest'
import { startModelServer } from './index.ts'
import { KEY, serve } from './testing/serve.ts'

const PARAMS = { model: 'novice', instructions: 'Category: numeric', input: '1 -> 2\n2 -> 4' }
const named = (id: string) => ({ headers: { 'X-Client-Request-Id': id } })

test('an answer is paid twice where the same request is answered again', async () => {
  const { server, client } = await serve()
  for (const id of ['a', 'b', 'a', 'a']) await client.responses.create(PARAMS, named(id))
  expect(server.stats()).toMatchObject({ requests: 4, answered: 4, distinct: 2, paidTwice: 2 })
})

test('requests without a name are told apart by their body', async () => {
  const { server, client } = await serve()
  await client.responses.create(PARAMS)
  await client.responses.create({ ...PARAMS, input: '1 -> 2' })
  await client.responses.create(PARAMS)
  expect(server.stats()).toMatchObject({ answered: 3, distinct: 2, paidTwice: 1 })
})

test('what a client tries again after faults is paid once', async () => {
  const { server, client } = await serve({ faults: { rate: 0.3, kinds: ['500', '503'], seed: 0 } })
  const patient = client.withOptions({ maxRetries: 10 })
  const ids = Array.from({ length: 60 }, (_, i) => `${i}`)
  await Promise.all(ids.map((id) => patient.responses.create(PARAMS, named(id))))
  const { requests, answered, distinct, paidTwice, faults } = server.stats()
  expect({ answered, distinct, paidTwice }).toEqual({ answered: 60, distinct: 60, paidTwice: 0 })
  expect(faults['500'] + faults['503']).toBe(requests - answered)
  expect(requests).toBeGreaterThan(60)
})

test('a client that has gone before the answer has not been answered', async () => {
  const { server, client } = await serve({ latency: 1000 })
  await expect(client.responses.create(PARAMS, { timeout: 300 })).rejects.toThrow(/timed out/)
  await client.responses.create(PARAMS)
  expect(server.stats()).toMatchObject({ requests: 2, answered: 1, paidTwice: 0 })
})

test('the tokens are those of the answers', async () => {
  const { server, client } = await serve()
  const { usage } = await client.responses.create(PARAMS)
  const tokens = { input: usage!.input_tokens, output: usage!.output_tokens }
  expect(server.stats().tokens).toEqual(tokens)
})

test('the account is there for the asking, without a key', async () => {
  const { server, client } = await serve()
  await client.responses.create(PARAMS)
  const response = await fetch(new URL('/stats', server.url))
  const text = await response.text()
  expect(JSON.parse(text)).toEqual(server.stats())
  expect(text).not.toContain(KEY)
})

test('a persona plays for every name of a model', async () => {
  const { client } = await serve({ persona: 'novice' })
  const { output_text: text } = await client.responses.create({ ...PARAMS, model: 'any' })
  expect(text).toContain('2 times x')
  await expect(startModelServer({ persona: 'poet' as 'novice' })).rejects.toThrow(/expected one of/)
})

test('closing drops what is open, and frees the port', async () => {
  const { server, client } = await serve({ faults: ['hang'] })
  const hanging = client.responses.create(PARAMS).catch((error: unknown) => error)
  await expect.poll(() => server.stats().faults.hang).toBe(1)
  await server.close()
  expect(await hanging).toBeInstanceOf(Error)
  const again = await startModelServer({ port: Number(new URL(server.url).port) })
  expect(again.url).toBe(server.url)
  await again.close()
})
