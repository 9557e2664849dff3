import { expect, test } from 'vitest'
import type { Turn } from '../conversation.ts'
import { historyOf } from './history.ts'

const call = (id: string, args: string) => ({ id, name: 'run', arguments: args })
const history = (instructions: string, ...turns: Turn[]) => historyOf({ instructions, turns })

test('ends with what the model is to say', () => {
  expect(history('', { role: 'user', text: 'Begin.' })).toEqual([
    { type: 'user', text: 'Begin.' },
    { type: 'model', response: [] },
  ])
})

test('calls stand with what came of them, in the midst of what was said', () => {
  expect(
    history(
      'Be brief.',
      { role: 'user', text: 'Begin.' },
      { role: 'assistant', text: 'So.', calls: [call('a', '{"x":1}'), call('b', '{"x":2}')] },
      { role: 'tool', callId: 'b', output: 'none' },
      { role: 'tool', callId: 'a', output: '[1]' },
      { role: 'assistant', text: 'Well.', calls: [] },
      { role: 'user', text: 'Go on.' },
    ),
  ).toEqual([
    { type: 'system', text: 'Be brief.' },
    { type: 'user', text: 'Begin.' },
    {
      type: 'model',
      response: [
        'So.',
        { type: 'functionCall', name: 'run', params: { x: 1 }, result: [1] },
        { type: 'functionCall', name: 'run', params: { x: 2 }, result: 'none' },
        'Well.',
      ],
    },
    { type: 'user', text: 'Go on.' },
    { type: 'model', response: [] },
  ])
})

test('arguments that were cut off are shown as they are', () => {
  const [said] = history('', { role: 'assistant', text: '', calls: [call('a', '{"x":')] })
  expect(said).toMatchObject({ response: [{ params: '{"x":', result: '' }] })
})
