import { testInterpreter } from '../../../plugins/testing/test-interpreter.ts'
import type { Interpreter } from '../../../plugins/contracts.ts'
import { z } from 'zod'
import { interpretStrings } from './index.ts'

testInterpreter(function stringSynthesis(options: unknown = {}): Interpreter {
  z.strictObject({}).parse(options)
  return {
    name: 'string synthesis',
    version: '1',
    deterministic: true,
    interpret: { strings: (box) => interpretStrings(box) },
  }
})
