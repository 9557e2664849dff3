import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openEngine, type Edge, type Patch } from './engine.ts'
import { openFloat32 } from './float32.ts'
import { openFloat64 } from './float64.ts'
import { nodesOf, type Node } from './nodes.ts'
import { hookOf, hooksOf, scenes } from './testing/arbitrary.ts'
import { randomTransformer } from './testing/random-transformer.ts'

const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, x, i) => Math.max(most, x === b[i] ? 0 : Math.abs(x - b[i]!)), 0)

describe.for([
  { precision: 'float64', kernels: openFloat64, close: 1e-10 },
  { precision: 'float32', kernels: openFloat32, close: 1e-3 },
])('an engine in $precision', ({ kernels, close }) => {
  test('patches: what is computed anew is that of a full recompute, bit for bit', () => {
    const cases = scenes.chain((scene) =>
      fc.record({
        scene: fc.constant(scene),
        patches: fc.array(
          fc.record({
            hook: hookOf(scene.model),
            positions: fc.option(
              fc.subarray(
                scene.prompts[0]!.map((_, position) => position),
                { minLength: 1 },
              ),
              { nil: undefined },
            ),
            zero: fc.boolean(),
          }),
          { minLength: 1, maxLength: 3 },
        ),
      }),
    )
    fc.assert(
      fc.property(cases, ({ scene, patches }) => {
        const { model, prompts, others, read } = scene
        const engine = openEngine(model, kernels())
        const base = engine.run(prompts, read)
        const other = engine.run(others)
        const all = patches.map(({ hook, positions, zero }): Patch => ({
          hook,
          ...(positions && { positions }),
          by: zero ? other.at(hook).fill(0) : other,
        }))
        // The embeddings are changed and changed back: nothing of the base can be used again.
        const start = { kind: 'resid_pre', layer: 0 } as const
        const changed = base.at(start).map((x) => x + 1)
        const anew: Patch[] = [
          { hook: start, by: changed },
          { hook: start, by: base },
        ]
        const partial = engine.patch(base, all)
        const whole = engine.run(prompts)
        const full = engine.patch(whole, [...anew, ...all])
        const { vocabulary } = model.shape
        const length = prompts[0]!.length
        const chosen = prompts.flatMap((_, prompt) =>
          read.flatMap((position) => {
            const from = (prompt * length + position) * vocabulary
            return [...full.logits.subarray(from, from + vocabulary)]
          }),
        )
        expect([...partial.logits]).toEqual(chosen)
      }),
      { numRuns: 300 },
    )
  })

  test('a run of other prompts is the run patched with their embeddings, bit for bit', () => {
    fc.assert(
      fc.property(scenes, ({ model, prompts, others, read }) => {
        const engine = openEngine(model, kernels())
        const base = engine.run(prompts, read)
        const other = engine.run(others, read)
        const hook = { kind: 'resid_pre', layer: 0 } as const
        const patched = engine.patch(base, [{ hook, by: other }])
        expect(patched.logits).toEqual(other.logits)
        expect(patched.changed).toBe(String(prompts) !== String(others))
        const embeddings = other.at(hook)
        expect(engine.run(prompts, read, { embeddings }).logits).toEqual(other.logits)
      }),
    )
  })

  test('a patch that changes nothing says so, at every hook point', () => {
    fc.assert(
      fc.property(scenes, ({ model, prompts, read }) => {
        const engine = openEngine(model, kernels())
        const base = engine.run(prompts, read)
        for (const hook of hooksOf(model)) {
          for (const by of [base, base.at(hook)]) {
            expect(engine.patch(base, [{ hook, by }])).toEqual({
              logits: base.logits,
              changed: false,
            })
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  test('a batch of prompts is as many runs of one, bit for bit', () => {
    fc.assert(
      fc.property(scenes, ({ model, prompts, others, read }) => {
        const engine = openEngine(model, kernels())
        const base = engine.run(prompts, read)
        const other = engine.run(others)
        const patches = hooksOf(model).map(
          (hook) => engine.patch(base, [{ hook, by: other }]).logits,
        )
        prompts.forEach((prompt, i) => {
          const one = engine.run([prompt], read)
          const otherOne = engine.run([others[i]!])
          const size = one.logits.length
          const mine = (values: Float64Array | Float32Array) =>
            values.subarray(i * size, (i + 1) * size)
          expect(mine(base.logits)).toEqual(one.logits)
          hooksOf(model).forEach((hook, h) => {
            const alone = one.at(hook)
            const from = i * alone.length
            expect(base.at(hook).subarray(from, from + alone.length)).toEqual(alone)
            expect(mine(patches[h]!)).toEqual(engine.patch(one, [{ hook, by: otherOne }]).logits)
          })
        })
      }),
      { numRuns: 20 },
    )
  })

  test('a run that begins as the one before is as any other, bit for bit', () => {
    fc.assert(
      fc.property(scenes, fc.nat(), ({ model, prompts, others, read }, draw) => {
        const same = 1 + (draw % prompts[0]!.length)
        const alike = others.map((prompt, i) => [
          ...prompts[i]!.slice(0, same),
          ...prompt.slice(same),
        ])
        const engine = openEngine(model, kernels())
        const before = engine.run(prompts)
        const after = engine.run(alike, read)
        const alone = openEngine(model, kernels()).run(alike, read)
        expect(after.logits).toEqual(alone.logits)
        for (const hook of hooksOf(model)) expect(after.at(hook)).toEqual(alone.at(hook))
        expect(before.logits).toEqual(openEngine(model, kernels()).run(prompts).logits)
      }),
      { numRuns: 30 },
    )
  })

  test('a run that has left the memory is as it was, bit for bit', () => {
    // A run is half a million numbers: the memory keeps no more than seven.
    const engine = openEngine(randomTransformer(), kernels())
    const prompts = (token: number) => Array.from({ length: 600 }, (_, i) => [token, i % 11, 3])
    const embeddings = engine.run(prompts(4)).at({ kind: 'resid_pre', layer: 0 })
    const first = engine.run(prompts(1), [2])
    const second = engine.run(prompts(2), [2], { embeddings })
    const hook = { kind: 'z', layer: 1, head: 2 } as const
    const result = { ...hook, kind: 'result' } as const
    const seen = () => [
      engine.patch(first, [{ hook, by: second }]).logits,
      engine.patch(second, [{ hook: result, by: first }]).logits,
      second.at(hook),
      first.at(hook),
    ]
    const before = seen()
    for (let i = 0; i < 9; i++) engine.run(prompts(i), [2])
    expect(seen()).toEqual(before)
  })

  test('edges: all of them make the other run, none leave this one, those of a node patch it', () => {
    fc.assert(
      fc.property(scenes, fc.nat(), ({ model, prompts, others, read }, draw) => {
        const engine = openEngine(model, kernels())
        const base = engine.run(prompts, read)
        const other = engine.run(others)
        const edges = edgesOf(nodesOf(model.shape))
        const rewired = engine.rewire(base, edges, other)
        expect(apart(rewired.logits, engine.run(others, read).logits)).toBeLessThan(close)
        expect(rewired.changed).toBe(String(prompts) !== String(others))
        expect(engine.rewire(base, [], other)).toEqual({ logits: base.logits, changed: false })
        expect(engine.rewire(base, edges, base)).toEqual({ logits: base.logits, changed: false })

        const heads = nodesOf(model.shape).filter((node) => 'head' in node)
        const { layer, head } = heads[draw % heads.length]!
        const out = edges.filter(
          ({ from }) =>
            from !== 'embed' && 'head' in from && from.layer === layer && from.head === head,
        )
        const hook = { kind: 'result', layer, head } as const
        const patched = engine.patch(base, [{ hook, by: other }])
        const byEdges = engine.rewire(base, out, other)
        expect(apart(byEdges.logits, patched.logits)).toBeLessThan(close)
        expect(byEdges.changed).toBe(patched.changed)
      }),
      { numRuns: 100 },
    )
  })
})

const orderOf = (node: Node): number => 2 * node.layer + ('head' in node ? 0 : 1)

function edgesOf(nodes: readonly Node[]): Edge[] {
  const senders = ['embed', ...nodes] as const
  return senders.flatMap((from) =>
    [...nodes, 'logits' as const]
      .filter((to) => from === 'embed' || to === 'logits' || orderOf(from) < orderOf(to))
      .map((to) => ({ from, to })),
  )
}

test('the later of two patches stands, and a patch is put on what earlier ones left', () => {
  const engine = openEngine(randomTransformer())
  const base = engine.run([[1, 2, 3]])
  const other = engine.run([[4, 5, 6]])
  const z = { kind: 'z', layer: 1, head: 2 } as const
  const result = { kind: 'result', layer: 1, head: 2 } as const
  for (const hook of [z, result]) {
    const twice = engine.patch(base, [
      { hook, by: other.at(hook).fill(0) },
      { hook, by: other },
    ])
    expect(twice.logits).toEqual(engine.patch(base, [{ hook, by: other }]).logits)
  }
  const before = { hook: { kind: 'resid_pre', layer: 0 }, by: other } as const
  // The earlier patch makes the activation that the later one brings.
  expect(engine.patch(base, [before, { hook: z, by: other }]).logits).toEqual(other.logits)
  expect(engine.patch(base, [before, { hook: z, by: base }]).logits).not.toEqual(other.logits)
})

test('values of one position are for all of them', () => {
  const engine = openEngine(randomTransformer())
  const base = engine.run([[1, 2, 3]])
  const hook = { kind: 'q', layer: 1, head: 3 } as const
  const zeros = base.at(hook).fill(0)
  const patched = engine.patch(base, [{ hook, by: new Float64Array(4) }])
  expect(patched).toEqual(engine.patch(base, [{ hook, by: zeros }]))
})

describe('what cannot be is told', () => {
  const model = randomTransformer()
  const engine = openEngine(model)
  const base = engine.run([[1, 2, 3]])
  const hook = { kind: 'z', layer: 0 } as const

  test.for<[string, () => unknown]>([
    ['Expected at least one prompt', () => engine.run([])],
    ['Prompts of one batch have equal length: prompt 1 has 1', () => engine.run([[1, 2], [1]])],
    ['Prompt 0 has token 11; expected 0 to 10', () => engine.run([[11]])],
    ['takes at most 8', () => engine.run([[1, 2, 3, 4, 5, 6, 7, 8, 9]])],
    ['What is read: position 3; expected 0 to 2', () => engine.run([[1, 2, 3]], [3])],
    ['position 1 after 2; expected ascending', () => engine.run([[1, 2, 3]], [2, 1])],
    ['blocks.2.attn.hook_z: expected a layer of 0 to 1', () => base.at({ kind: 'z', layer: 2 })],
    ['blocks.0.attn.hook_z[4]: expected a head of 0 to 3', () => base.at({ ...hook, head: 4 })],
    ['no rotary positions', () => base.at({ kind: 'rot_q', layer: 0 })],
    ['no gated MLP', () => base.at({ kind: 'pre_linear', layer: 0 })],
    ['is of no head', () => base.at({ kind: 'post', layer: 0, head: 0 })],
    [
      'A patch of blocks.0.attn.hook_z has 3 numbers; expected 48',
      () => engine.patch(base, [{ hook, by: new Float64Array(3) }]),
    ],
    [
      'A patch of blocks.0.attn.hook_z: position 7',
      () => engine.patch(base, [{ hook, positions: [7], by: base }]),
    ],
    [
      'the other run is of 2 prompts of 3 tokens; expected 1 prompts of 3 tokens',
      () =>
        engine.patch(base, [
          {
            hook,
            by: engine.run([
              [1, 2, 3],
              [4, 5, 6],
            ]),
          },
        ]),
    ],
    [
      'made by another engine',
      () => engine.patch(base, [{ hook, by: openEngine(model).run([[1, 2, 3]]) }]),
    ],
    [
      'No edge leads from blocks.1.attn.hook_result[0] to blocks.0.hook_mlp_out',
      () =>
        engine.rewire(base, [{ from: { layer: 1, head: 0 }, to: { layer: 0, mlp: true } }], base),
    ],
    [
      'There is no blocks.0.attn.hook_result[9]: the model has 2 layers of 4 heads',
      () => engine.rewire(base, [{ from: { layer: 0, head: 9 }, to: 'logits' }], base),
    ],
    [
      'Derivatives by the logits are 2 numbers; expected 33',
      () => engine.gradients(base, new Float64Array(2)),
    ],
  ])('%s', ([message, wrong]) => {
    expect(wrong).toThrow(message)
  })
})
