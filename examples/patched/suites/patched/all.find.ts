import interpreter from '#interpreter'
import { benchmark } from 'vitest-find'
import { suite } from './suite.ts'

benchmark(suite, 'small', interpreter)
