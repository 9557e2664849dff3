import interpreter from '#interpreter'
import { benchmark } from '../../plugins/index.ts'
import { trainedCircuits } from './suite.ts'

benchmark(trainedCircuits, 'induction', interpreter)
