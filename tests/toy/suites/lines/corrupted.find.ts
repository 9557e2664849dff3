import interpreter from '#interpreter'
import { benchmark } from 'vitest-find'
import { lines } from './suite.ts'

benchmark(lines, 'corrupted', interpreter)
