import type { FunctionBox } from '../../../plugins/index.ts'
import { putQuestions, REFUSED } from '../put-questions.ts'
import { toPoints, type Points } from './points.ts'

/** The black box, with a notebook of everything it was asked. */
export interface Laboratory {
  readonly queriesLeft: number
  /** All outputs seen so far, by input; NaN where the box refused it. */
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
      const answers = await putQuestions(box, asked)
      answers.forEach((answer, i) => {
        const y = answer === REFUSED ? NaN : answer
        const outputs = seen.get(asked[i]!)
        if (outputs) outputs.push(y)
        else seen.set(asked[i]!, [y])
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

/** The outputs that were seen first, where they are usable. */
export function pointsOf({ seen }: Laboratory, usable: (x: number) => boolean): Points {
  return toPoints([...seen].filter(([x]) => usable(x)).map(([x, [y]]) => [x, y!] as const))
}

/** The output at x, of a function that does not vary there; null with no query left. */
export async function readOnce(laboratory: Laboratory, x: number): Promise<number | null> {
  await laboratory.ask([x])
  const outputs = laboratory.seen.get(x)
  return outputs === undefined || varies(outputs) ? null : outputs[0]!
}
