/** What code may use before it counts as broken, and the words that say so. */

/** Milliseconds that one batch may take. */
export const TIME_LIMIT = 10_000
/** Memory of one batch: the code, its inputs and its outputs. */
export const MEMORY_MB = 64
/** The same for Python, whose interpreter is in it. */
export const PYTHON_MEMORY_MB = 512
/** An output with more UTF-16 code units is none: in the string, or in the JSON text of another value. */
export const MOST_UNITS_OF_OUTPUT = 1_000_000
/** The units of all outputs of a batch together. */
export const MOST_UNITS_OF_BATCH = 4_000_000
/** An output with arrays and objects in one another deeper than this is none. */
export const MOST_LEVELS = 100

/** Why a single output is none. */
export const TOO_LONG = `gave more than ${MOST_UNITS_OF_OUTPUT} characters`
export const NO_JSON = `gave no JSON of at most ${MOST_LEVELS} levels`

export const TOO_MUCH_OUTPUT = `gave more than ${MOST_UNITS_OF_BATCH} characters of output`
export const tooMuchMemory = (mb: number): string => `used more than ${mb} MB`
export const tooSlow = (timeLimit: number): string => `took longer than ${timeLimit} ms`
export const notCompiled = (error: string): string => `does not compile: ${brief(error)}`
export const noFunction = (type: string): string => `defines no function f(x): f is ${brief(type)}`

/** Errors carry text of the code's own making: it is cut, and moves no cursor. */
export function brief(text: string): string {
  // Of millions of characters the rest is not even looked at.
  const line = text
    .slice(0, 2000)
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
