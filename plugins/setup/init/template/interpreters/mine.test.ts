import { testInterpreter } from 'vitest-find/testing/test-interpreter'
import { expect, test } from 'vitest'
import mine from './mine.ts'

// What every interpreter must keep to.
testInterpreter(mine)

test('takes at least two samples', () => {
  expect(() => mine({ samples: 1 })).toThrow('samples')
})
