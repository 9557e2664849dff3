import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { CACHE_MODES, type CacheMode } from '../run-settings.ts'
import { CacheCorrupt, openStore, type ResponseStore } from './response-store.ts'

const root = mkdtempSync(join(tmpdir(), 'response-store-'))
afterAll(() => rmSync(root, { recursive: true }))
let files = 0
const newPath = () => join(root, String(files++), 'cache.sqlite')

const about = {
  model: 'm',
  prompt: 'p@1',
  caseId: 'numeric/f00000',
  trial: 0,
  conversation: 'c',
}
const spending = (usd: number | null = 0.5) => ({ session: 's', account: 'a', tokens: 10, usd })
const put = (store: ResponseStore, key: string, response: unknown) =>
  store.put(key, response, about, spending())

function using<T>(path: string, mode: CacheMode, work: (store: ResponseStore) => T): T {
  const store = openStore(path, mode)
  try {
    return work(store)
  } finally {
    store.close()
  }
}

/** A file with responses of 2 KB under `key-0000`, `key-0001` … */
function filled(count: number): string {
  const path = newPath()
  using(path, 'on', (store) => {
    for (let i = 0; i < count; i++) put(store, keyOf(i), responseOf(i))
  })
  return path
}
const keyOf = (i: number) => `key-${String(i).padStart(4, '0')}`
const responseOf = (i: number) => ({ text: `answer ${i} `.repeat(150) })

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at]! ^= 0xff
  writeFileSync(path, bytes)
}

