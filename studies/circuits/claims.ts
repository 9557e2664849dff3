/**
 * What Zhang and Nanda (arXiv 2309.16042) and others found of patching on trained models, looked for
 * on small ones whose circuits are known. It says nothing about trained language models.
 */
import { mean } from 'simple-statistics'
import { compare, type Corruption } from '../../library/patching/comparison.ts'
import { type Direction, effectsOf, windowsOf } from '../../library/patching/effects.ts'
import { openLaboratory } from '../../library/patching/laboratory.ts'
import type { MetricName } from '../../library/patching/metric.ts'
import { openEngine } from '../../library/transformer/engine.ts'
import { nameOf, nodesOf } from '../../library/transformer/nodes.ts'
import { attribute } from '../../library/patching/attribution.ts'
import { chosen } from '../../interpreters/patching/chosen.ts'
import { reachable } from '../../plugins/categories/circuits/truth.ts'
import type { Role } from '../../plugins/categories/circuits/task.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { RASP_PROGRAMS } from '../../suites/circuits/boxes/rasp/rasp-task.ts'
import { type StudiedBox, studiedBoxes } from './cells.ts'

export interface Claim {
  readonly claim: string
  readonly paper: string
  readonly here: string
  readonly holds: boolean
}

const PAIRS = 8
const SMALL = 0.02

/** Each claim with its figures over the boxes of all seeds. */
export async function claims(seeds: readonly number[]): Promise<readonly Claim[]> {
  const boxes = seeds.flatMap(studiedBoxes)
  const named = (...names: readonly string[]) =>
    boxes.filter(({ name }) => names.some((one) => name.endsWith(` ${one}`)))
  const ioi = named('mini-ioi')
  const compiled = named(...RASP_PROGRAMS)
  return [
    await negativeHeads(ioi),
    await corruptedTokens(ioi),
    await directions(named('and'), named('or')),
    await detectedSets(ioi),
    await offDistribution(ioi),
    ...(await windows(named('superadditive'), named('additive'))),
    await falseNegatives(compiled),
  ]
}

async function negativeHeads(boxes: readonly StudiedBox[]): Promise<Claim> {
  const found = async (metric: MetricName) =>
    mean(
      await Promise.all(
        boxes.map((box) => foundOf(box, ['negative-mover'], { corruption: STR, metric })),
      ),
    )
  const [byProbability, byLogits] = [await found('probability'), await found('logit-difference')]
  return {
    claim: 'the probability misses negative heads, the logit difference finds them',
    paper: 'negative heads found: P 1 of 2, then 0 of 2; LD 2 of 2',
    here: `share found, ${boxes.length} boxes: P ${share(byProbability)}, LD ${share(byLogits)}`,
    holds: byLogits > byProbability,
  }
}

async function corruptedTokens(boxes: readonly StudiedBox[]): Promise<Claim> {
  const found = async (choice: string) =>
    mean(
      await Promise.all(
        boxes.map((box) =>
          foundOf(box, ['mover'], {
            corruption: { kind: 'tokens', choice },
            metric: 'logit-difference',
          }),
        ),
      ),
    )
  const [subject, both] = [await found('S2'), await found('S1+IO')]
  return {
    claim: 'the choice of corrupted tokens changes what is found',
    paper: 'S1+IO finds all name movers, S2 misses most',
    here: `share of name movers found: S1+IO ${share(both)}, S2 ${share(subject)}`,
    holds: both > subject,
  }
}

async function directions(and: readonly StudiedBox[], or: readonly StudiedBox[]): Promise<Claim> {
  const [andNoising, andDenoising] = [await inputs(and, 'noising'), await inputs(and, 'denoising')]
  const [orNoising, orDenoising] = [await inputs(or, 'noising'), await inputs(or, 'denoising')]
  return {
    claim: 'noising is not the reverse of denoising',
    paper:
      'noising finds all inputs of an AND and denoising none; of an OR the reverse (2404.15255)',
    here: `heads of the circuit found: AND noising ${share(andNoising)}, denoising ${share(andDenoising)}; OR noising ${share(orNoising)}, denoising ${share(orDenoising)}`,
    holds: andNoising === 1 && andDenoising === 0 && orNoising === 0 && orDenoising === 1,
  }
}

