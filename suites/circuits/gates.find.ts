import interpreter from '#interpreter'
import { benchmark } from '../../plugins/index.ts'
import { circuits } from './suite.ts'

benchmark(circuits, 'gates', interpreter)
