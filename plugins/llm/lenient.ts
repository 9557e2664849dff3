/** What models write beside what they were asked for, where there is but one way to read it. */

const OPEN = '<think>'
const CLOSE = '</think>'

/**
 * The text without the thoughts before it, in the tags that many open models put them in. Some
 * templates begin with the opening tag themselves, so that the closing one is all that comes.
 */
export function withoutThoughts(text: string): string {
  const end = text.search(/<\/think>[ \t]*(?:\r?\n|$)/)
  const opened = text.trimStart().startsWith(OPEN)
  if (opened) {
    const close = text.indexOf(CLOSE)
    // Thought and nothing else, as far as it came.
    return close === -1 ? '' : text.slice(close + CLOSE.length)
  }
  return end === -1 ? text : text.slice(end + CLOSE.length)
}

const FENCE = /^[ \t]*(?:```|~~~).*$/gm

/**
 * The inside of the one Markdown fence in a text, whatever stands around it; the text itself where
 * there is none. A fence that nothing closes goes to the end.
 *
 * @throws SyntaxError where there are more, of which it could be any.
 */
export function unfenced(text: string): string {
  const [open, close, ...others] = [...text.matchAll(FENCE)]
  if (!open) return text.trim()
  if (others.length > 0) throw new SyntaxError('expected one fenced block; got more of them')
  return text.slice(open.index + open[0].length, close?.index).trim()
}

/** Whether a fence is open at the end of the text. */
export const isInFence = (text: string): boolean => [...text.matchAll(FENCE)].length % 2 === 1

/** The text without its last fence, which closes one around all of it. */
export function withoutLastFence(text: string): string {
  const last = [...text.matchAll(FENCE)].at(-1)
  return last ? text.slice(0, last.index) + text.slice(last.index + last[0].length) : text
}

/**
 * Parses JSON as models write it: with remarks behind it or in a fence, with commas before a closing
 * bracket and with line breaks inside of strings.
 *
 * @throws SyntaxError where it is not even that, or where there may be more than one value.
 */
export function parseJson(text: string): unknown {
  const [plain, rest] = leading(text)
  if (/^[ \t]*[[{]/m.test(rest))
    throw new SyntaxError('expected one value of JSON; got more behind it')
  return parsed(plain)
}

/**
 * The value of JSON that a text begins with, whatever follows it.
 *
 * @throws SyntaxError where it begins with none.
 */
export const leadingJson = (text: string): unknown => parsed(leading(text)[0])

/** Strings of JSON, also one that nothing ends: to look for its end again takes quadratic time. */
const STRING = String.raw`"(?:[^"\\]|\\[^])*"?`
const BRACKETS = new RegExp(String.raw`${STRING}|[[\]{}]`, 'g')
/** Strings, and commas that nothing follows. */
const PIECES = new RegExp(String.raw`${STRING}|,(?=\s*[\]}])`, 'g')

/** Cuts a text behind the object, the list or the line of JSON that it, or a fence in it, begins with. */
function leading(text: string): [json: string, rest: string] {
  const [fence] = /^\s*[[{]/.test(text) ? [] : text.matchAll(FENCE)
  const plain = text.slice(fence ? fence.index + fence[0].length : 0).trim()
  const end = /^[[{]/.test(plain) ? closing(plain) : plain.search(/$/m)
  return [plain.slice(0, end), plain.slice(end)]
}

/** Where the bracket closes that a text begins with; the end of the text where it does not. */
function closing(text: string): number {
  let depth = 0
  for (const { 0: piece, index } of text.matchAll(BRACKETS)) {
    if ('[{'.includes(piece)) depth++
    if (']}'.includes(piece)) depth--
    if (depth === 0) return index + 1
  }
  return text.length
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    try {
      return JSON.parse(mended(text))
    } catch {
      // The reason is of what was written.
      throw error
    }
  }
}

const mended = (text: string): string =>
  text.replaceAll(PIECES, (piece) =>
    piece === ','
      ? ''
      : piece.replaceAll(/[\n\r\t]/g, (control) => JSON.stringify(control).slice(1, -1)),
  )

/**
 * Arguments of a call as servers take them back: some answer 500 for good where these are no
 * object of JSON. What could not be read is `{}`.
 */
export function replayable(args: string): string {
  try {
    const value = parseJson(args)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return '{}'
    return isJson(args) ? args : JSON.stringify(value)
  } catch {
    return '{}'
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
