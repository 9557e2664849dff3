import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** @throws Error that says where, what was expected and what came. */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Error(`${where}: ${z.prettifyError(parsed.error)}`)
}

/** @throws Error that says where, if the text is no JSON. */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`${where}: expected JSON; ${(cause as Error).message}`, { cause })
  }
}

/** @throws Error that names the file, where it cannot be read or holds something else. */
export async function readJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new Error(`${path}: expected a file that can be read; ${cause.message}`, { cause })
  })
  return parse(schema, parseJson(text, path), path)
}
