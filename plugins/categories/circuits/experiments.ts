/** What a language model, or a program, may do with a box of circuits. */
import { z } from 'zod'
import { attribute } from '../../../library/patching/attribution.ts'
import { compare, type Comparison } from '../../../library/patching/comparison.ts'
import { DIRECTIONS, effectsOf, HEAD_HOOKS } from '../../../library/patching/effects.ts'
import { METRICS } from '../../../library/patching/metric.ts'
import type { Run } from '../../../library/transformer/engine.ts'
import { nameOf, type Node, nodesOf } from '../../../library/transformer/nodes.ts'
import { InvalidQuery, type Json, type Random, type Wire } from '../../contracts.ts'
import { leadingJson } from '../../llm/lenient.ts'
import { CallRefused, type Experiment, type Manual } from '../../model.ts'
import { randomStream } from '../../utils/random.ts'
import type { CircuitBox } from './box.ts'
import { readName } from './component-name.ts'

/** Exchanges of one call, and tokens that are likeliest. */
const MOST_EXCHANGES = 200
const TOP = 5
const DIGITS = 3

const Pairs = z.int().min(1).describe('How many of the pairs of prompts are used, from the first')
const Corruption = z
  .string()
  .describe('How prompts are corrupted: a choice of tokens that describe names, or noise')
const Metric = z.enum(METRICS)
const Direction = z.enum(DIRECTIONS)

const RunArguments = z.strictObject({
  prompt: z.array(z.string()).describe('Tokens'),
  heads: z.array(z.string()).describe('Heads whose attention patterns are given'),
})
const PatchArguments = z.strictObject({
  exchanges: z
    .array(
      z.strictObject({
        components: z.array(z.string()).describe('Components that are exchanged all at once'),
        hook: z.enum(HEAD_HOOKS).describe('What of a head is exchanged: z is its output'),
        positions: z.array(z.int()).nullable().describe('Positions; null for all'),
      }),
    )
    .describe(`At most ${MOST_EXCHANGES} exchanges, each made by itself`),
  direction: Direction,
  corruption: Corruption,
  metric: Metric,
  pairs: Pairs,
})
const AttributeArguments = z.strictObject({
  direction: Direction,
  corruption: Corruption,
  metric: Metric,
  steps: z.int().min(0).max(50).describe('Steps of integrated gradients; 0 for plain gradients'),
  pairs: Pairs,
})
const NoArguments = z.strictObject({})

type Result = Readonly<Record<string, Json>>

/** What can be done, by name. */
const DEEDS = {
  describe: {
    parameters: NoArguments,
    description:
      'Tells what the model does, its shape, its tokens, the choices of tokens that are replaced, and the pairs of prompts. Takes no queries.',
    run: async (box: CircuitBox): Promise<Result> => describeBox(box),
  },
  run: {
    parameters: RunArguments,
    description: `Runs one prompt; gives the ${TOP} likeliest tokens at each position with their logits, and the attention of heads, each [query][key]. One query.`,
    run: async (box: CircuitBox, args: z.infer<typeof RunArguments>) => runPrompt(box, args),
  },
  patch: {
    parameters: PatchArguments,
    description:
      'Exchanges activations between the clean and the corrupted run, each exchange by itself; gives effects as shares of the distance between the two. A query for each pair and exchange, and two for each pair that was not run before.',
    run: async (box: CircuitBox, args: z.infer<typeof PatchArguments>) => patchBox(box, args),
  },
  attribute: {
    parameters: AttributeArguments,
    description:
      'Estimates the effects of all components by gradients. A query for each pair, or two for each pair and step, and two for each pair that was not run before.',
    run: async (box: CircuitBox, args: z.infer<typeof AttributeArguments>) =>
      attributeBox(box, args),
  },
} as const

