import { expect, test } from 'vitest'
import { responsesApi } from './responses-api.ts'
import {
  exampleFormat,
  exampleRequest,
  exampleSettings,
  exampleTools,
  looseObjects,
} from './testing/example-request.ts'

const settings = exampleSettings({ api: 'responses' })
const request = exampleRequest('Go on.')

test('a plain request, of which the server keeps nothing', () => {
  expect(responsesApi.prepare(settings, request).params).toEqual({
    model: 'test',
    instructions: 'Answer in numbers.',
    input: [{ role: 'user', content: 'Go on.' }],
    max_output_tokens: 16_384,
    store: false,
  })
})

test('models that reason are asked for their reasoning, to show it again', () => {
  const paramsOf = (effort: 'none' | 'low') =>
    responsesApi.prepare(exampleSettings({ effort, temperature: 1 }), request).params
  expect(paramsOf('low')).toMatchObject({
    reasoning: { effort: 'low' },
    temperature: 1,
    include: ['reasoning.encrypted_content'],
  })
  expect(paramsOf('none')).toMatchObject({ reasoning: { effort: 'none' } })
  expect(paramsOf('none')).not.toHaveProperty('include')
})

test('tools and formats have strict schemas', () => {
  const asked = exampleRequest('', { tools: exampleTools, format: exampleFormat })
  const { params } = responsesApi.prepare(settings, asked)
  expect(looseObjects(params)).toEqual([])
  expect(params).toMatchObject({
    tools: exampleTools.map(({ name, description }) => ({
      type: 'function',
      name,
      description,
      strict: true,
      parameters: { type: 'object' },
    })),
    text: {
      format: {
        type: 'json_schema',
        name: 'choice',
        strict: true,
        schema: { properties: { index: { type: 'integer', minimum: 1, maximum: 3 } } },
      },
    },
  })
})

test('what was put out before is shown as it was, in order', () => {
  const output = [
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAAA' },
    { type: 'reasoning', id: 'rs_2', summary: [] },
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: 'Let me see.', annotations: [] }],
    },
    { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'query', arguments: '{' },
  ]
  const reply = responsesApi.read({ status: 'completed', output })
  expect(reply).toMatchObject({
    text: 'Let me see.',
    calls: [{ id: 'call_1', name: 'query', arguments: '{' }],
  })
  const { params } = responsesApi.prepare(settings, {
    ...request,
    messages: [
      { role: 'user', text: 'Go on.' },
      { role: 'assistant', reply },
      { role: 'tool', callId: 'call_1', output: '{"error":"?"}' },
    ],
  })
  expect(params).toMatchObject({
    input: [
      { role: 'user', content: 'Go on.' },
      output[0],
      // The second is not known to a server that keeps nothing.
      output[2],
      { ...output[3], arguments: '{}' },
      { type: 'function_call_output', call_id: 'call_1', output: '{"error":"?"}' },
    ],
  })
})

test('an answer that is all reasoning is cut off, not empty', () => {
  const incomplete_details = { reason: 'max_output_tokens' }
  const body = { status: 'incomplete', incomplete_details, output: [] }
  expect(responsesApi.read(body)).toMatchObject({ text: '', truncated: true, refusal: null })
})

test.for([
  [{}, 0],
  [{ input_tokens: 7, total_tokens: 7 }, 7],
  [{ input_tokens: 7, output_tokens: null, input_tokens_details: 'x' }, 7],
  ['x', 0],
] as const)('an answer is not lost over the usage %j', ([usage, input]) => {
  const output = [{ type: 'message', content: [{ type: 'output_text', text: 'x' }] }]
  expect(responsesApi.read({ output, usage })).toMatchObject({
    text: 'x',
    tokens: { input, cachedInput: 0, output: 0 },
  })
})

test.for([
  [{ status: 'completed', output: [] }, 'the response is empty', true],
  [{ status: 'in_progress', output: [] }, 'the response is in_progress', true],
  [{}, 'the body is no response of the API', true],
  ['text', 'the body is no response of the API', true],
  [{ output: [{ type: 'function_call', id: 'x' }] }, 'no response of the API', false],
  [{ output: [{ type: 'message', content: 5 }] }, 'no response of the API', false],
  [{ output: [], usage: { output_tokens: 9 } }, 'the response is empty', false],
  [
    { status: 'failed', output: [], error: { code: 'server_error', message: 'oh' } },
    'oh (server_error)',
    true,
  ],
  [
    { status: 'failed', output: [], error: { code: 'invalid_prompt', message: 'no' } },
    'no (invalid_prompt)',
    false,
  ],
] as const)('%j is no reply', ([body, reason, transient]) => {
  expect(() => responsesApi.read(body)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(reason) as string, transient }),
  )
})
