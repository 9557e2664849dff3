import interpreter from '#interpreter'
import { benchmark } from 'vitest-find'
import { numeric } from './suite.ts'

for (const variant of numeric.variants) benchmark(numeric, variant, interpreter)