export const manuals: readonly [Manual, ...Manual[]] = [
  {
    name: 'describe',
    tools: `- describe: ${DEEDS.describe.description} Begin with it.`,
    text: '- [DESCRIBE] with {} behind it tells what the model does, its shape, its tokens, the choices of tokens that are replaced, and the pairs of prompts. It takes no queries: begin with it.',
  },
  {
    name: 'run',
    tools: `- run: ${DEEDS.run.description}`,
    text: '- [RUN] with {"prompt": [tokens], "heads": [names]} runs one prompt: the likeliest tokens at each position, and the attention of heads as [query][key]. One query.',
  },
  {
    name: 'patch',
    tools: `- patch: ${DEEDS.patch.description} Use few pairs for a look: 2 are enough.`,
    text: '- [PATCH] with {"exchanges": [{"components": [names], "hook": "z", "positions": null}], "direction": "denoising", "corruption": name, "metric": "logit-difference", "pairs": 2} exchanges activations between both runs, each exchange by itself, and gives their effects. A query for each pair and exchange, and two for each pair that was not run before.',
  },
  {
    name: 'attribute',
    tools: `- attribute: ${DEEDS.attribute.description} It is cheap and may be wrong: check what it says by patch.`,
    text: '- [ATTRIBUTE] with {"direction": "denoising", "corruption": name, "metric": "logit-difference", "steps": 0, "pairs": 4} estimates the effects of all components by gradients. A query for each pair, or two for each pair and step, and two for each pair that was not run before.',
  },
]

/** The experiments on a box. */
export function experimentsOn(box: CircuitBox): readonly [Experiment, ...Experiment[]] {
  const experiment = <A>(name: keyof typeof DEEDS, deed: Deed<A>): Experiment => ({
    tool: { name, description: deed.description, parameters: deed.parameters },
    text: { heading: name.toUpperCase(), args: (body) => leadingJson(body) },
    run: async (args) => ({
      ...(await deed.run(box, deed.parameters.parse(args))),
      queries_left: box.queriesLeft,
    }),
  })
  return [
    experiment('describe', DEEDS.describe),
    experiment('run', DEEDS.run),
    experiment('patch', DEEDS.patch),
    experiment('attribute', DEEDS.attribute),
  ]
}

interface Deed<A> {
  readonly description: string
  readonly parameters: z.ZodType<A>
  readonly run: (box: CircuitBox, args: A) => Promise<Result>
}

/** The same for a program of another process. */
export const wire: Wire<'circuits'> = {
  domain: describeBox,
  verbs: Object.fromEntries(
    Object.entries(DEEDS).map(([name, { parameters, run }]) => [
      name,
      async (box: CircuitBox, asked: Json) => {
        try {
          return await (run as Deed<unknown>['run'])(box, parameters.parse(asked))
        } catch (cause) {
          if (cause instanceof z.ZodError)
            throw new InvalidQuery(`${name}: ${z.prettifyError(cause)}`, { cause })
          if (cause instanceof CallRefused) throw new InvalidQuery(cause.message, { cause })
          throw cause
        }
      },
    ]),
  ),
}

function describeBox({ task, shape, vocabulary, components, corruptions, pairs }: CircuitBox) {
  const { layers, heads, dModel, dMlp, causal } = shape
  const written = (tokens: readonly number[]) => tokens.map((token) => vocabulary[token]!)
  return {
    task,
    shape: { layers, heads, width: dModel, mlp: dMlp, causal },
    vocabulary,
    components: components.length > 200 ? components.length : components,
    corruptions,
    pairs: pairs.map(({ clean, corrupted, position, answer }) => ({
      clean: written(clean),
      answer: vocabulary[answer]!,
      read_at: position,
      corrupted: Object.fromEntries(
        Object.entries(corrupted).map(([name, other]) => [
          name,
          { tokens: written(other.tokens), answer: vocabulary[other.answer]! },
        ]),
      ),
    })),
  } satisfies Json
}

