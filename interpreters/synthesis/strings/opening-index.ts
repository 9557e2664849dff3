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

/** Letter operators that leave a text as it is are too many to list; `groupOf` leads to them. */
export function createOpeningIndex(plain: readonly Instance[]): OpeningIndex {
  const inner = [null, ...plain]
  const outers = plain.filter(({ operator }) => operator.parameter !== 'suffix')
  const groups = Map.groupBy(inner.keys(), (index) => innerRun(inner[index] ?? null, OPENING))
  const members = [...groups.values()]
  /** By output: index of the group times the number of outer operators, plus that of the outer. */
  const leads = new Map<string, number[]>()
  let code = 0
  for (const middle of groups.keys()) {
    for (const { operator, run } of outers) {
      const output = run(middle)
      if (output !== middle || operator.parameter !== 'letter') {
        const list = leads.get(output)
        if (list) list.push(code)
        else leads.set(output, [code])
      }
      code++
    }
  }
  const tables = new Map<string, readonly string[]>()
  return {
    inner,
    middlesOf(input) {
      if (!FIRST_INPUTS.includes(input)) return null
      const middles = tables.get(input) ?? inner.map((one) => innerRun(one, input))
      tables.set(input, middles)
      return middles
    },
    groupOf: (output) => groups.get(output) ?? [],
    *leadsTo(output) {
      for (const lead of leads.get(output) ?? []) {
        const inners = members[Math.floor(lead / outers.length)]
        const outer = outers[lead % outers.length]
        if (inners && outer) yield { inners, outer }
      }
    },
  }
}
