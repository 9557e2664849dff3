import { ascending } from 'd3-array'
import type { FunctionSpec, Size } from '../contracts.ts'

/**
 * The functions of a suite that run at `size`, in the order of their ids.
 *
 * A smaller size is a sample stratified by variant and operators: the functions are ordered by
 * stratum and taken at equal distances, so that each stratum is represented in proportion.
 */
export function selectSpecs<S extends FunctionSpec>(specs: readonly S[], size: Size): readonly S[] {
  const count =
    size === 'full' ? specs.length : size === 'mini' ? Math.round(specs.length / 10) : size
  if (count >= specs.length) return specs
  const stratum = (spec: S) => JSON.stringify([spec.variant, spec.operators])
  const ordered = specs.toSorted((a, b) => ascending(stratum(a), stratum(b)) || byId(a, b))
  const step = specs.length / count
  return Array.from({ length: count }, (_, i) => ordered[Math.floor((i + 0.5) * step)]!).toSorted(
    byId,
  )
}

const byId = (a: FunctionSpec, b: FunctionSpec) => ascending(a.id, b.id)
