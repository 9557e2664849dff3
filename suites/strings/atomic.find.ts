import interpreter from '#interpreter'
import { benchmark } from '../../plugins/index.ts'
import { strings } from './suite.ts'

benchmark(strings, 'atomic', interpreter)
