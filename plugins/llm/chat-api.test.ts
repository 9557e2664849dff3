import { expect, test } from 'vitest'
import { chatApi } from './chat-api.ts'
import {
  exampleFormat,
  exampleRequest,
  exampleSettings,
  exampleTools,
  looseObjects,
} from './testing/example-request.ts'

const baseURL = 'http://localhost:8000/v1'
const local = exampleSettings({ baseURL })
const request = exampleRequest('Go on.')
const message = (own: object) => ({ choices: [{ finish_reason: 'stop', message: own }] })

test('a plain request', () => {
  expect(chatApi.prepare(local, request).params).toEqual({
    model: 'test',
    messages: [
      { role: 'system', content: 'Answer in numbers.' },
      { role: 'user', content: 'Go on.' },
    ],
    max_tokens: 16_384,
  })
})

test('effort, temperature and the limit of tokens, which OpenAI calls by another name', () => {
  const own = { effort: 'high', temperature: 0.5, maxOutputTokens: 99 } as const
  expect(chatApi.prepare(exampleSettings({ ...own, baseURL }), request).params).toMatchObject({
    max_tokens: 99,
    reasoning_effort: 'high',
    temperature: 0.5,
  })
  const openai = chatApi.prepare(exampleSettings({ ...own, api: 'chat' }), request).params
  expect(openai).toMatchObject({ max_completion_tokens: 99, store: false })
  expect(openai).not.toHaveProperty('max_tokens')
})

test('tools and formats have strict schemas', () => {
  const asked = exampleRequest('', { tools: exampleTools, format: exampleFormat })
  const { params } = chatApi.prepare(local, asked)
  expect(looseObjects(params)).toEqual([])
  expect(params).toMatchObject({
    tools: exampleTools.map(({ name, description }) => ({
      type: 'function',
      function: { name, description, strict: true, parameters: { type: 'object' } },
    })),
    response_format: {
      type: 'json_schema',
      json_schema: {
        name: 'choice',
        strict: true,
        schema: { properties: { index: { type: 'integer', minimum: 1, maximum: 3 } } },
      },
    },
  })
})

test('what was said before is shown in order, with what belongs to the calls', () => {
  const calls = [
    {
      id: 'call_1',
      type: 'function',
      function: { name: 'query', arguments: '{"inputs":[' },
      extra_content: { google: { thought_signature: 'abc' } },
    },
  ]
  const reply = chatApi.read(
    message({
      role: 'assistant',
      content: null,
      refusal: null,
      annotations: [],
      reasoning_content: 'Hm.',
      tool_calls: calls,
    }),
  )
  expect(reply.calls).toEqual([{ id: 'call_1', name: 'query', arguments: '{"inputs":[' }])
  const spoken = chatApi.read(message({ content: 'Done.', reasoning_content: 'Hm.' }))
  const { params } = chatApi.prepare(local, {
    ...request,
    messages: [
      { role: 'user', text: 'Go on.' },
      { role: 'assistant', reply },
      { role: 'tool', callId: 'call_1', output: '{"error":"?"}' },
      { role: 'assistant', reply: spoken },
      { role: 'user', text: 'Really?' },
    ],
  })
  expect(params).toMatchObject({
    messages: [
      { role: 'system', content: 'Answer in numbers.' },
      { role: 'user', content: 'Go on.' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ ...calls[0], function: { name: 'query', arguments: '{}' } }],
        reasoning_content: 'Hm.',
      },
      { role: 'tool', tool_call_id: 'call_1', content: '{"error":"?"}' },
      { role: 'assistant', content: 'Done.' },
      { role: 'user', content: 'Really?' },
    ],
  })
  expect(JSON.stringify(params)).not.toContain('annotations')
})

test('servers may leave out what is not needed', () => {
  expect(chatApi.read({ choices: [{ message: { content: 'x' } }] })).toMatchObject({
    text: 'x',
    calls: [],
    refusal: null,
    truncated: false,
    tokens: { input: 0, cachedInput: 0, output: 0 },
  })
})

test.for([
  [{}, 0],
  [{ prompt_tokens: 7, total_tokens: 7 }, 7],
  [{ prompt_tokens: 7, completion_tokens: null, prompt_tokens_details: 'x' }, 7],
  [{ prompt_tokens: 7, completion_tokens: -1, prompt_tokens_details: {} }, 7],
  [{ prompt_tokens: 0.5, completion_tokens: 'x' }, 0],
  ['x', 0],
] as const)('an answer is not lost over the usage %j', ([usage, input]) => {
  expect(chatApi.read({ ...message({ content: 'x' }), usage })).toMatchObject({
    text: 'x',
    tokens: { input, cachedInput: 0, output: 0 },
  })
})

test.for([
  [{ choices: [] }, 'the response is empty', true],
  [{}, 'the body is no response of the API', true],
  [null, 'the body is no response of the API', true],
  ['text', 'the body is no response of the API', true],
  [message({ tool_calls: [{ id: '1', function: {} }] }), 'no response of the API', false],
  [message({ content: 5 }), 'no response of the API', false],
  [{ choices: [], usage: { completion_tokens: 9 } }, 'the response is empty', false],
  [{ error: { message: 'busy', code: 503 } }, 'busy', true],
  [{ error: { message: 'bad', code: 400 } }, 'bad', false],
  [{ choices: [{ message: {}, error: { message: 'upstream', code: 502 } }] }, 'upstream', true],
] as const)('%j is no reply', ([body, reason, transient]) => {
  expect(() => chatApi.read(body)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(reason) as string, transient }),
  )
})
