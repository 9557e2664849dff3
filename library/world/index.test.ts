import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { expect, test } from 'vitest'
import { belongings, wordsOf } from './concepts-of.ts'
import { world } from './index.ts'
import { nearness, siblings } from './kinship.ts'
import { openTable, packTable, type WorldTable } from './table.ts'

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/world/${name}`, import.meta.url))

interface Triple {
  readonly concept: string
  readonly related: string
  readonly unrelated: string
}

function triples(name: string): Triple[] {
  return fixture(name)
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [concept, words] = line.split(': ') as [string, string]
      const [related, unrelated] = words.split('|').map((half) => half.trim().split(' '))
      return related!.map((word, i) => ({ concept, related: word, unrelated: unrelated![i]! }))
    })
}

const { value, find, words, concepts, labelled } = world()

test.for([
  ['triples-first.txt', 336, 0.99],
  ['triples-second.txt', 360, 0.95],
] as const)('a related word has more than an unrelated one: %s', ([name, count, share]) => {
  const list = triples(name)
  expect(list).toHaveLength(count)
  const right = list.filter(
    ({ concept, related, unrelated }) =>
      value(related, labelled(concept)) > value(unrelated, labelled(concept)),
  )
  expect(right.length / list.length).toBeGreaterThanOrEqual(share)
})

test('words are found whatever their case and form; an unknown one is worth nothing', () => {
  const chess = labelled('chess')
  expect(value('pawn', chess)).toBeGreaterThan(0.9)
  for (const form of ['Pawn', ' PAWNS ', 'pawns'])
    expect(value(form, chess)).toBe(value('pawn', chess))
  expect(value('chess_piece', chess)).toBe(value('chess piece', chess))
  expect(value('chess piece', chess)).toBeGreaterThan(0.7)
  expect(find('xyzzyplugh')).toBeUndefined()
  for (const word of ['xyzzyplugh', '', '♞', 'constructor']) expect(value(word, chess)).toBe(0)
})

test('values are graded', () => {
  const of = (concept: string, ...some: readonly string[]) =>
    some.map((word) => value(word, labelled(concept)))
  const [rook, tournament, glacier] = of('chess', 'checkmate', 'tournament', 'glacier')
  expect(rook).toBeGreaterThan(0.8)
  expect(tournament).toBeGreaterThan(0.02)
  expect(tournament).toBeLessThan(0.8)
  expect(glacier).toBe(0)
})

test('every concept is worth 1 to its label, and has words of its own', () => {
  for (const [concept, { label, names, drawn }] of concepts.entries()) {
    expect(names[0]).toBe(label)
    expect(value(label, concept), label).toBe(1)
    if (!drawn) continue
    const high = wordsOf(concept, 0.7).filter((place) => place < 25_000)
    expect(high.length, label).toBeGreaterThanOrEqual(8)
  }
  expect(concepts.filter(({ drawn }) => drawn)).toHaveLength(245)
  expect(() => labelled('no such thing')).toThrow('no concept "no such thing"')
})

test('members, profile and value are one', () => {
  const column = belongings([labelled('wine')])
  for (let word = 0; word < words.length; word += 500) {
    const own = world()
      .profile(word)
      .find(({ concept }) => concept === labelled('wine'))
    expect(column[word]).toBeCloseTo(own?.value ?? 0, 6)
    expect(value(words[word]!, labelled('wine'))).toBeCloseTo(own?.value ?? 0, 6)
  }
})

test('near concepts are of one field', () => {
  const nearest = (label: string) => concepts[siblings(labelled(label))[0]!]!.label
  expect(['hockey', 'basketball', 'baseball', 'athletic game', 'sport']).toContain(
    nearest('football'),
  )
  expect(nearness(labelled('wine'), labelled('beer'))).toBeGreaterThan(0.4)
  expect(nearness(labelled('wine'), labelled('prison'))).toBeLessThan(0.1)
})

test('a table survives its file', () => {
  const table: WorldTable = {
    concepts: [
      { label: 'a', names: ['a', 'á'], drawn: true },
      { label: 'b', names: ['b'], drawn: false },
    ],
    rows: [
      { key: 'one', entries: [[0, 255]] },
      {
        key: 'zwei wörter',
        entries: [
          [0, 1],
          [1, 100],
        ],
      },
    ],
  }
  const opened = openTable(packTable(table))
  expect(opened.concepts).toEqual(table.concepts)
  expect(opened.words).toEqual(['one', 'zwei wörter'])
  expect([...opened.start]).toEqual([0, 1, 3])
  expect([...opened.concept]).toEqual([0, 0, 1])
  expect([...opened.level]).toEqual([255, 1, 100])
})

test('is opened in less than 100 ms of a processor, and looked up in less than a microsecond', () => {
  const file = fixture('values.bin.gz')
  const opening = least(5, () => openTable(file))
  expect(opening).toBeLessThan(100)
  const some = words.slice(0, 10_000)
  const calls = 10 * some.length
  const lookingUp = least(5, () => {
    for (let i = 0; i < calls; i++) value(some[i % some.length]!, i % concepts.length)
  })
  expect((1e6 * lookingUp) / calls).toBeLessThan(1000)
})

/** The least milliseconds of a processor that something took, of so many times. */
function least(times: number, work: () => unknown): number {
  const taken = Array.from({ length: times }, () => {
    const [before, start] = [process.cpuUsage(), performance.now()]
    work()
    const { user, system } = process.cpuUsage(before)
    return Math.min((user + system) / 1000, performance.now() - start)
  })
  return Math.min(...taken)
}
