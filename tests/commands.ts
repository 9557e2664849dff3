/** The commands that README and docs tell their readers to type. */

/** A block of a page: what is run of it in this order, and what is not, with the reason. */
export interface Commands {
  readonly run: readonly string[]
  readonly notRun: readonly { readonly command: string; readonly reason: string }[]
}

const COMMAND = /^(npx |npm run |FIND_\w+=)/
const MARK = /^<!-- not run(?:, `([^`]+)`)?: (.+) -->$/

/**
 * Reads the blocks of a page, indented or fenced, that have commands. `<!-- not run: why -->`
 * before a block is of all its commands, ``<!-- not run, `npm run x`: why -->`` of those that
 * begin so.
 */
export function commandsOf(page: string): Commands[] {
  const found: Commands[] = []
  let marks: { readonly start: string; readonly reason: string }[] = []
  let block: string[] = []
  let fenced = false
  const close = () => {
    const commands = block.filter((line) => COMMAND.test(line)).map(withoutComment)
    const notRun = commands.flatMap((command) => {
      const mark = marks.find(({ start }) => command.startsWith(start))
      return mark ? [{ command, reason: mark.reason }] : []
    })
    const run = commands.filter((command) => notRun.every((one) => one.command !== command))
    if (commands.length > 0) found.push({ run, notRun })
    if (block.length > 0) marks = []
    block = []
  }
  for (const line of [...page.split('\n'), 'end']) {
    const mark = MARK.exec(line)
    if (line.startsWith('```')) {
      if (fenced) close()
      fenced = !fenced
    } else if (fenced || line.startsWith('    ')) block.push(line.trim())
    else if (mark) marks.push({ start: mark[1] ?? '', reason: mark[2]! })
    else if (line !== '') {
      close()
      marks = []
    }
  }
  return found
}

const withoutComment = (line: string) => line.replace(/\s+#.*$/, '')
