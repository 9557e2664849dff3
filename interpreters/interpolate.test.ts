import { testInterpreter } from '../plugins/testing/test-interpreter.ts'
import interpolate from './interpolate.ts'

testInterpreter(interpolate)
