import { createHash } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { CacheMode } from '../run-settings.ts'

/** The cost of one response; `usd` is null where the price is unknown, and counts as nothing. */
export interface Spending {
  readonly session: string
  readonly account: string
  readonly tokens: number
  readonly usd: number | null
}

/** Paid responses by the content of their requests, and what each session spent on them. */
export interface ResponseStore {
  /**
   * Gives the JSON value put under the key; undefined where there is none, and always under `off`.
   * Under `refresh` it is what this very store put: what others put meanwhile is paid again.
   *
   * @throws CacheCorrupt where the response is not the one that was put.
   */
  get(key: string): unknown
  /**
   * Keeps a JSON value and counts what it cost, both or neither, safe on disk on return. The
   * last of two responses to a key stays. Under `off` and `read` the cost alone is counted.
   */
  put(
    key: string,
    response: unknown,
    about: {
      readonly model: string
      readonly prompt: string
      readonly caseId: string
      readonly trial: number
    },
    spent: Spending,
  ): void
  /** Sums over all processes that share the file. */
  spent(session: string, account: string): { tokens: number; usd: number }
  close(): void
}

/** The store cannot be read or written: the harness's fault, never the interpreter's. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError'
}

/** The file, or one response in it, is not what was written. */
export class CacheCorrupt extends StoreError {
  override readonly name = 'CacheCorrupt'
}

const SCHEMA = 1
const TABLES = `
  CREATE TABLE responses (
    key TEXT PRIMARY KEY, response TEXT NOT NULL, checksum TEXT NOT NULL,
    model TEXT NOT NULL, prompt TEXT NOT NULL, caseId TEXT NOT NULL, trial INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE spending (
    session TEXT, account TEXT, tokens INTEGER NOT NULL, usd REAL NOT NULL,
    PRIMARY KEY (session, account)
  ) STRICT;
  PRAGMA user_version = ${SCHEMA};`

/** Milliseconds to wait for other processes, each of which holds the lock for about one of them. */
const BUSY_TIMEOUT = 30_000
const CORRUPT = 11
const NO_DATABASE = 26

/**
 * Opens the cache of responses in the SQLite file at `path`, which is made where there is none,
 * for its owner alone to read. Any number of processes may share it, and one that is killed
 * loses nothing it has put.
 *
 * @throws CacheCorrupt where the file is damaged, cut short, of another schema or no database.
 */
export function openStore(path: string, mode: CacheMode): ResponseStore {
  createFile(path)
  const database = openFile(path)
  const find = database.prepare('SELECT response, checksum FROM responses WHERE key = ?')
  const keep = database.prepare('INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?, ?, ?)')
  const count = database.prepare(
    `INSERT INTO spending VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
     SET tokens = tokens + excluded.tokens, usd = usd + excluded.usd`,
  )
  const sum = database.prepare('SELECT tokens, usd FROM spending WHERE session = ? AND account = ?')
  const own = new Set<string>()

  return {
    get: (key) =>
      naming(path, () => {
        if (mode === 'off' || (mode === 'refresh' && !own.has(key))) return undefined
        const row = find.get(key)
        if (!row) return undefined
        const response = String(row['response'])
        if (row['checksum'] === checksum(key, response)) return JSON.parse(response) as unknown
        throw new CacheCorrupt(
          `response cache ${path}: the response under the key ${key} is not the one that was ` +
            `stored; FIND_CACHE=refresh asks for it anew, or move ${filesOf(path)} away`,
        )
      }),
    put: (key, response, { model, prompt, caseId, trial }, { session, account, tokens, usd }) =>
      naming(path, () => {
        database.exec('BEGIN IMMEDIATE')
        try {
          if (mode === 'on' || mode === 'refresh') {
            const text = JSON.stringify(response)
            keep.run(key, text, checksum(key, text), model, prompt, caseId, trial)
          }
          count.run(session, account, tokens, usd ?? 0)
          database.exec('COMMIT')
        } catch (error) {
          // SQLite has rolled back by itself after some faults, a full disk for one.
          if (database.isTransaction) database.exec('ROLLBACK')
          throw error
        }
        own.add(key)
      }),
    spent: (session, account) =>
      naming(path, () => {
        const row = sum.get(session, account)
        return { tokens: Number(row?.['tokens'] ?? 0), usd: Number(row?.['usd'] ?? 0) }
      }),
    close: () => database.close(),
  }
}

/**
 * Makes the file where there is none. It appears under its name whole, so that processes may
 * begin at once, and a file without its tables is always a damaged one.
 */
function createFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  // Looked at first: the file is there before its log is, and outlives it.
  const log = existsSync(`${path}-wal`)
  if (existsSync(path)) return
  // SQLite would apply the log to the new file.
  if (log) throw corrupt(path, `the file is gone, though its log ${path}-wal is there`)
  const folder = mkdtempSync(`${path}.`)
  try {
    const made = join(folder, 'new')
    writeFileSync(made, '', { mode: 0o600 })
    naming(path, () => {
      const database = new DatabaseSync(made)
      database.exec(`PRAGMA journal_mode = WAL; ${TABLES}`)
      database.close()
    })
    linkSync(made, path)
  } catch (error) {
    // Another process was first.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function openFile(path: string): DatabaseSync {
  const database = naming(path, () => new DatabaseSync(path, { timeout: BUSY_TIMEOUT }))
  try {
    naming(path, () => {
      const schema = database.prepare('PRAGMA user_version').get()?.['user_version']
      if (schema !== SCHEMA)
        throw corrupt(path, `expected schema version ${SCHEMA}; got ${String(schema)}`)
      // Of 100 MB it takes a fifth of a second. A quick_check, hardly faster, would not see a
      // damaged key, which is a silent miss.
      const fault = database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check']
      if (fault !== 'ok') throw corrupt(path, `the file is damaged: ${String(fault)}`)
      database.exec('PRAGMA synchronous = FULL')
    })
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

/** Runs `work`; its faults name the file, and those of damage are told apart. */
function naming<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error)) throw error
    const primary = Number(error.errcode) & 0xff
    if (primary === CORRUPT || primary === NO_DATABASE) throw corrupt(path, error.message, error)
    throw new StoreError(`response cache ${path}: ${error.message}`, { cause: error })
  }
}

function corrupt(path: string, fault: string, cause?: unknown): CacheCorrupt {
  return new CacheCorrupt(
    `response cache ${path}: ${fault}; move ${filesOf(path)} away to begin anew`,
    { cause },
  )
}

const filesOf = (path: string) => `${path} (with its -wal and -shm, where there are any)`

const checksum = (key: string, response: string) =>
  createHash('sha256')
    .update(JSON.stringify([key, response]))
    .digest('hex')
