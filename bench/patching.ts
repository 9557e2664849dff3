/**
 * Patched prompts a second, all heads' z exchanged one by one and the metric read at the last
 * position: by the engine, by PyTorch with forward hooks, by numpy recomputing only later layers.
 * `npm run bench:patching` (all), `npm run bench:patching -- gpt2` (some). Python is PYTHON, or
 * python3; it needs torch and numpy.
 *
 * A thread each, in turns, on the same weights; each with the kernels that the processor deserves,
 * which are printed. Seconds are of the processor, as others may be on the machine. The engine
 * computes only what a patch can change, which is less the later the first changed token is: as
 * late as the second name of an IOI prompt is, two thirds on, or at once.
 */
import process from 'node:process'
import Table from 'cli-table3'
import { median, min } from 'simple-statistics'
import { openEngine } from '../library/transformer/engine.ts'
import { openFloat32 } from '../library/transformer/float32.ts'
import type { Transformer } from '../library/transformer/model.ts'
import { missing, openPeers, PEERS, type Sweep, type Task } from './patching/peers.ts'
import { randomTransformer } from './patching/random-transformer.ts'

const ROUNDS = 5
/** A round takes at least this long, so that the clock does not count. */
const ROUND_SECONDS = 0.3
/** How far apart metrics may be, which are about 1. */
const TOLERANCE = 1e-3

interface Case {
  readonly name: string
  readonly model: () => Transformer
  readonly tokens: number
  readonly batch: number
  /** The position of the token that is another in the corrupted prompts. */
  readonly changed: number
}

const small = () =>
  randomTransformer({ layers: 6, heads: 8, dHead: 8, dMlp: 256, vocabulary: 128, context: 16 })
const gpt2 = () =>
  randomTransformer({
    layers: 12,
    heads: 12,
    dHead: 64,
    dMlp: 3072,
    vocabulary: 50_257,
    context: 1024,
  })
const CASES: Case[] = [
  { name: 'small', model: small, tokens: 16, batch: 1, changed: 10 },
  { name: 'small', model: small, tokens: 16, batch: 1, changed: 1 },
  { name: 'small', model: small, tokens: 16, batch: 16, changed: 10 },
  { name: 'small', model: small, tokens: 16, batch: 16, changed: 1 },
  { name: 'gpt2', model: gpt2, tokens: 20, batch: 1, changed: 13 },
]

const wanted = process.argv.slice(2)
const without = missing()
if (without) console.log(`Our row alone: ${without}. PYTHON names another Python.`)

for (const one of CASES) {
  if (wanted.length === 0 || wanted.includes(one.name)) await compare(one)
}

async function compare({ name, model: make, tokens, batch, changed }: Case): Promise<void> {
  const model = make()
  const { layers, heads, dModel, vocabulary } = model.shape
  const task = taskOf(vocabulary, tokens, batch, changed)
  const peers = without ? undefined : await openPeers(model, task)
  const about = { ours: 'WebAssembly SIMD, 128 bits', ...peers?.about }
  const sweeps = {
    ours: sweeper(model, task),
    ...(peers && {
      torch: (times: number) => peers.sweep('torch', times),
      numpy: (times: number) => peers.sweep('numpy', times),
    }),
  }
  const names = Object.keys(sweeps) as (keyof typeof sweeps)[]
  const times = new Map<string, number>()
  const seconds = new Map(names.map((key) => [key, [] as number[]]))
  const metrics = new Map<string, readonly number[]>()
  for (const key of names) {
    if (name === 'small') await sweeps[key]!(1)
    const first = await sweeps[key]!(1)
    times.set(key, Math.ceil(ROUND_SECONDS / first.seconds))
    metrics.set(key, first.metrics)
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const key of names) {
      const count = times.get(key)!
      seconds.get(key)!.push((await sweeps[key]!(count)).seconds / count)
    }
  }
  const gigaflops = new Map<string, number>([['ours', matmul()]])
  if (peers) for (const peer of PEERS) gigaflops.set(peer, await peers.matmul(peer))
  peers?.close()

  const table = new Table({
    head: [
      '',
      'patched prompts/s',
      'ours is',
      'best round',
      'ours is',
      'apart',
      '512³ GFLOP/s',
      '',
    ],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  })
  const perSecond = (key: keyof typeof sweeps, of: (rounds: number[]) => number): number =>
    (layers * heads * batch) / of(seconds.get(key)!)
  const columns = (key: keyof typeof sweeps): string[] =>
    [median, min].flatMap((of) => {
      const rate = perSecond(key, of)
      return [rate.toFixed(rate < 100 ? 1 : 0), `${(perSecond('ours', of) / rate).toFixed(1)}×`]
    })
  for (const key of names) {
    const apart = metrics
      .get(key)!
      .reduce((worst, x, i) => Math.max(worst, Math.abs(x - metrics.get('ours')![i]!)), 0)
    if (!(apart < TOLERANCE)) process.exitCode = 1
    table.push([
      key,
      ...columns(key),
      apart < TOLERANCE ? apart.toExponential(0) : `${apart}: they do not agree`,
      gigaflops.get(key)!.toFixed(0),
      about[key],
    ])
  }
  const size = `${layers} layers × ${heads} heads, d ${dModel}, ${tokens} tokens, batch ${batch}`
  console.log(`\n${name}: ${size}, token ${changed} changed\n${table.toString()}`)
}

