import { testInterpreter } from '../../plugins/testing/test-interpreter.ts'
import synthesis from './index.ts'

testInterpreter(synthesis)