async function runPrompt(box: CircuitBox, { prompt, heads }: z.infer<typeof RunArguments>) {
  const { vocabulary } = box
  const tokens = prompt.map((written) => {
    const token = vocabulary.indexOf(written)
    if (token === -1) throw new CallRefused(`there is no token ${JSON.stringify(written)}`)
    return token
  })
  const nodes = heads.map((name) => ({ name, node: nodeOf(box, name) }))
  const run = await box.run([tokens])
  const size = vocabulary.length
  const length = tokens.length
  return {
    likeliest: tokens.map((_, position) => {
      const logits = run.logits.subarray(position * size, (position + 1) * size)
      return [...logits]
        .map((logit, token) => [vocabulary[token]!, rounded(logit)] as const)
        .toSorted((a, b) => b[1] - a[1])
        .slice(0, TOP)
    }),
    attention: Object.fromEntries(
      nodes.map(({ name, node }) => [name, patternOf(run, node, length)]),
    ),
  }
}

function patternOf(run: Run, node: Node, length: number): number[][] {
  if (!('head' in node)) throw new CallRefused(`${nameOf(node)} has no attention: it is no head`)
  const pattern = run.at({ kind: 'pattern', layer: node.layer, head: node.head })
  return Array.from({ length }, (_, query) =>
    Array.from(pattern.subarray(query * length, (query + 1) * length), rounded),
  )
}

async function patchBox(
  box: CircuitBox,
  { exchanges, direction, ...about }: z.infer<typeof PatchArguments>,
) {
  if (exchanges.length === 0 || exchanges.length > MOST_EXCHANGES)
    throw new CallRefused(`expected 1 to ${MOST_EXCHANGES} exchanges; got ${exchanges.length}`)
  const asked = exchanges.map(({ components, hook, positions }) => ({
    nodes: components.map((name) => nodeOf(box, name)),
    hook,
    ...(positions && { positions }),
  }))
  const comparison = await comparisonOf(box, about)
  const effects = await effectsOf(comparison, asked, direction)
  const idle = effects.flatMap(({ changed }, i) => (changed ? [] : [i]))
  return {
    effects: effects.map(({ effect }) => rounded(effect)),
    ...(idle.length > 0 && { changed_no_activation: idle }),
  }
}

async function attributeBox(
  box: CircuitBox,
  { direction, steps, ...about }: z.infer<typeof AttributeArguments>,
) {
  const comparison = await comparisonOf(box, about)
  const { effects, gap } = await attribute(comparison, nodesOf(box.shape), { direction, steps })
  return {
    effects: Object.fromEntries(box.components.map((name, i) => [name, rounded(effects[i]!)])),
    ...(steps > 0 && { completeness_gap: rounded(gap) }),
  }
}

/** Both runs of some pairs of a box, which are paid for once. */
const compared = new WeakMap<CircuitBox, Map<string, Comparison>>()

async function comparisonOf(
  box: CircuitBox,
  about: { corruption: string; metric: (typeof METRICS)[number]; pairs: number },
): Promise<Comparison> {
  const { corruption, metric, pairs } = about
  if (corruption !== 'noise' && !box.corruptions.includes(corruption))
    throw new CallRefused(
      `expected a corruption, ${[...box.corruptions, 'noise'].join(', ')}; got ${JSON.stringify(corruption)}`,
    )
  if (pairs > box.pairs.length)
    throw new CallRefused(`expected at most ${box.pairs.length} pairs; got ${pairs}`)
  const known = compared.get(box) ?? new Map<string, Comparison>()
  compared.set(box, known)
  const key = JSON.stringify([corruption, metric, pairs])
  const found =
    known.get(key) ??
    (await compare(
      box,
      box.pairs.slice(0, pairs),
      corruption === 'noise'
        ? { kind: 'noise', random: noise() }
        : { kind: 'tokens', choice: corruption },
      metric,
    ))
  known.set(key, found)
  return found
}

/** The same noise each time: what is asked twice is told twice. */
const noise = (): Random => randomStream(0, 'noise on embeddings')

function nodeOf(box: CircuitBox, written: string): Node {
  const at = box.components.indexOf(readName(written) ?? '')
  if (at === -1)
    throw new CallRefused(
      `expected a component such as ${box.components[0]}; got ${JSON.stringify(written)}`,
    )
  return nodesOf(box.shape)[at]!
}

const rounded = (x: number) => Number(x.toFixed(DIGITS))
