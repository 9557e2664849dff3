import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testInterpreter } from '../../plugins/testing/test-interpreter.ts'
import induction from './index.ts'

testInterpreter(induction)

test('it imports neither the concepts of the world nor their measure', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
  const imported = new Set<string>()
  const follow = (file: string) => {
    if (imported.has(file)) return
    imported.add(file)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(
      /^(?!import type)[^\n]*from '(\.[^']+)'/gm,
    ))
      follow(join(file, '..', path!))
  }
  for (const file of files) follow(join(import.meta.dirname, file))
  expect([...imported].some((file) => file.includes('library/lexicon'))).toBe(true)
  expect([...imported].filter((file) => file.includes('library/world'))).toEqual([])
})
