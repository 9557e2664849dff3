import { stripVTControlCharacters } from 'node:util'
import { cut } from './cut.ts'

const LONGEST = 500

/**
 * An error's message as a line of plain text. Of a file that cannot be parsed: where, and what is
 * wrong there, without the excerpt.
 */
export function oneLine(error: unknown): string {
  const message = stripVTControlCharacters(error instanceof Error ? error.message : String(error))
  const [, reason] = /^\[PARSE_ERROR\] (.*)$/m.exec(message) ?? []
  const [, place] = /\[ (\S.*:\d+:\d+) \]/.exec(message) ?? []
  if (reason && place) return `${place}: ${reason}`
  return cut(message.trim().replaceAll(/\s*\n\s*/g, ' '), LONGEST)
}
