import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { exampleRecord, exampleSettings, scored } from '../testing/example-records.ts'
import { baselineOf, readBaseline, writeBaseline } from './baseline.ts'

test('is written alike in whatever order its functions end, and read as it was', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baseline-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const records = [3, 0, 12, 7].map((i) => exampleRecord(i, { nmse: scored(1), solved: scored(0) }))
  const texts: string[] = []
  for (const [name, ordered] of Object.entries({ some: records, other: records.toReversed() })) {
    const path = join(folder, `${name}.json`)
    const baseline = baselineOf(exampleSettings(), ordered)
    writeBaseline(path, baseline)
    expect(readBaseline(path)).toEqual(baseline)
    texts.push(await readFile(path, 'utf8'))
  }
  expect(texts[0]).toBe(texts[1])
  const names = [...texts[0]!.matchAll(/numeric\/f\d+/g)].map(([name]) => name)
  expect(names).toEqual(names.toSorted())
  expect(names).toHaveLength(4)
})
