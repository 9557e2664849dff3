import { testInterpreter } from '../plugins/testing/test-interpreter.ts'
import constant from './constant.ts'

testInterpreter(constant)
