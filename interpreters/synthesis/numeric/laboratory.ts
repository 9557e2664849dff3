import type { FunctionBox } from '../../../plugins/index.ts'

/** The black box, with a notebook of everything it was asked. */
export interface Laboratory {
  readonly queriesLeft: number
  /** All outputs seen so far, by input. */
  readonly seen: ReadonlyMap<number, readonly number[]>
  /**
   * Asks once for every input, again where it was asked before. With fewer queries left than
   * inputs, an even selection of them is asked.
   */
  ask(xs: readonly number[]): Promise<void>
}

export function openLaboratory(box: FunctionBox<number, number>): Laboratory {
  const seen = new Map<number, number[]>()
  return {
    get queriesLeft() {
      return box.queriesLeft
    },
    seen,
    async ask(xs) {
      const asked = thin(xs, box.queriesLeft)
      if (asked.length === 0) return
      const ys = await box.queryAll(asked)
      asked.forEach((x, i) => {
        const outputs = seen.get(x)
        if (outputs) outputs.push(ys[i]!)
        else seen.set(x, [ys[i]!])
      })
    },
  }
}

/** Takes at most `count` of the values, evenly spread. */
function thin(values: readonly number[], count: number): readonly number[] {
  if (values.length <= count) return values
  return Array.from(
    { length: count },
    (_, i) => values[Math.floor(((i + 0.5) * values.length) / count)]!,
  )
}

/** Whether repeats of an input gave different outputs. */
export function varies(outputs: readonly number[]): boolean {
  return outputs.some((y) => !Object.is(y, outputs[0]))
}

/** The output at x, of a function that does not vary there; null with no query left. */
export async function readOnce(laboratory: Laboratory, x: number): Promise<number | null> {
  await laboratory.ask([x])
  const outputs = laboratory.seen.get(x)
  return outputs === undefined || varies(outputs) ? null : outputs[0]!
}
