import fc from 'fast-check'
import { hasHook } from '../check.ts'
import { HOOK_KINDS, KINDS_OF_HEADS, type HookPoint } from '../hook-points.ts'
import type { Shape, Transformer } from '../model.ts'
import type { Prompts } from '../run.ts'
import { extentOf } from '../tensors.ts'
import { randomTransformer } from './random-transformer.ts'

/** Shapes of small transformers of every kind. */
export const shapes: fc.Arbitrary<Partial<Shape>> = fc
  .record({
    layers: fc.integer({ min: 1, max: 3 }),
    groups: fc.constantFrom([1, 1], [2, 1], [2, 2], [4, 2], [3, 3]),
    dModel: fc.integer({ min: 2, max: 9 }),
    dHead: fc.constantFrom(2, 4, 6),
    dMlp: fc.constantFrom(0, 3, 10),
    causal: fc.boolean(),
    normalization: fc.constantFrom('none', 'layer', 'rms'),
    activation: fc.constantFrom('relu', 'gelu', 'silu'),
    gated: fc.boolean(),
    rotary: fc.boolean(),
  })
  .map(({ groups: [heads, keyValueHeads], rotary, ...rest }) => ({
    ...rest,
    heads: heads,
    keyValueHeads: keyValueHeads,
    gated: rest.gated && rest.dMlp > 0,
    positions: rotary ? { kind: 'rotary', base: 100 } : { kind: 'learned' },
  }))

export interface Scene {
  readonly model: Transformer
  readonly prompts: Prompts
  /** As many and as long prompts, some of whose tokens are the same. */
  readonly others: Prompts
  readonly read: readonly number[]
}

/** A transformer with prompts and positions to read. */
export const scenes: fc.Arbitrary<Scene> = fc
  .record({
    shape: shapes,
    seed: fc.integer({ min: 1, max: 1000 }),
    batch: fc.integer({ min: 1, max: 3 }),
    length: fc.integer({ min: 1, max: 6 }),
  })
  .chain(({ shape, seed, batch, length }) => {
    const token = fc.integer({ min: 0, max: 10 })
    const prompt = fc.array(fc.tuple(token, fc.oneof(token, fc.constant(-1))), {
      minLength: length,
      maxLength: length,
    })
    return fc.record({
      model: fc.constant(randomTransformer(shape, seed)),
      pairs: fc.array(prompt, { minLength: batch, maxLength: batch }),
      read: fc.subarray(
        Array.from({ length }, (_, position) => position),
        { minLength: 1 },
      ),
    })
  })
  .map(({ model, pairs, read }) => ({
    model,
    prompts: pairs.map((pair) => pair.map(([token]) => token)),
    others: pairs.map((pair) => pair.map(([token, other]) => (other < 0 ? token : other))),
    read,
  }))

/** Every hook point that this model has, of all heads together. */
export function hooksOf({ shape }: Transformer): HookPoint[] {
  return HOOK_KINDS.flatMap((kind) =>
    Array.from({ length: shape.layers }, (_, layer) => ({ kind, layer })),
  ).filter((hook) => hasHook(hook, shape))
}

/** A hook point that this model has, of one head or of all. */
export function hookOf(model: Transformer): fc.Arbitrary<HookPoint> {
  return fc.constantFrom(...hooksOf(model)).chain((hook) => {
    if (!KINDS_OF_HEADS.has(hook.kind)) return fc.constant(hook)
    const { heads } = extentOf(hook.kind, model.shape, 1)
    return fc
      .option(fc.integer({ min: 0, max: heads - 1 }), { nil: undefined })
      .map((head) => (head === undefined ? hook : { ...hook, head }))
  })
}
