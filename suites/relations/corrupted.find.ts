import interpreter from '#interpreter'
import { benchmark } from '../../plugins/index.ts'
import { relations } from './suite.ts'

benchmark(relations, 'corrupted', interpreter)
