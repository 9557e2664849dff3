import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EXACT, GIM, openEngine } from './engine.ts'
import { openFloat32 } from './float32.ts'
import { hooksOf, scenes } from './testing/arbitrary.ts'
import { randomTransformer, uniform } from './testing/random-transformer.ts'

const STEP = 1e-5

test('gradients are those of finite differences, at every hook point', () => {
  // A ReLU has no derivative where it bends, which a step may reach.
  const smooth = scenes.filter(({ model }) => model.shape.activation !== 'relu')
  fc.assert(
    fc.property(smooth, fc.integer({ min: 1, max: 1000 }), ({ model, prompts, read }, seed) => {
      const engine = openEngine(model)
      const base = engine.run(prompts, read)
      const draw = uniform(seed)
      const byLogits = base.logits.map(draw)
      const gradients = engine.gradients(base, byLogits)
      const value = (logits: ArrayLike<number>): number =>
        Array.from(byLogits).reduce((sum, by, i) => sum + by * logits[i]!, 0)
      for (const hook of hooksOf(model)) {
        const activation = base.at(hook)
        const gradient = gradients.at(hook)
        expect(gradient.length).toBe(activation.length)
        const steps = activation.map((x) => (Number.isFinite(x) ? draw() : 0))
        const along = Array.from(gradient).reduce((sum, g, i) => sum + g * steps[i]!, 0)
        const moved = (by: number): number =>
          value(
            engine.patch(base, [{ hook, by: activation.map((x, i) => x + by * steps[i]!) }]).logits,
          )
        const differences = (moved(STEP) - moved(-STEP)) / (2 * STEP)
        expect(Math.abs(differences - along)).toBeLessThan(1e-6 * Math.max(1, Math.abs(along)))
      }
    }),
    { numRuns: 100 },
  )
})

test('of a ReLU, the derivative on either side of where it bends', () => {
  const model = randomTransformer({ activation: 'relu' })
  const engine = openEngine(model)
  const base = engine.run([[1, 2, 3]])
  const pre = base.at({ kind: 'pre', layer: 1 })
  const gradients = engine.gradients(base, base.logits)
  const byPre = gradients.at({ kind: 'pre', layer: 1 })
  const byPost = gradients.at({ kind: 'post', layer: 1 })
  // Not even its sign is left of what is cut off.
  expect([...byPre].map(Math.abs)).toEqual(
    [...byPost].map((x, i) => (pre[i]! > 0 ? Math.abs(x) : 0)),
  )
  expect(byPre.some((x) => x !== 0)).toBe(true)
})

test('float32 gradients are those of float64, rounded', () => {
  fc.assert(
    fc.property(scenes, ({ model, prompts, read }) => {
      const gradients = [openEngine(model), openEngine(model, openFloat32())].map((engine) => {
        const base = engine.run(prompts, read)
        return engine.gradients(base, base.logits.map(Math.sign))
      })
      for (const hook of hooksOf(model)) {
        const [exact, rounded] = gradients.map((all) => all.at(hook))
        const most = Array.from(exact!).reduce((size, x) => Math.max(size, Math.abs(x)), 1)
        exact!.forEach((x, i) => {
          expect(Math.abs(x - rounded![i]!)).toBeLessThan(1e-3 * most)
        })
      }
    }),
    { numRuns: 50 },
  )
})

test('derivatives by embeddings that are given are those at the embeddings', () => {
  const engine = openEngine(randomTransformer())
  const start = { kind: 'resid_pre', layer: 0 } as const
  const clean = engine.run([[1, 2, 3]])
  const corrupted = engine.run([[1, 5, 3]])
  const a = clean.at(start)
  const b = corrupted.at(start)
  // The integral of the gradient along a line is what the logits differ by.
  const by = clean.logits.map((_, i) => (i === 30 ? 1 : 0))
  const steps = 400
  let integral = 0
  for (let step = 0; step < steps; step++) {
    const embeddings = a.map((x, i) => x + ((step + 0.5) / steps) * (b[i]! - x))
    const run = engine.run([[1, 2, 3]], undefined, { embeddings })
    const gradient = engine.gradients(run, by).at(start)
    integral += Array.from(gradient).reduce((sum, g, i) => sum + g * (b[i]! - a[i]!), 0) / steps
  }
  expect(integral).toBeCloseTo(corrupted.logits[30]! - clean.logits[30]!, 4)
})

test('rules of derivation', () => {
  // Without attention's products, norms and gates GIM changes nothing of the last MLP.
  const engine = openEngine(randomTransformer({ normalization: 'rms', gated: true }))
  const base = engine.run([[1, 2, 3]])
  const at = (rules = EXACT) => {
    const gradients = engine.gradients(base, base.logits, rules)
    return (kind: 'pre' | 'pre_linear' | 'post' | 'q' | 'k' | 'v' | 'scores' | 'pattern') =>
      gradients.at({ kind, layer: 1 })
  }
  const frozen = at({ ...EXACT, frozenNorms: true })
  const modified = at(GIM)
  expect(modified('post')).toEqual(frozen('post'))
  expect(modified('pre')).toEqual(frozen('pre').map((x) => x * 0.5))
  expect(modified('pre_linear')).toEqual(frozen('pre_linear').map((x) => x * 0.5))
  const shares = at({ ...GIM, temperature: 1 })
  expect(modified('pattern')).toEqual(shares('pattern'))
  expect(modified('scores')).not.toEqual(shares('scores'))

  // Softmax at another temperature, from the scores.
  const { heads } = engine.model.shape
  const scores = base.at({ kind: 'scores', layer: 1 })
  const byPattern = modified('pattern')
  const byScores = modified('scores')
  for (let row = 0; row < heads * 3; row++) {
    const of = (values: ArrayLike<number>) => Array.from(values).slice(row * 3, row * 3 + 3)
    const weights = of(scores).map((x) => Math.exp(x / 2))
    const sum = weights.reduce((a, b) => a + b)
    const softened = weights.map((x) => x / sum)
    const mean = of(byPattern).reduce((all, g, i) => all + g * softened[i]!, 0)
    of(byScores).forEach((g, i) => {
      expect(g).toBeCloseTo(softened[i]! * (of(byPattern)[i]! - mean), 12)
    })
  }
})
