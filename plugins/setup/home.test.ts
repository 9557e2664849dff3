import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  embeddedSuites,
  entryPatterns,
  findInterpreter,
  interpreterNames,
  suiteFiles,
} from './home.ts'

const HOME = resolve(import.meta.dirname, '../..')

async function root(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'eigenes (1) '))
  onTestFinished(() => rm(path, { recursive: true }))
  await mkdir(join(path, 'suites/numeric'), { recursive: true })
  await writeFile(join(path, 'suites/numeric/suite.mjs'), '')
  await mkdir(join(path, 'interpreters/mine'), { recursive: true })
  await writeFile(join(path, 'interpreters/mine/index.js'), '')
  await writeFile(join(path, 'interpreters/synthesis.mts'), '')
  return path
}

test('a suite of the root’s takes the place of the embedded one of its name', async () => {
  const own = await root()
  const embedded = embeddedSuites(own, undefined)
  expect(embedded).toContain('strings')
  expect(embedded).not.toContain('numeric')
  expect(suiteFiles(own, ['strings'])).toEqual([
    join(own, 'suites/numeric/suite.mjs'),
    join(HOME, 'suites/strings/suite.ts'),
  ])
  expect(embeddedSuites(own, ['numeric', 'strings'])).toEqual(['strings'])
  expect(() => embeddedSuites(own, ['words'])).toThrow(/embedded: expected some of .*got "words"/)
})

test('the repository’s own suites are not embedded a second time', () => {
  expect(embeddedSuites(HOME, undefined)).toEqual([])
  expect(entryPatterns(HOME, [])).toEqual(['suites/**/*.find.{ts,mts,js,mjs}'])
})

test('an interpreter of the root’s goes before the embedded one of its name', async () => {
  const own = await root()
  expect(findInterpreter(own, 'mine')).toBe(join(own, 'interpreters/mine/index.js'))
  expect(findInterpreter(own, 'synthesis')).toBe(join(own, 'interpreters/synthesis.mts'))
  expect(findInterpreter(own, 'constant')).toBe(join(HOME, 'interpreters/constant.ts'))
  expect(findInterpreter(own, 'nobody')).toBeUndefined()
  expect(interpreterNames(own)).toEqual(expect.arrayContaining(['mine', 'aia', 'constant']))
  expect(interpreterNames(own).filter((name) => name.includes('test'))).toEqual([])
})