async function detectedSets(boxes: readonly StudiedBox[]): Promise<Claim> {
  const overlaps: number[] = []
  for (const box of boxes) {
    const [noise, tokens] = [
      await detected(box, noiseOf(box), 'logit-difference'),
      await detected(box, STR, 'logit-difference'),
    ]
    const both = [...noise].filter((name) => tokens.has(name)).length
    overlaps.push(both / new Set([...noise, ...tokens]).size)
  }
  const differ = mean(overlaps.map((overlap) => (overlap < 1 ? 1 : 0)))
  return {
    claim: 'Gaussian noise and token replacement detect different components',
    paper: 'yes',
    here: `sets differ in ${share(differ)} of the boxes; mean overlap ${mean(overlaps).toFixed(2)}`,
    holds: differ > 0.5,
  }
}

async function offDistribution(boxes: readonly StudiedBox[]): Promise<Claim> {
  const figures: Record<string, number[]> = { clean: [], tokens: [], noise: [] }
  const others: Record<string, number[]> = { clean: [], tokens: [], noise: [] }
  for (const box of boxes) {
    const tokens = await comparisonOf(box, STR, 'logit-difference')
    const noise = await comparisonOf(box, noiseOf(box), 'logit-difference')
    const runs = { clean: tokens.clean, tokens: tokens.corrupted, noise: noise.corrupted }
    const movers = nodesOf(tokens.lab.shape).filter(
      (node) => box.truth.task.parts.get(nameOf(node))?.role === 'mover',
    )
    for (const [title, run] of Object.entries(runs))
      box.truth.shown.slice(0, PAIRS).forEach(({ clean, answer, position, corrupted }, pair) => {
        const wrong = Object.values(corrupted)[0]!.answer
        for (const node of movers) {
          if (!('head' in node)) continue
          const pattern = run.at({ kind: 'pattern', layer: node.layer, head: node.head })
          const to = (token: number) =>
            pattern[(pair * clean.length + position) * clean.length + clean.indexOf(token)]!
          figures[title]!.push(to(answer))
          others[title]!.push(to(wrong))
        }
      })
  }
  const split = (title: string) =>
    `${mean(figures[title]!).toFixed(2)}/${mean(others[title]!).toFixed(2)}`
  return {
    claim: 'Gaussian noise takes name movers off their distribution of attention',
    paper: 'to IO and S: clean 0.58 to IO; replacement swaps them; noise splits 0.26/0.21',
    here: `to IO/S: clean ${split('clean')}, replacement ${split('tokens')}, noise ${split('noise')}`,
    holds:
      mean(figures['tokens']!) < mean(others['tokens']!) &&
      mean(figures['noise']!) > mean(figures['tokens']!) &&
      mean(figures['noise']!) < mean(figures['clean']!),
  }
}

async function windows(
  superadditive: readonly StudiedBox[],
  additive: readonly StudiedBox[],
): Promise<Claim[]> {
  const widths = [3, 5, 10]
  const figures = async (boxes: readonly StudiedBox[]) => {
    const found: number[] = []
    for (const width of widths) found.push(await ratio(boxes, width))
    return found
  }
  const [more, same] = [await figures(superadditive), await figures(additive)]
  const written = (ratios: readonly number[]) =>
    ratios.map((one, i) => `${one.toFixed(2)}× (w ${widths[i]})`).join(', ')
  return [
    {
      claim: 'the joint effect of a window exceeds the sum of single effects',
      paper: '1.40×, 1.75×, 1.59× at w = 3, 5, 10',
      here: `superadditive recall ${written(more)}`,
      holds: more.every((one) => one > 1.05),
    },
    {
      claim: '… and does not where layers add up: it depends on the model',
      paper: '–',
      here: `additive recall ${written(same)}`,
      holds: same.every((one) => Math.abs(one - 1) < 0.05),
    },
  ]
}

