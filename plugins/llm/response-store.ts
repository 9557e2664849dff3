import { createHash } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
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
   * Keeps a JSON value and counts what it cost, both or neither, safe on disk on return; where
   * another process has locked the file for long, as soon as that lets go. The last of two
   * responses to a key stays. Under `off` and `read` the cost alone is counted. Under `refresh`
   * the first response of a conversation takes the place of all that was stored of it: turns that
   * came after another first answer are asked for by nobody.
   */
  put(
    key: string,
    response: unknown,
    about: {
      readonly model: string
      readonly prompt: string
      readonly caseId: string
      readonly trial: number
      /** The same for all turns of a conversation. */
      readonly conversation: string
    },
    spent: Spending,
  ): void
  /** Sums over all processes that share the file. */
  spent(session: string, account: string): { tokens: number; usd: number }
  /** Resolves once all that was put is on disk. Rejects with StoreError where it is not in time. */
  settled(): Promise<void>
  close(): void
}

/** The store cannot be read or written: the harness's fault, never the interpreter's. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError'
  /** Whether another process has the lock, and may let go. */
  readonly isBusy: boolean

  constructor(
    message: string,
    about: { readonly cause?: unknown; readonly isBusy?: boolean } = {},
  ) {
    super(message, { cause: about.cause })
    this.isBusy = about.isBusy ?? false
  }
}

/** The file, or one response in it, is not what was written. */
export class CacheCorrupt extends StoreError {
  override readonly name = 'CacheCorrupt'
}

const SCHEMA = 2
/** Of the first schema, of whose responses it is not known which belong together. */
const UPGRADE = `ALTER TABLE responses ADD COLUMN conversation TEXT NOT NULL DEFAULT ''`
const INDEX = 'CREATE INDEX conversations ON responses (conversation)'
const TABLES = `
  CREATE TABLE responses (
    key TEXT PRIMARY KEY, response TEXT NOT NULL, checksum TEXT NOT NULL,
    model TEXT NOT NULL, prompt TEXT NOT NULL, caseId TEXT NOT NULL, trial INTEGER NOT NULL,
    conversation TEXT NOT NULL DEFAULT ''
  ) STRICT;
  ${INDEX};
  CREATE TABLE spending (
    session TEXT, account TEXT, tokens INTEGER NOT NULL, usd REAL NOT NULL,
    PRIMARY KEY (session, account)
  ) STRICT;
  PRAGMA user_version = ${SCHEMA};`

