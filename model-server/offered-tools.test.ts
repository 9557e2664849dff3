import { expect, test } from 'vitest'
import { offeredTools } from './offered-tools.ts'

const parameters = { type: 'object', properties: { x: { type: 'number' } } }
const tools = [{ name: 'run', description: 'Runs.', parameters }, { name: 'stop' }]
const run = { name: 'run', description: 'Runs.', parameters }
const stop = { name: 'stop', description: '', parameters: { type: 'object', properties: {} } }

test.each([
  [undefined, { tools: [run, stop], mustCall: false }],
  ['auto', { tools: [run, stop], mustCall: false }],
  ['none', { tools: [], mustCall: false }],
  ['required', { tools: [run, stop], mustCall: true }],
  [{ name: 'stop' }, { tools: [stop], mustCall: true }],
  [{ name: 'other' }, { tools: [], mustCall: false }],
] as const)('where the choice is %j', (choice, offered) => {
  expect(offeredTools(tools, choice)).toEqual(offered)
})

test('no tool is no tool, whatever is to be chosen', () => {
  expect(offeredTools(null, 'required')).toEqual({ tools: [], mustCall: false })
})