/** Random prompts, and the same with one token changed. */
function taskOf(vocabulary: number, tokens: number, batch: number, changed: number): Task {
  const token = (prompt: number, position: number) =>
    (prompt * 7919 + position * 104_729 + 13) % vocabulary
  const clean = Array.from({ length: batch }, (_, prompt) =>
    Array.from({ length: tokens }, (__, position) => token(prompt, position)),
  )
  const corrupted = clean.map((prompt, i) => prompt.with(changed, token(i, tokens + changed)))
  return { clean, corrupted, answers: [3, 5] }
}

/** The sweep by the engine, as a function of how many times. */
function sweeper(model: Transformer, { clean, corrupted, answers }: Task) {
  const engine = openEngine(model, openFloat32())
  const { layers, heads, vocabulary } = model.shape
  const read = [clean[0]!.length - 1]
  /** In each round the prompts begin with another token, so that no run is helped by an earlier one. */
  const begun = (prompts: Task['clean'], round: number) =>
    prompts.map((prompt) => prompt.with(0, (prompt[0]! + round) % vocabulary))
  function once(round: number): number[] {
    const other = engine.run(begun(corrupted, round), read)
    const base = engine.run(begun(clean, round), read)
    const metrics: number[] = []
    for (let layer = 0; layer < layers; layer++) {
      for (let head = 0; head < heads; head++) {
        const { logits } = engine.patch(base, [{ hook: { kind: 'z', layer, head }, by: other }])
        for (let i = 0; i < clean.length; i++) {
          const [a, b] = answers.map((answer) => logits[i * vocabulary + answer]!)
          metrics.push(a! - b!)
        }
      }
    }
    return metrics
  }
  return (times: number): Sweep => {
    const begin = process.cpuUsage()
    let metrics: number[] = []
    for (let i = 0; i < times; i++) metrics = once(i)
    const { user, system } = process.cpuUsage(begin)
    return { seconds: (user + system) / 1e6, metrics }
  }
}

/** 10^9 operations a second, of a product of matrices 512 × 512. */
function matmul(): number {
  const kernels = openFloat32()
  const weight = kernels.prepare(new Float32Array(512 * 512).fill(0.5), 512, 512)
  const [x, out] = [kernels.allocate(512 * 512), kernels.allocate(512 * 512)]
  kernels.memory.fill(0.5, x, x + 512 * 512)
  let best = Infinity
  for (let i = 0; i < 20; i++) {
    const begin = performance.now()
    kernels.linear(out, 512, x, 512, 512, weight)
    best = Math.min(best, performance.now() - begin)
  }
  return (2 * 512 ** 3) / best / 1e6
}
