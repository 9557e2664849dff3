import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasHook } from './check.ts'
import { openEngine } from './engine.ts'
import { openFloat32 } from './float32.ts'
import { openFloat64 } from './float64.ts'
import { currentNameOfHook, HOOK_KINDS, KINDS_OF_HEADS, type HookPoint } from './hook-points.ts'
import type { Shape } from './model.ts'
import type { Prompts } from './run.ts'
import { extentOf } from './tensors.ts'
import { randomTransformer, uniform } from './testing/random-transformer.ts'

/** By names of hook points. */
type ByHook = Readonly<Record<string, readonly number[]>>

/** What TransformerLens made of a random transformer: see `studies/circuits/golden.py`. */
interface Golden {
  readonly shape: Shape
  readonly seed: number
  readonly prompts: Prompts
  readonly others: Prompts
  /** Patch effects are logits of this token at the last position, */
  readonly token: number
  /** and the residual stream is patched at this position alone. */
  readonly position: number
  /** Of activations and gradients every so many numbers are kept. */
  readonly stride: number
  readonly logits: readonly number[]
  /** By the names of TransformerLens 4. */
  readonly activations: ByHook
  /** [head, prompt] */
  readonly patches: Readonly<Record<string, readonly (readonly number[])[]>>
  readonly gradients: ByHook
}

const FOLDER = join(import.meta.dirname, '../../fixtures/circuits/golden')

const everyOf = (values: ArrayLike<number>, stride: number): number[] =>
  Array.from(values).filter((_, i) => i % stride === 0)

/** Where two differ by more than the bound, with the largest difference there. */
function farApart(found: ByHook, expected: ByHook, bound: number): [string, number][] {
  const names = [...new Set([...Object.keys(found), ...Object.keys(expected)])]
  return names
    .map((name): [string, number] => {
      const [a, b] = [found[name] ?? [], expected[name] ?? []]
      const apart = a.map((x, i) => Math.abs(x - b[i]!))
      return [name, a.length === b.length ? Math.max(...apart) : Infinity]
    })
    .filter(([, most]) => !(most <= bound))
}

describe.for(['bidirectional', 'gpt2', 'llama'])('%s', async (name) => {
  const golden = JSON.parse(await readFile(join(FOLDER, `${name}.json`), 'utf8')) as Golden
  const { shape, prompts, others, stride } = golden
  const model = randomTransformer(shape, golden.seed)
  const last = prompts[0]!.length - 1
  const hooks = HOOK_KINDS.flatMap((kind) =>
    Array.from({ length: shape.layers }, (_, layer): HookPoint => ({ kind, layer })),
  ).filter((hook) => hasHook(hook, shape))
  const nameOf = (hook: HookPoint): string => currentNameOfHook(hook, shape.gated)
  /** What is made of each hook point that the file has. */
  const each = <T>(
    of: Readonly<Record<string, unknown>>,
    make: (hook: HookPoint) => T,
  ): Record<string, T> =>
    Object.fromEntries(
      hooks.filter((hook) => nameOf(hook) in of).map((hook) => [nameOf(hook), make(hook)] as const),
    )

  describe.for([
    { precision: 'float64', kernels: openFloat64, bound: 1e-10 },
    { precision: 'float32', kernels: openFloat32, bound: 1e-5 },
  ])('$precision', ({ kernels, bound }) => {
    const engine = openEngine(model, kernels())
    const base = engine.run(prompts)

    test('values', () => {
      const activations = each(golden.activations, (hook) => everyOf(base.at(hook), stride))
      const found = { ...activations, logits: [...base.logits] }
      const expected = { ...golden.activations, logits: golden.logits }
      expect(farApart(found, expected, bound)).toEqual([])
    })

    test('patch effects', () => {
      const ends = engine.run(prompts, [last])
      const other = engine.run(others)
      const effect = (hook: HookPoint): number[] => {
        const stream = hook.kind === 'resid_pre' || hook.kind === 'resid_post'
        const positions = stream ? { positions: [golden.position] } : {}
        const { logits } = engine.patch(ends, [{ hook, ...positions, by: other }])
        return prompts.map((_, prompt) => logits[prompt * shape.vocabulary + golden.token]!)
      }
      const effects = each(golden.patches, (hook) => {
        if (!KINDS_OF_HEADS.has(hook.kind)) return effect(hook)
        const { heads } = extentOf(hook.kind, shape, prompts[0]!.length)
        return Array.from({ length: heads }, (_, head) => effect({ ...hook, head })).flat()
      })
      const expected = Object.fromEntries(
        Object.entries(golden.patches).map(([hook, byHead]) => [hook, byHead.flat()]),
      )
      expect(farApart(effects, expected, bound)).toEqual([])
    })

    test('gradients', () => {
      const gradients = engine.gradients(base, base.logits.map(uniform(golden.seed + 1)))
      const found = each(golden.gradients, (hook) => everyOf(gradients.at(hook), stride))
      expect(farApart(found, golden.gradients, bound)).toEqual([])
    })
  })
})
