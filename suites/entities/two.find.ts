import interpreter from '#interpreter'
import { benchmark } from '../../plugins/index.ts'
import { entities } from './suite.ts'

benchmark(entities, 'two', interpreter)
