import type { Instance } from './instances.ts'
import { PLAIN } from './instances.ts'
import { FIRST_INPUTS, OPENING } from './inputs.ts'

/** What can be applied first; null is nothing. */
export const INNER: readonly (Instance | null)[] = [null, ...PLAIN]

export const innerRun = (inner: Instance | null, input: string) =>
  inner ? inner.runFirst(input) : input

const tables = new Map<string, readonly string[]>()

/** What every inner operator makes of an input; kept for the first inputs. */
export function middlesOf(input: string): readonly string[] | null {
  if (!FIRST_INPUTS.includes(input)) return null
  const middles = tables.get(input) ?? INNER.map((inner) => innerRun(inner, input))
  tables.set(input, middles)
  return middles
}

/** Inner operators that agree at the opening, and the outer ones that lead to an output. */
export interface Lead {
  readonly inners: readonly number[]
  readonly outer: Instance
}

interface OpeningIndex {
  /** By output at the opening: all pairs that give it, save those of an idle letter operator. */
  readonly leads: ReadonlyMap<string, readonly Lead[]>
  /** By output at the opening: the inner operators that give it. */
  readonly groups: ReadonlyMap<string, readonly number[]>
}

let index: OpeningIndex | undefined

const takesLetters = ({ operator }: Instance) => operator.parameter === 'letter'

/** Letter operators that leave a text as it is are too many to list; `groups` leads to them. */
export function openingIndex(): OpeningIndex {
  if (index) return index
  const groups = new Map<string, number[]>()
  for (const [inner, one] of INNER.entries()) {
    const output = innerRun(one, OPENING)
    const group = groups.get(output)
    if (group) group.push(inner)
    else groups.set(output, [inner])
  }
  const leads = new Map<string, Lead[]>()
  for (const [middle, inners] of groups) {
    for (const outer of PLAIN) {
      if (outer.operator.parameter === 'suffix') continue
      const output = outer.run(middle)
      if (output === middle && takesLetters(outer)) continue
      const list = leads.get(output)
      if (list) list.push({ inners, outer })
      else leads.set(output, [{ inners, outer }])
    }
  }
  index = { leads, groups }
  return index
}

const byLetter = Map.groupBy(PLAIN.filter(takesLetters), ({ step }) => step.params[0])

/** All operators of one letter, given that letter. */
export const operatorsOfLetter = (letter: string): readonly Instance[] => byLetter.get(letter) ?? []
