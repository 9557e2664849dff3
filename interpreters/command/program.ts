import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { type Json, visible } from '../../plugins/index.ts'
import type { Launch, Place } from './place.ts'
import type { Stand } from './stand.ts'

/** A running program, as who speaks with it sees it. */
export interface Program {
  readonly stdout: Readable
  /** Waits while the program leaves what it is told unread. */
  tell(message: Json): Promise<void>
  /** It is told nothing more. */
  hangUp(): void
  /** How it ended, in words, once it has. */
  readonly end: Promise<string>
  /** The end of what it wrote to standard error. */
  errors(): string
  /** Ends it with all that it started. */
  readonly kill: () => void
  /** Resolves once nothing of it is left. */
  clear(): Promise<void>
}

/** Characters of standard error that are kept. */
const TAIL = 2000
/** Milliseconds until a process that was killed is given up. */
const LAST = 1000

export async function startProgram(
  place: Place,
  launch: Launch,
  stand: Stand | null,
): Promise<Program> {
  const { child, kill, clear } = await place.start(launch, stand)
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw new Error('a program needs three pipes')
  const { promise: end, resolve } = Promise.withResolvers<string>()
  const finish = (how: string) => {
    // What it has started does not outlive it, and what was written can then be read to its end.
    kill()
    resolve(how)
  }
  child.once('error', ({ message }) => finish(`could not be started (${message})`))
  child.once('exit', (code, signal) =>
    finish(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
  )
  // A program need not read what it is told.
  stdin.on('error', () => undefined)
  const errors = tailOf(stderr, TAIL)

  return {
    stdout,
    async tell(message) {
      if (!stdin.writable || stdin.write(`${JSON.stringify(message)}\n`)) return
      const control = new AbortController()
      const { signal } = control
      await Promise.race([
        once(stdin, 'drain', { signal }),
        once(stdin, 'close', { signal }),
      ]).catch(() => undefined)
      control.abort()
    },
    hangUp: () => stdin.end(),
    end,
    errors: () => visible(errors()).trim(),
    kill,
    async clear() {
      kill()
      const { promise: given, resolve: giveUp } = Promise.withResolvers<void>()
      const timer = setTimeout(giveUp, LAST)
      await Promise.race([end, given])
      clearTimeout(timer)
      for (const stream of [stdin, stdout, stderr]) stream.destroy()
      if (child.connected) child.disconnect()
      await clear()
    },
  }
}

/** The end of a stream, of which no more characters are kept. */
export function tailOf(stream: Readable, most: number): () => string {
  let tail = ''
  let size = 0
  stream.setEncoding('utf8').on('data', (text: string) => {
    size += text.length
    tail = (tail + text).slice(-most)
  })
  return () => (size > most ? `[…]${tail}` : tail)
}

/** How a program came to its end without an answer, for people. */
export async function withoutAnswer(
  program: Program,
  reached: string,
  isStopped: boolean,
): Promise<string> {
  // Its output may have ended before it.
  const how = await program.end
  const errors = program.errors()
  const said = errors === '' ? '' : `; its standard error ends with\n${errors}`
  return isStopped
    ? `the program gave no answer, and ${reached}${said}`
    : `the program ${how} without an answer, and ${reached}${said}`
}

/** How often a program asked anything of the box. */
export const reach = (times: number): string =>
  times === 0 ? 'it never reached the box' : `it had reached the box ${times} times`
