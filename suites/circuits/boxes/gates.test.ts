import { describe, expect, test } from 'vitest'
import { nodesOf, nameOf } from '../../../library/transformer/nodes.ts'
import type { Role } from '../../../plugins/categories/circuits/task.ts'
import { randomStream } from '../../../plugins/utils/random.ts'
import { type GateKind, gates } from './gates.ts'
import { type Direction, effects, effectsByName, open } from './testing/patching.ts'

describe.each([1, 2, 3])('gates (seed %i)', (seed) => {
  const of = (kind: GateKind) => {
    const { task } = gates(kind, randomStream(seed, 'box'))
    return { opened: open(task, 20), parts: task.parts }
  }

  /** Effects of the components of each role, and the largest of all others. */
  function found(kind: GateKind, corruption: string, direction: Direction) {
    const { opened, parts } = of(kind)
    const byRole: Partial<Record<Role | 'none', number[]>> = {}
    for (const [name, effect] of effectsByName(opened, corruption, direction)) {
      const role = parts.get(name)?.role ?? 'none'
      ;(byRole[role] ??= []).push(Number(effect.toFixed(9)) + 0)
    }
    const { none, ...roles } = byRole
    expect(new Set(none)).toEqual(new Set([0]))
    return roles
  }

  test('noising finds all inputs of AND, denoising none', () => {
    expect(found('and', 'all', 'noising')).toEqual({ indicator: [1, 1, 1], gate: [1] })
    expect(found('and', 'all', 'denoising')).toEqual({ indicator: [0, 0, 0], gate: [1] })
  })

  test('denoising finds all inputs of OR, noising none', () => {
    expect(found('or', 'all', 'denoising')).toEqual({ indicator: [1, 1, 1], gate: [1] })
    expect(found('or', 'all', 'noising')).toEqual({ indicator: [0, 0, 0], gate: [1] })
  })

  test('AND of one place that changed: either direction finds that one', () => {
    for (const place of ['first', 'second', 'third']) {
      for (const direction of ['noising', 'denoising'] as const) {
        const { indicator, gate } = found('and', place, direction)
        expect(indicator?.toSorted()).toEqual([0, 0, 1])
        expect(gate).toEqual([1])
      }
    }
  })

  test('a backup hides its head from noising, where the item is gone', () => {
    const alone = { mover: [1], 'backup-mover': [0], gate: [1] }
    expect(found('backup', 'absent', 'denoising')).toEqual(alone)
    expect(found('backup', 'absent', 'noising')).toEqual({ ...alone, mover: [0] })
    // Told of another item, the backup keeps still.
    expect(found('backup', 'other', 'noising')).toEqual(alone)
  })

  test('a head and its backup noised together are found', () => {
    const { opened, parts } = of('backup')
    const both = nodesOf(opened.engine.model.shape).filter((node) =>
      ['mover', 'backup-mover'].includes(parts.get(nameOf(node))?.role ?? ''),
    )
    expect(both).toHaveLength(2)
    expect(effects(opened, [both], 'absent', 'noising')[0]).toBeCloseTo(1, 9)
  })
})
