import interpreter from '#interpreter'
import { benchmark } from 'vitest-find'
import { entities } from './suite.ts'

for (const variant of entities.variants) benchmark(entities, variant, interpreter)
