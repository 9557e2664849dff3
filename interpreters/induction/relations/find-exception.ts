import { group } from 'd3-array'
import { shuffle } from 'simple-statistics'
import type { Row } from '../../../library/facts/index.ts'
import type { Exception } from '../../../library/facts/relation.ts'
import type { Random } from '../../../plugins/index.ts'
import type { Candidate } from './find-relation.ts'
import type { Laboratory, Outputs } from './laboratory.ts'

/** A part of a class that shares a property is worth a thought from so many things on. */
const LEAST = 5
/** Experiments at the most, and things that the choice of a next one looks at. */
const EXPERIMENTS = 30
const LOOKED_AT = 150
/** Things inside and outside that have to bear out what was found. */
const CHECKS = 4

/** The part of a class that shares a property. */
interface Part {
  readonly exception: Exception
  readonly rows: ReadonlySet<Row>
}

export interface Found {
  readonly exception: Exception | null
  /** Whether all that was asked agrees with it, and nothing else is left that would. */
  readonly certain: boolean
}

/**
 * Finds the part of the class that gives nothing. Every part that shares a property may be it.
 * Things are asked that are of all of them; where one is silent, such as tell apart the parts
 * that hold it.
 */
export async function findException(
  candidate: Candidate,
  lab: Laboratory,
  random: Random,
): Promise<Found> {
  const rows = shuffle(rowsOf(candidate), random)
  let parts = partsOf(candidate, rows)
  const look = () => (parts = consistent(parts, rows, lab.outputs))
  const isAnySilent = () => rows.some((row) => isSilent(row, lab.outputs))

  for (let i = 0; i < EXPERIMENTS && !lab.isSpent && look().length > 0; i++) {
    const fresh = rows.filter(({ word }) => !lab.outputs.has(word))
    const next = isAnySilent() ? halving(fresh, parts) : covering(fresh, parts)
    if (next.length === 0) break
    await lab.ask(next.map(({ word }) => word))
  }
  const [part] = look()
  if (!isAnySilent()) return { exception: null, certain: parts.length === 0 }
  if (!part) return { exception: null, certain: false }

  const fresh = rows.filter(({ word }) => !lab.outputs.has(word))
  const checks = [true, false].flatMap((inside) =>
    fresh.filter((row) => part.rows.has(row) === inside).slice(0, CHECKS),
  )
  await lab.ask(checks.map(({ word }) => word))
  const isChecked = checks.every(({ word }) => lab.outputs.has(word))
  return { exception: part.exception, certain: isChecked && look()[0] === part }
}

/** The exception that explains what is silent among examples; null where nothing is. */
export function exceptionFrom(candidate: Candidate, outputs: Outputs): Exception | null {
  const rows = rowsOf(candidate)
  if (!rows.some((row) => isSilent(row, outputs))) return null
  const [part] = consistent(partsOf(candidate, rows), rows, outputs)
  return part?.exception ?? null
}

/** The things that have the property. */
const rowsOf = ({ table, column }: Candidate) =>
  table.rows.filter(({ values }) => values[column] !== undefined)

const isSilent = ({ word }: Row, outputs: Outputs) =>
  outputs.has(word) && outputs.get(word) === undefined

const partsOf = ({ table }: Candidate, rows: readonly Row[]): readonly Part[] =>
  table.columns.flatMap(({ name }) =>
    [...group(rows, ({ values }) => values[name])].flatMap(([is, some]) =>
      is !== undefined && some.length >= LEAST && some.length < rows.length
        ? [{ exception: { by: name, is }, rows: new Set(some) }]
        : [],
    ),
  )

/** The parts that hold all that is silent, and nothing that speaks. */
function consistent(parts: readonly Part[], rows: readonly Row[], outputs: Outputs) {
  const known = rows.filter(({ word }) => outputs.has(word))
  return parts.filter((part) => known.every((row) => part.rows.has(row) === isSilent(row, outputs)))
}

/** Few things that are of all parts together. */
function covering(rows: readonly Row[], parts: readonly Part[]): Row[] {
  const taken: Row[] = []
  for (let left = parts; left.length > 0;) {
    const held = (row: Row) => left.filter((part) => part.rows.has(row)).length
    const next = best(rows, held)
    if (!next) break
    taken.push(next)
    left = left.filter((part) => !part.rows.has(next))
  }
  return taken
}

/** The thing that is in about half of the parts; none where nothing tells them apart. */
function halving(rows: readonly Row[], parts: readonly Part[]): Row[] {
  const next = best(rows, (row) => {
    const held = parts.filter((part) => part.rows.has(row)).length
    return Math.min(held, parts.length - held)
  })
  return next ? [next] : []
}

/** The first thing of most worth, of some that are looked at; undefined where none has any. */
function best(rows: readonly Row[], worth: (row: Row) => number): Row | undefined {
  let [found, most]: [Row | undefined, number] = [undefined, 0]
  for (const [i, row] of rows.entries()) {
    if (i >= LOOKED_AT && found) break
    const value = worth(row)
    if (value > most) [found, most] = [row, value]
  }
  return found
}
