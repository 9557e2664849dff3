import { z } from 'zod'

/** What the personas can interpret. */
export const CATEGORIES = ['numeric', 'strings', 'entities', 'relations'] as const
export type Category = (typeof CATEGORIES)[number]

/** A value as it travels: numbers that JSON cannot hold are their names. */
export const Value = z.union([z.number(), z.string()])
export type Value = z.infer<typeof Value>

export interface Pair {
  readonly input: Value
  readonly output: Value
}

/** An input and its output as they travel. */
export const Sides = z.tuple([Value, Value])

/** Gives the value that a travelling one stands for. */
export const toValue = (category: Category, value: Value): Value =>
  category === 'numeric' ? Number(value) : value

/** Parses a text; undefined where it is no JSON. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const ARROW = ' -> '
const NUMBERED = /^\s*\d+\.\s+/

/** Reads the lines `<JSON input> -> <JSON output>` of a text; they may be numbered. */
export function readPairs(text: string): Pair[] {
  return text.split('\n').flatMap((line) => readPair(line.replace(NUMBERED, '').trim()) ?? [])
}

function readPair(line: string): Pair | null {
  // A string may have an arrow in it as well.
  for (let at = line.indexOf(ARROW); at !== -1; at = line.indexOf(ARROW, at + 1)) {
    const sides = [line.slice(0, at), line.slice(at + ARROW.length)].map(tryParseJson)
    const values = Sides.safeParse(sides)
    if (values.success) return { input: values.data[0], output: values.data[1] }
  }
  return null
}
