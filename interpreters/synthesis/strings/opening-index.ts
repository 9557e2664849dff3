import { FIRST_INPUTS, OPENING } from './inputs.ts'
import type { Instance } from './instances.ts'

/** Inner operators that agree at the opening, and an outer one, by index. */
export interface Lead {
  readonly inners: readonly number[]
  readonly outer: Instance
}

/** What pairs of operators make of the opening; inner operators go by their index. */
export interface OpeningIndex {
  /** What can be applied first; null is nothing. */
  readonly inner: readonly (Instance | null)[]
  /** What every inner operator makes of an input; null but for the first inputs. */
  readonly middlesOf: (input: string) => readonly string[] | null
  /** The inner operators that give an output at the opening. */
  readonly groupOf: (output: string) => readonly number[]
  /** All pairs that give an output at the opening, save those of an idle letter operator. */
  readonly leadsTo: (output: string) => Iterable<Lead>
}

export const innerRun = (inner: Instance | null, input: string) =>
  inner ? inner.runFirst(input) : input

/** Ends a chain of pairs. */
const END = -1

/** Letter operators that leave a text as it is are too many to list; `groupOf` leads to them. */
export function createOpeningIndex(plain: readonly Instance[]): OpeningIndex {
  const inner = [null, ...plain]
  const outers = plain.filter(({ operator }) => operator.parameter !== 'suffix')
  const groups = Map.groupBy(inner.keys(), (index) => innerRun(inner[index] ?? null, OPENING))
  const middles = [...groups.keys()]
  const members = [...groups.values()]
  // A pair's number is that of its group times the number of outer operators, plus that of the
  // outer one. Pairs of one output are a chain: a list for each would take most of the time.
  const firsts = new Map<string, number>()
  const nexts = new Int32Array(middles.length * outers.length).fill(END)
  for (let pair = nexts.length - 1; pair >= 0; pair--) {
    const middle = middles[Math.floor(pair / outers.length)]
    const outer = outers[pair % outers.length]
    if (middle === undefined || !outer) continue
    const output = outer.run(middle)
    if (output === middle && outer.operator.parameter === 'letter') continue
    nexts[pair] = firsts.get(output) ?? END
    firsts.set(output, pair)
  }
  const tables = new Map<string, readonly string[]>()
  return {
    inner,
    middlesOf(input) {
      if (!FIRST_INPUTS.includes(input)) return null
      const table = tables.get(input) ?? inner.map((one) => innerRun(one, input))
      tables.set(input, table)
      return table
    },
    groupOf: (output) => groups.get(output) ?? [],
    *leadsTo(output) {
      for (let pair = firsts.get(output) ?? END; pair !== END; pair = nexts[pair] ?? END) {
        const inners = members[Math.floor(pair / outers.length)]
        const outer = outers[pair % outers.length]
        if (inners && outer) yield { inners, outer }
      }
    },
  }
}