async function falseNegatives(boxes: readonly StudiedBox[]): Promise<Claim> {
  let [parts, missed, integrated] = [0, 0, 0]
  for (const box of boxes) {
    const comparison = await comparisonOf(box, STR, 'logit-difference')
    const found = reachable(comparison, comparison.lab.shape)
    const nodes = nodesOf(comparison.lab.shape)
    const exchanges = nodes.map((node) => ({ nodes: [node] }))
    const truth = await effectsOf(comparison, exchanges, 'denoising')
    const plain = await attribute(comparison, nodes, { direction: 'denoising', steps: 0 })
    const better = await attribute(comparison, nodes, { direction: 'denoising', steps: 5 })
    nodes.forEach((node, i) => {
      const name = nameOf(node)
      if (!box.truth.task.parts.has(name) || !found.has(name)) return
      if (Math.abs(truth[i]!.effect) < SMALL) return
      parts++
      if (Math.abs(plain.effects[i]!) < SMALL) missed++
      if (Math.abs(better.effects[i]!) < SMALL) integrated++
    })
  }
  return {
    claim: 'attribution patching has false negatives',
    paper: 'yes (AtP*, 2403.00745)',
    here: `of ${parts} components that patching finds, AtP gives ${missed} less than ${SMALL}, AtP-IG ${integrated}`,
    holds: missed > 0,
  }
}

/** The share of the circuit's heads that are found by themselves. */
async function inputs(boxes: readonly StudiedBox[], direction: Direction): Promise<number> {
  const shares: number[] = []
  for (const box of boxes) {
    const comparison = await comparisonOf(box, STR, 'logit-difference')
    const nodes = nodesOf(comparison.lab.shape).filter(
      (node) => 'head' in node && box.truth.task.parts.get(nameOf(node)) !== undefined,
    )
    const effects = await effectsOf(
      comparison,
      nodes.map((node) => ({ nodes: [node] })),
      direction,
    )
    shares.push(mean(effects.map(({ effect }) => (Math.abs(effect) > SMALL ? 1 : 0))))
  }
  return mean(shares)
}

/** The joint effect of the best window over the sum of its single ones. */
async function ratio(boxes: readonly StudiedBox[], width: number): Promise<number> {
  const ratios: number[] = []
  for (const box of boxes) {
    const comparison = await comparisonOf(box, STR, 'logit-difference')
    const mlps = nodesOf(comparison.lab.shape).filter((node) => 'mlp' in node)
    const layers = mlps.map(({ layer }) => layer)
    const joint = windowsOf(mlps, width)
    const [together, alone] = [
      await effectsOf(comparison, joint, 'denoising'),
      await effectsOf(comparison, windowsOf(mlps, 1), 'denoising'),
    ]
    const best = together.reduce(
      (most, { effect }, i) => (effect > together[most]!.effect ? i : most),
      0,
    )
    const sum = joint[best]!.nodes.reduce(
      (all, node) => all + alone[layers.indexOf(node.layer)]!.effect,
      0,
    )
    ratios.push(together[best]!.effect / sum)
  }
  return mean(ratios)
}

/** The task's own first choice of tokens. */
const STR = 'tokens'
const noiseOf = ({ seed, name }: StudiedBox): Corruption => ({
  kind: 'noise',
  random: randomStream(seed, 'noise', name),
})

const comparisonOf = (
  { truth }: StudiedBox,
  corruption: Corruption | typeof STR,
  metric: MetricName,
) =>
  compare(
    openLaboratory(openEngine(truth.task.model)),
    truth.shown.slice(0, PAIRS),
    corruption === STR ? { kind: 'tokens', choice: truth.task.corruptions[0]! } : corruption,
    metric,
  )

/** Names of the components that the paper's rule detects: beyond two deviations from the mean. */
async function detected(
  box: StudiedBox,
  corruption: Corruption | typeof STR,
  metric: MetricName,
): Promise<ReadonlySet<string>> {
  const comparison = await comparisonOf(box, corruption, metric)
  const nodes = nodesOf(comparison.lab.shape)
  const effects = await effectsOf(
    comparison,
    nodes.map((node) => ({ nodes: [node] })),
    'denoising',
  )
  const found = chosen(
    nodes,
    effects.map(({ effect }) => effect),
    '2sd',
  )
  return new Set(found.map((i) => nameOf(nodes[i]!)))
}

/** The share of the components of these roles that are detected. */
async function foundOf(
  box: StudiedBox,
  roles: readonly Role[],
  { corruption, metric }: { corruption: Corruption | typeof STR; metric: MetricName },
): Promise<number> {
  const found = await detected(box, corruption, metric)
  const own = [...box.truth.task.parts].filter(([, { role }]) => role && roles.includes(role))
  return own.filter(([name]) => found.has(name)).length / own.length
}

const share = (x: number) => x.toFixed(2)
