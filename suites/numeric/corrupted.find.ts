import interpreter from '#interpreter'
import { benchmark } from '../../plugins/index.ts'
import { numeric } from './suite.ts'

benchmark(numeric, 'corrupted', interpreter)