/** Milliseconds to wait for other processes, each of which holds the lock for about one of them. */
const BUSY_TIMEOUT = 30_000
/** Milliseconds that a run stands still for a lock; what was paid is written later. */
const PATIENCE = 1000
/** Milliseconds between two tries to write what waits. */
const PAUSE = 250
const BUSY = 5
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
  const keep = database.prepare('INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const forget = database.prepare('DELETE FROM responses WHERE conversation = ?')
  const count = database.prepare(
    `INSERT INTO spending VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
     SET tokens = tokens + excluded.tokens, usd = usd + excluded.usd`,
  )
  const sum = database.prepare('SELECT tokens, usd FROM spending WHERE session = ? AND account = ?')
  const own = new Set<string>()
  const refreshed = new Set<string>()
  /** What was paid and is not on disk, in order. */
  const waiting: Row[] = []

  let timer: NodeJS.Timeout | undefined

  /** @param begun conversations that begin anew in this transaction. */
  function write({ key, text, about, spent }: Row, begun: Set<string>): void {
    if (mode === 'on' || mode === 'refresh') {
      const { model, prompt, caseId, trial, conversation } = about
      const isNew = !refreshed.has(conversation) && !begun.has(conversation)
      if (mode === 'refresh' && isNew) forget.run(conversation)
      begun.add(conversation)
      keep.run(key, text, checksum(key, text), model, prompt, caseId, trial, conversation)
    }
    count.run(spent.session, spent.account, spent.tokens, spent.usd ?? 0)
  }

  /** Writes all that waits, or nothing. */
  function writeAll(patience: number): void {
    if (waiting.length === 0) return
    const begun = new Set<string>()
    naming(path, () => {
      database.exec(`PRAGMA busy_timeout = ${patience}`)
      try {
        database.exec('BEGIN IMMEDIATE')
        for (const row of waiting) write(row, begun)
        database.exec('COMMIT')
      } catch (error) {
        // SQLite has rolled back by itself after some faults, a full disk for one.
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      } finally {
        database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`)
      }
    })
    waiting.length = 0
    for (const conversation of begun) refreshed.add(conversation)
  }

  /** Tells whether all is written; not where the file is locked. */
  function tryToWrite(patience: number): boolean {
    try {
      writeAll(patience)
      return true
    } catch (error) {
      if (error instanceof StoreError && error.isBusy) return false
      throw error
    }
  }

  /** Writes what waits once the lock is gone, whether or not more is put. */
  function writeLater(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      try {
        if (!tryToWrite(0)) writeLater()
      } catch {
        // It still waits: the next to put it down tells why that cannot be.
      }
    }, PAUSE).unref()
  }

  return {
    get: (key) =>
      naming(path, () => {
        if (mode === 'off' || (mode === 'refresh' && !own.has(key))) return undefined
        const late = mode === 'read' ? undefined : waiting.findLast((row) => row.key === key)
        if (late) return JSON.parse(late.text) as unknown
        const row = find.get(key)
        if (!row) return undefined
        const response = String(row['response'])
        if (row['checksum'] === checksum(key, response)) return JSON.parse(response) as unknown
        throw new CacheCorrupt(
          `response cache ${path}: the response under the key ${key} is not the one that was ` +
            `stored; FIND_CACHE=refresh asks for it anew, or move ${filesOf(path)} away`,
        )
      }),
    put(key, response, about, spent) {
      const text = JSON.stringify(response) as string | undefined
      if (text === undefined)
        throw new TypeError(`expected JSON under ${key}; got ${typeof response}`)
      // Others that wait have waited long enough for this one not to.
      const patience = waiting.length > 0 ? 0 : PATIENCE
      waiting.push({ key, text, about, spent })
      own.add(key)
      if (!tryToWrite(patience)) writeLater()
    },
    spent: (session, account) =>
      naming(path, () => {
        const row = sum.get(session, account)
        const late = waiting.filter(
          ({ spent }) => spent.session === session && spent.account === account,
        )
        return late.reduce(
          (all, { spent }) => ({
            tokens: all.tokens + spent.tokens,
            usd: all.usd + (spent.usd ?? 0),
          }),
          { tokens: Number(row?.['tokens'] ?? 0), usd: Number(row?.['usd'] ?? 0) },
        )
      }),
    async settled() {
      const end = performance.now() + BUSY_TIMEOUT
      while (!tryToWrite(0)) {
        if (performance.now() > end) writeAll(0)
        await sleep(PAUSE)
      }
    },
    close() {
      clearTimeout(timer)
      try {
        writeAll(BUSY_TIMEOUT)
      } finally {
        database.close()
      }
    },
  }
}

interface Row {
  readonly key: string
  readonly text: string
  readonly about: Parameters<ResponseStore['put']>[2]
  readonly spent: Spending
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
      const schema = schemaOf(database)
      if (schema !== SCHEMA && schema !== 1)
        throw corrupt(path, `expected schema version ${SCHEMA}; got ${String(schema)}`)
      // Of 100 MB it takes a fifth of a second. A quick_check, hardly faster, would not see a
      // damaged key, which is a silent miss.
      const fault = database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check']
      if (fault !== 'ok') throw corrupt(path, `the file is damaged: ${String(fault)}`)
      database.exec('PRAGMA synchronous = FULL')
      if (schema === 1) upgrade(database)
    })
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

const schemaOf = (database: DatabaseSync) =>
  database.prepare('PRAGMA user_version').get()?.['user_version']

function upgrade(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE')
  // Another process may have been first.
  if (schemaOf(database) === 1)
    database.exec(`${UPGRADE}; ${INDEX}; PRAGMA user_version = ${SCHEMA}`)
  database.exec('COMMIT')
}

/** Runs `work`; its faults name the file, and those of damage are told apart. */
function naming<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error)) throw error
    const primary = Number(error.errcode) & 0xff
    if (primary === CORRUPT || primary === NO_DATABASE) throw corrupt(path, error.message, error)
    throw new StoreError(`response cache ${path}: ${error.message}`, {
      cause: error,
      isBusy: primary === BUSY,
    })
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
