import interpreter from '#interpreter'
import { benchmark } from 'vitest-find'
import { strings } from './suite.ts'

for (const variant of strings.variants) benchmark(strings, variant, interpreter)
