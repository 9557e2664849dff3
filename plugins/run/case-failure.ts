import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Fails a test, and shows no frames but those it is given. */
export class CaseFailure extends Error {
  constructor(name: string, message: string, frames: readonly string[] = []) {
    super(message)
    this.name = name
    this.stack = [`${name}: ${message}`, ...frames].join('\n')
  }
}

/** The frames of an error's stack, which begins with its message. */
export const framesOf = ({ message, stack = '' }: Error): string[] =>
  stack
    .replace(message, '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))

const HARNESS = resolve(import.meta.dirname, '..')

/** Whether a frame is of the harness itself. */
export const ofHarness = (frame: string): boolean =>
  [HARNESS, pathToFileURL(HARNESS).href].some((folder) => frame.includes(folder))
