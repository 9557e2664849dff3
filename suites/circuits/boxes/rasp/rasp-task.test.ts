import { mean } from 'simple-statistics'
import { describe, expect, test } from 'vitest'
import { interpret } from '../../../../library/rasp/interpret.ts'
import { answersOf, sequences } from '../../../../library/rasp/testing.ts'
import { openEngine } from '../../../../library/transformer/engine.ts'
import type { HookPoint } from '../../../../library/transformer/hook-points.ts'
import type { Numbers } from '../../../../library/transformer/model.ts'
import { type Node, nameOf, nodesOf } from '../../../../library/transformer/nodes.ts'
import type { CircuitTask, Pair } from '../../../../plugins/categories/circuits/task.ts'
import { randomStream } from '../../../../plugins/utils/random.ts'
import { buildBox, RASP_PROGRAMS, type RaspProgram, raspTask } from './rasp-task.ts'

const SEEDS = [0, 1]
const COUNT = 24
const outputOf = (node: Node): HookPoint =>
  'head' in node ? { kind: 'result', ...node } : { kind: 'mlp_out', layer: node.layer }

describe.each(RASP_PROGRAMS)('%s', (name) => {
  test.each(SEEDS)('a box of seed %i does what the program says', (seed) => {
    const { task, family, numbers } = buildBox(name, randomStream(seed, name))
    const random = randomStream(seed, name, 'inputs')
    const inputs = [1, 2, 3].map((size) => sequences(family.tokens, size))
    inputs.push(Array.from({ length: COUNT }, () => family.prompt(random)))
    const wrong = inputs.flatMap((batch) => {
      const answers = answersOf(task.model, numbers, batch)
      return batch.flatMap((input, b) =>
        interpret(family.program, input).flatMap((expected, i) =>
          expected === undefined || expected === answers[b]![i]
            ? []
            : [{ input: input.join(' '), position: i, expected, got: answers[b]![i] }],
        ),
      )
    })
    expect(wrong).toEqual([])
  })

  test.each(SEEDS)('pairs of seed %i are of equal length and have their own answers', (seed) => {
    const { task } = raspTask(name, randomStream(seed, name))
    const pairs = task.pairs(COUNT, randomStream(seed, name, 'pairs'))
    expect(pairs).toEqual(task.pairs(COUNT, randomStream(seed, name, 'pairs')))
    expect(new Set(pairs.map(({ clean }) => clean.length)).size).toBe(1)
    const answers = answersTo(task, pairs, (pair) => pair.clean)
    expect(answers).toEqual(pairs.map(({ answer }) => answer))
    for (const corruption of task.corruptions) {
      const corrupted = pairs.map((pair) => pair.corrupted[corruption]!)
      expect(corrupted.map(({ tokens }) => tokens.length)).toEqual(
        pairs.map(({ clean }) => clean.length),
      )
      expect(answersTo(task, pairs, (pair) => pair.corrupted[corruption]!.tokens)).toEqual(
        corrupted.map(({ answer }) => answer),
      )
      expect(corrupted.filter(({ answer }, i) => answer === answers[i])).toEqual([])
    }
    const first = task.corruptions[0]!
    for (const { clean, corrupted, key } of pairs)
      expect(key).toEqual([...clean.keys()].filter((i) => clean[i] !== corrupted[first]!.tokens[i]))
  })

  test.each(SEEDS)('all heads and MLPs of seed %i are live, and parts are some of them', (seed) => {
    const { task } = raspTask(name, randomStream(seed, name))
    const nodes = nodesOf(task.model.shape)
    const names = nodes.map(nameOf)
    expect([...task.parts.keys()].filter((part) => !names.includes(part))).toEqual([])
    expect(task.parts.size).toBeLessThan(nodes.length / 2)
    const aside = nodes.filter((node) => !task.parts.has(nameOf(node)))
    const pairs = task.pairs(COUNT, randomStream(seed, name, 'pairs'))
    const run = openEngine(task.model).run(
      pairs.flatMap(({ clean, corrupted }) => [
        clean,
        ...Object.values(corrupted).map(({ tokens }) => tokens),
      ]),
    )
    const still = (hook: HookPoint, least: number) =>
      spread(run.at(hook), run.prompts.length) < least
    expect(aside.filter((node) => still(outputOf(node), 0.05)).map(nameOf)).toEqual([])
    expect(
      aside.filter((node) => 'head' in node && still({ kind: 'z', ...node }, 0.01)).map(nameOf),
    ).toEqual([])
  })

  test('a twin answers the same, and differs in one part', () => {
    const { task, twin } = raspTask(name, randomStream(0, name))
    const pairs = task.pairs(COUNT, randomStream(0, name, 'pairs'))
    const logits = (of: CircuitTask) =>
      openEngine(of.model).run(pairs.map(({ clean }) => clean)).logits
    const [ours, its] = [logits(task), logits(twin.task)]
    expect(Math.max(...ours.map((logit, i) => Math.abs(logit - its[i]!)))).toBeLessThan(1e-9)
    const [before, after] = [[...task.parts.keys()], [...twin.task.parts.keys()]]
    expect(before.filter((part) => !after.includes(part))).toEqual([twin.left])
    expect(after.filter((part) => !before.includes(part))).toEqual([twin.came])
    expect(twin.task.parts.get(twin.came)).toEqual(task.parts.get(twin.left))
  })
})