/** Runs code that has `openStore` and `path`; `report` writes a line at once. */
function child(path: string, code: string): ChildProcess & { stdout: NodeJS.ReadableStream } {
  const prelude = `
    import { writeSync } from 'node:fs'
    import { openStore } from ${JSON.stringify(new URL('response-store.ts', import.meta.url).href)}
    const path = ${JSON.stringify(path)}
    const about = ${JSON.stringify(about)}
    const report = (line) => writeSync(1, line + '\\n')`
  return spawn(process.execPath, ['--input-type=module', '-e', `${prelude}\n${code}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
const outputOf = (code: string, path: string) => text(child(path, code).stdout)

test('gives back what was put', () => {
  const path = newPath()
  const response = { text: 'a\0\u{1f600}\ud800', list: [1, null], none: null }
  using(path, 'on', (store) => {
    expect(store.get('k')).toBe(undefined)
    put(store, 'k', response)
    put(store, 'null', null)
    expect(store.get('k')).toEqual(response)
  })
  using(path, 'on', (store) => {
    expect(store.get('k')).toEqual(response)
    expect(store.get('null')).toBe(null)
    put(store, 'k', 'the last one stays')
    expect(store.get('k')).toBe('the last one stays')
  })
  expect(readdirSync(join(path, '..'))).toEqual(['cache.sqlite'])
})

test.skipIf(process.platform === 'win32')(
  'only its owner reads the file (no modes on Windows)',
  () => {
    const path = newPath()
    using(path, 'on', (store) => {
      put(store, 'k', 1)
      for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600)
    })
  },
)

test.each(CACHE_MODES)('mode %s', (mode) => {
  const path = newPath()
  using(path, 'on', (store) => put(store, 'old', 'before'))
  using(path, mode, (store) => {
    const reads = mode === 'on' || mode === 'read'
    expect(store.get('old')).toBe(reads ? 'before' : undefined)
    put(store, 'old', 'after')
    put(store, 'new', 'after')
    const own = { on: 'after', refresh: 'after', read: undefined, off: undefined }[mode]
    expect(store.get('new')).toBe(own)
    expect(store.get('old')).toBe(own ?? (mode === 'read' ? 'before' : undefined))
    expect(store.spent('s', 'a')).toEqual({ tokens: 30, usd: 1.5 })
  })
  using(path, 'on', (store) => {
    const writes = mode === 'on' || mode === 'refresh'
    expect(store.get('old')).toBe(writes ? 'after' : 'before')
    expect(store.get('new')).toBe(writes ? 'after' : undefined)
  })
})

test('a response that is not JSON leaves neither response nor spending', () => {
  using(newPath(), 'on', (store) => {
    expect(() => put(store, 'k', 1n)).toThrow(TypeError)
    expect(() => put(store, 'k', undefined)).toThrow(TypeError)
    expect(store.spent('s', 'a')).toEqual({ tokens: 0, usd: 0 })
    put(store, 'k', 1)
    expect(store.get('k')).toBe(1)
  })
})

test('two processes write 500 rows each at once, half of them under the same keys', async () => {
  const path = newPath()
  const write = (name: string) => `
    const store = openStore(path, 'on')
    for (let i = 0; i < 500; i++) {
      const key = i % 2 ? 'both-' + i : '${name}-' + i
      store.put(key, { key, by: '${name}' }, about,
        { session: 's', account: '${name}', tokens: 3, usd: i % 2 ? null : 0.25 })
    }
    store.close()
    report('done')`
  const outputs = await Promise.all(['x', 'y'].map((name) => outputOf(write(name), path)))
  expect(outputs).toEqual(['done\n', 'done\n'])
  using(path, 'read', (store) => {
    for (let i = 0; i < 500; i++)
      for (const name of ['x', 'y']) {
        const key = i % 2 ? `both-${i}` : `${name}-${i}`
        expect(store.get(key)).toMatchObject({ key })
      }
    expect(store.spent('s', 'x')).toEqual({ tokens: 1500, usd: 62.5 })
    expect(store.spent('s', 'y')).toEqual({ tokens: 1500, usd: 62.5 })
    expect(store.spent('other', 'x')).toEqual({ tokens: 0, usd: 0 })
  })
})

test('spending sums over processes that begin at once on no file', async () => {
  const path = newPath()
  const spend = `
    const store = openStore(path, 'off')
    store.put('k', 1, about, { session: 's', account: 'a', tokens: 7, usd: 0.5 })
    store.close()
    report('done')`
  const outputs = await Promise.all(Array.from({ length: 6 }, () => outputOf(spend, path)))
  expect(outputs).toEqual(Array(6).fill('done\n'))
  using(path, 'on', (store) => {
    store.put('k', 1, about, spending(null))
    expect(store.spent('s', 'a')).toEqual({ tokens: 52, usd: 3 })
  })
  expect(readdirSync(join(path, '..'))).toEqual(['cache.sqlite'])
})

test('a writer that is killed loses nothing it was told is kept', async () => {
  const path = newPath()
  const write = (round: number) => `
    const store = openStore(path, 'on')
    for (let i = 0; ; i++) {
      store.put('${round}-' + i, { text: 'x'.repeat(3000), i }, about,
        { session: 's', account: 'a', tokens: 1, usd: null })
      report(i)
    }`
  const kept: number[] = []
  for (let round = 0; round < 8; round++) {
    const writer = child(path, write(round))
    let output = ''
    for await (const chunk of writer.stdout) {
      output += String(chunk)
      if (output.split('\n').length > 10 + 37 * round) writer.kill('SIGKILL')
    }
    const last = Number(output.split('\n').at(-2))
    expect(last).toBeGreaterThan(0)
    kept.push(last)
  }
  expect(existsSync(`${path}-wal`)).toBe(true)
  using(path, 'on', (store) => {
    for (const [round, last] of kept.entries())
      for (let i = 0; i <= last; i++) expect(store.get(`${round}-${i}`)).toMatchObject({ i })
    // Response and spending come and go together.
    const database = new DatabaseSync(path)
    const rows = database.prepare('SELECT count(*) AS n FROM responses').get()?.['n']
    database.close()
    expect(store.spent('s', 'a').tokens).toBe(rows)
  })
})

test('a file that another process locks loses nothing', async () => {
  const path = newPath()
  const store = openStore(path, 'on')
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  const begin = performance.now()
  for (let i = 0; i < 20; i++) put(store, keyOf(i), responseOf(i))
  // One of them waits a second for the lock; a run does not stand still for each.
  expect(performance.now() - begin).toBeLessThan(5000)
  expect(store.get(keyOf(7))).toEqual(responseOf(7))
  expect(store.spent('s', 'a')).toEqual({ tokens: 200, usd: 10 })
  using(path, 'read', (reader) => expect(reader.get(keyOf(7))).toBeUndefined())
  const settled = store.settled()
  other.exec('COMMIT')
  await settled
  other.close()
  using(path, 'read', (reader) => {
    expect(reader.get(keyOf(7))).toEqual(responseOf(7))
    expect(reader.spent('s', 'a')).toEqual({ tokens: 200, usd: 10 })
  })
  store.close()
})

test('what waits is written when the store is closed', () => {
  const path = newPath()
  const store = openStore(path, 'on')
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  put(store, 'k', 1)
  other.exec('COMMIT')
  other.close()
  store.close()
  using(path, 'read', (reader) => expect(reader.get('k')).toBe(1))
})

test('what waits is written once the lock is gone, whether or not more is put', async () => {
  const path = newPath()
  const store = openStore(path, 'on')
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  put(store, 'k', 1)
  other.exec('COMMIT')
  other.close()
  await expect.poll(() => using(path, 'read', (reader) => reader.get('k'))).toBe(1)
  store.close()
})

test('of turns that waited together none is lost, also where they are refreshed', async () => {
  const path = newPath()
  using(path, 'on', (store) => {
    for (const key of ['a1', 'a2', 'a3']) put(store, key, 'old')
  })
  const store = openStore(path, 'refresh')
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  for (const key of ['a1', 'a2']) put(store, key, 'new')
  other.exec('COMMIT')
  other.close()
  await store.settled()
  store.close()
  using(path, 'read', (reader) =>
    expect(['a1', 'a2', 'a3'].map((key) => reader.get(key))).toEqual(['new', 'new', undefined]),
  )
})

test('refresh leaves nothing of a conversation that began anew, and all of the others', () => {
  const path = newPath()
  const keys = (store: ResponseStore, names: readonly string[], conversation: string) =>
    names.forEach((name) => store.put(name, name, { ...about, conversation }, spending()))
  using(path, 'on', (store) => {
    keys(store, ['a1', 'a2', 'a3'], 'a')
    keys(store, ['b1', 'b2'], 'b')
  })
  using(path, 'refresh', (store) => keys(store, ['a1', 'a2 again'], 'a'))
  const database = new DatabaseSync(path)
  const rows = database.prepare('SELECT key FROM responses ORDER BY key').all()
  database.close()
  expect(rows.map(({ key }) => key)).toEqual(['a1', 'a2 again', 'b1', 'b2'])
})

test('a file of the first schema keeps its responses', () => {
  const path = filled(2)
  const database = new DatabaseSync(path)
  database.exec(
    'DROP INDEX conversations; ALTER TABLE responses DROP COLUMN conversation; PRAGMA user_version = 1',
  )
  database.close()
  using(path, 'refresh', (store) => put(store, keyOf(0), 'anew'))
  using(path, 'on', (store) => {
    expect(store.get(keyOf(0))).toBe('anew')
    expect(store.get(keyOf(1))).toEqual(responseOf(1))
  })
})

test('a damaged response is reported by its key, and refresh replaces it', () => {
  const path = filled(40)
  flip(path, readFileSync(path).indexOf('answer 17 answer 17'))
  using(path, 'on', (store) => {
    expect(store.get(keyOf(16))).toEqual(responseOf(16))
    expect(() => store.get(keyOf(17))).toThrow(CacheCorrupt)
    expect(() => store.get(keyOf(17))).toThrow(
      `response cache ${path}: the response under the key key-0017 is not the one that was ` +
        `stored; FIND_CACHE=refresh asks for it anew, or move ${path}`,
    )
  })
  using(path, 'refresh', (store) => {
    expect(store.get(keyOf(17))).toBe(undefined)
    put(store, keyOf(17), responseOf(17))
  })
  using(path, 'on', (store) => expect(store.get(keyOf(17))).toEqual(responseOf(17)))
})

test.each(CACHE_MODES)('mode %s reports a damaged file when it is opened', (mode) => {
  const cases: Record<string, (path: string) => void> = {
    'key of a row': (path) => flip(path, readFileSync(path).indexOf('key-0017') + 5),
    'key in the index': (path) => flip(path, readFileSync(path).lastIndexOf('key-0017') + 5),
    'head of a page': (path) => flip(path, 4096 * 3),
    'count of cells of a page': (path) => flip(path, 4096 * 4 + 4),
    'half of it': (path) => truncateSync(path, statSync(path).size / 2),
    'last page': (path) => truncateSync(path, statSync(path).size - 4096),
    'some bytes': (path) => truncateSync(path, 50),
    nothing: (path) => truncateSync(path, 0),
    text: (path) => writeFileSync(path, 'not a database, but a text of some length. '.repeat(99)),
    'a short text': (path) => writeFileSync(path, 'hello\n'),
  }
  for (const [name, damage] of Object.entries(cases)) {
    const path = filled(40)
    damage(path)
    const bytes = readFileSync(path)
    expect(() => openStore(path, mode), name).toThrow(CacheCorrupt)
    expect(() => openStore(path, mode), name).toThrow(`response cache ${path}: `)
    expect(() => openStore(path, mode), name).toThrow(`move ${path} (with its -wal and -shm`)
    expect(readFileSync(path).equals(bytes), name).toBe(true)
  }
})

test('any flipped byte and any cut is reported or changes no answer', () => {
  const path = filled(6)
  const bytes = readFileSync(path)
  const faultOf = (damaged: Buffer): unknown => {
    writeFileSync(path, damaged)
    let phase = 'opening'
    try {
      return using(path, 'on', (store) => {
        phase = 'reading'
        for (let i = 0; i < 6; i++) assert.deepEqual(store.get(keyOf(i)), responseOf(i))
        return 'none'
      })
    } catch (error) {
      return error instanceof CacheCorrupt ? phase : error
    } finally {
      for (const log of ['-wal', '-shm']) rmSync(path + log, { force: true })
    }
  }
  const faults = new Set([faultOf(bytes.subarray(0, -1))])
  for (let at = 0; at < bytes.length; at += 97) {
    const damaged = Buffer.from(bytes)
    damaged[at]! ^= 0xff
    faults.add(faultOf(damaged))
    faults.add(faultOf(bytes.subarray(0, at)))
  }
  expect(faults).toEqual(new Set(['none', 'opening', 'reading']))
})

test('a file of another schema is reported', () => {
  const path = filled(1)
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 3')
  database.close()
  expect(() => openStore(path, 'on')).toThrow(CacheCorrupt)
  expect(() => openStore(path, 'on')).toThrow('expected schema version 2; got 3; move')
})

test('a log without its file is reported, for its responses would be lost', () => {
  const path = filled(1)
  writeFileSync(`${path}-wal`, 'left behind')
  rmSync(path)
  expect(() => openStore(path, 'on')).toThrow(CacheCorrupt)
  expect(() => openStore(path, 'on')).toThrow(`the file is gone, though its log ${path}-wal is`)
  expect(existsSync(path)).toBe(false)
})

test('a folder in place of the file is an error that names it', () => {
  expect(() => openStore(root, 'on')).toThrow(`response cache ${root}: unable to open`)
})
