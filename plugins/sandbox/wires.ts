/** How outputs travel from the code to the harness; see `Inputs` for what each wire holds. */
import type { Evaluation, Json } from '../contracts.ts'
import { brief, MOST_LEVELS, NO_JSON } from './limits.ts'

export interface NumberOutputs {
  /** n float64, then n bytes: 1 where there is no output. */
  readonly numbers: ArrayBuffer
  /** Why the first input without an output has none. */
  readonly reason: string
}

export interface JsonOutputs {
  /** A string as it is, any other output as its JSON text in an object; null: no output. */
  readonly outputs: readonly (string | { readonly json: string } | null)[]
  /** Why the first input without an output has none. */
  readonly reason: string
}

export function ofNumbers({ numbers, reason }: NumberOutputs): Evaluation {
  const length = numbers.byteLength / 9
  const values = new Float64Array(numbers, 0, length)
  const missing = new Uint8Array(numbers, 8 * length)
  const got = Array.from(values, (value, i) => (missing[i] ? undefined : value))
  return evaluated(got, missing.indexOf(1), reason)
}

export function ofJson({ outputs, reason }: JsonOutputs): Evaluation {
  const got = outputs.map((output) => {
    if (output === null || typeof output === 'string') return output ?? undefined
    const value = parseJson(output.json)
    return isJson(value, MOST_LEVELS) ? value : undefined
  })
  const index = got.indexOf(undefined)
  return evaluated(got, index, outputs[index] === null ? reason : NO_JSON)
}

function evaluated(got: readonly (Json | undefined)[], index: number, reason: string): Evaluation {
  const trouble = index < 0 ? null : { index, reason: brief(reason) }
  return { status: 'evaluated', got, trouble }
}

/** Undefined where a text is no JSON: code that dies early leaves none, or a part of one. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Of what JSON.parse gave. It reads 1e999 as an infinity, and levels that overflow a stack later. */
function isJson(value: unknown, levels: number): value is Json {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return value !== undefined
  return levels > 0 && Object.values(value).every((item) => isJson(item, levels - 1))
}