/** Of each program, under each of its corruptions: found by denoising, by noising, by norm. */
const found = RASP_PROGRAMS.flatMap((name) =>
  SEEDS.flatMap((seed) => {
    const { task } = raspTask(name, randomStream(seed, name))
    const pairs = task.pairs(COUNT, randomStream(seed, name, 'pairs'))
    return task.corruptions.map((corruption, choice) => ({
      name,
      corruption,
      isDefault: choice === 0,
      ...patchEach(task, pairs, corruption),
    }))
  }),
)

test('denoising of each head and MLP finds the circuit that the default corruption reaches', () => {
  const of = (name: RaspProgram) =>
    mean(found.filter((row) => row.name === name && row.isDefault).map((row) => row.denoising))
  expect(Object.fromEntries(RASP_PROGRAMS.map((name) => [name, of(name)]))).toEqual(
    Object.fromEntries(RASP_PROGRAMS.map((name) => [name, 1])),
  )
})

test('it finds less where two parts have to be restored at once, which noising finds', () => {
  const missed = found.filter(({ denoising }) => denoising < 1)
  expect([...new Set(missed.map(({ name }) => name))]).toEqual(['dyck1'])
  expect(mean(found.map(({ denoising }) => denoising))).toBeGreaterThan(0.97)
  const flipped = found.filter(({ name, corruption }) => name === 'dyck1' && corruption === 'flip')
  expect(mean(flipped.map(({ denoising }) => denoising))).toBeLessThan(0.9)
  expect(mean(flipped.map(({ noising }) => noising))).toBeGreaterThan(
    mean(flipped.map(({ denoising }) => denoising)),
  )
})

test('the circuit is not to be told by how much its activations change', () => {
  const byNorm = mean(found.map(({ norm }) => norm))
  expect(Math.abs(byNorm - 0.5)).toBeLessThan(0.15)
})

/** The token that a model answers at the position that is read. */
function answersTo(
  task: CircuitTask,
  pairs: readonly Pair[],
  of: (pair: Pair) => readonly number[],
) {
  const prompts = pairs.map(of)
  const { logits } = openEngine(task.model).run(prompts)
  const size = task.model.shape.vocabulary
  return pairs.map(({ position }, b) => {
    const from = (b * prompts[0]!.length + position) * size
    const all = logits.subarray(from, from + size)
    return all.indexOf(Math.max(...all))
  })
}

/** How far an activation is from its mean over prompts, as a root of the mean square. */
function spread(activation: Numbers, prompts: number): number {
  const size = activation.length / prompts
  let sum = 0
  for (let i = 0; i < size; i++) {
    const values = Array.from({ length: prompts }, (_, b) => activation[b * size + i]!)
    const centre = mean(values)
    sum += values.reduce((square, value) => square + (value - centre) ** 2, 0)
  }
  return Math.sqrt(sum / prompts)
}

/** AUROC of parts that differ between the runs against all that is no part. */
function patchEach(task: CircuitTask, pairs: readonly Pair[], corruption: string) {
  const engine = openEngine(task.model)
  const clean = engine.run(pairs.map((pair) => pair.clean))
  const corrupted = engine.run(pairs.map((pair) => pair.corrupted[corruption]!.tokens))
  const size = task.model.shape.vocabulary
  const difference = (logits: Numbers) =>
    mean(
      pairs.map((pair, b) => {
        const from = (b * pair.clean.length + pair.position) * size
        return logits[from + pair.answer]! - logits[from + pair.corrupted[corruption]!.answer]!
      }),
    )
  const sites = nodesOf(task.model.shape).map((node) => {
    const hook = outputOf(node)
    const [a, b] = [clean.at(hook), corrupted.at(hook)]
    const effect = (base: typeof clean, by: typeof clean) => {
      const change = difference(engine.patch(base, [{ hook, by }]).logits) - difference(base.logits)
      // What rounding leaves is no effect.
      return Math.abs(change) < 1e-6 ? 0 : Math.abs(change)
    }
    return {
      part: task.parts.has(nameOf(node)),
      norm: Math.sqrt(mean(Array.from(a, (x, i) => (x - b[i]!) ** 2))),
      denoising: effect(corrupted, clean),
      noising: effect(clean, corrupted),
    }
  })
  const score = (by: 'norm' | 'denoising' | 'noising') =>
    auroc(
      sites.filter(({ part, norm }) => part && norm > 1e-6).map((site) => site[by]),
      sites.filter(({ part }) => !part).map((site) => site[by]),
    )
  return { denoising: score('denoising'), noising: score('noising'), norm: score('norm') }
}

function auroc(positive: readonly number[], negative: readonly number[]): number {
  return mean(positive.flatMap((p) => negative.map((n) => (p > n ? 1 : p === n ? 0.5 : 0))))
}
