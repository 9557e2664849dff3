import { shuffle } from 'simple-statistics'
import { factTables, type Row, type Table } from '../../../library/facts/index.ts'
import type { Random } from '../../../plugins/index.ts'
import type { Laboratory, Outputs } from './laboratory.ts'

/** A property of the things of a table. */
export interface Candidate {
  readonly table: Table
  readonly column: string
}

/** Things of each class that are asked at a time, and how often. */
const AT_A_TIME = 2
const ROUNDS = 8
/** Outputs that have to agree before a property is believed. */
const ENOUGH = 3

/**
 * Asks things of every class until some give an output, and takes the property that they share.
 * Undefined where nothing that is known gives these outputs.
 */
export async function findRelation(
  lab: Laboratory,
  random: Random,
): Promise<Candidate | undefined> {
  const order = new Map(factTables().map((table) => [table, shuffle([...table.rows], random)]))
  let candidates = explanations(lab.outputs)
  for (let round = 0; round < ROUNDS && !lab.isSpent; round++) {
    const tables = new Set(candidates.map(({ table }) => table))
    await lab.ask([...tables].flatMap((table) => unlike(table, order.get(table)!)))
    candidates = explanations(lab.outputs)
    if (candidates.length === 0 || isSettled(candidates, lab.outputs)) break
  }
  return hasOutput(lab.outputs) ? candidates[0] : undefined
}

/** The properties that explain every output; what gives none may be excepted. */
export const explanations = (outputs: Outputs): readonly Candidate[] =>
  factTables().flatMap((table) =>
    table.columns.flatMap(({ name }) => {
      const explains = [...outputs].every(
        ([word, output]) => output === undefined || table.find(word)?.values[name] === output,
      )
      return explains ? [{ table, column: name }] : []
    }),
  )

export const hasOutput = (outputs: Outputs) => speaking(outputs) > 0

const speaking = (outputs: Outputs) =>
  [...outputs.values()].filter((output) => output !== undefined).length

const isSettled = (candidates: readonly Candidate[], outputs: Outputs) =>
  candidates.length === 1 && speaking(outputs) >= ENOUGH

/** Takes the next things, of which one has little to do with the other. */
function unlike(table: Table, rows: Row[]): string[] {
  const taken: Row[] = []
  for (let i = 0; i < rows.length && taken.length < AT_A_TIME;) {
    const row = rows[i]!
    if (taken.every((one) => !sharesMuch(table, one, row))) {
      taken.push(row)
      rows.splice(i, 1)
    } else i++
  }
  return taken.map(({ word }) => word)
}

/** Whether they share many of the properties that an exception may be by. */
const sharesMuch = ({ columns }: Table, one: Row, other: Row) =>
  columns.filter(({ name }) => one.values[name] === other.values[name]).length > columns.length / 3
