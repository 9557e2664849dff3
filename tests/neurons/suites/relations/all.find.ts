import interpreter from '#interpreter'
import { benchmark } from 'vitest-find'
import { relations } from './suite.ts'

for (const variant of relations.variants) benchmark(relations, variant, interpreter)
