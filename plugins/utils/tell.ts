import process from 'node:process'
import { wrap } from './wrap.ts'

/**
 * Writes a line to standard error, which leaves the output of machine-readable reporters whole: at
 * a terminal broken at blanks to its width, anywhere else as one.
 */
export function tell(line: string, indent: number): void {
  const { isTTY, columns } = process.stderr
  const lines = isTTY ? wrap(line, columns, indent) : [line]
  process.stderr.write(lines.map((text) => `${text}\n`).join(''))
}
