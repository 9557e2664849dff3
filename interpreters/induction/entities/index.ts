/**
 * Finds the concepts of a box by what a person knows of words: it asks words of all fields, climbs
 * from those that are high to what has to do with them, and names the word that is highest and has
 * most to do with the other high ones. Then it climbs once more, from words that are high and have
 * nothing to do with the first concept; where that leads as high, there are two.
 */
import { lexicon } from '../../../library/lexicon/index.ts'
import type { Answer, Box } from '../../../plugins/contracts.ts'
import { confidenceIn } from './confidence-in.ts'
import { nameOf } from './name-of.ts'
import { type Cluster, type Notebook, openNotebook, promising, SOMETHING } from './notebook.ts'
import { relatedness } from './relatedness.ts'

/** Words of all fields: asked first, asked where nothing tells of a second concept. */
const BROAD = { first: 60, second: 80 }
/** Where none of the first words is worth this, all others are asked as well. */
const FOOTHOLD = 0.5
/** Words asked at a time. */
const STEP = 3
/**
 * A climb ends after so many steps without a better word, sooner where the highest may be the name
 * already (`named`), or with so many queries in all.
 */
const CLIMB = {
  first: { patience: 40, named: 5, most: 250 },
  second: { patience: 60, named: 8, most: 450 },
  doubtful: { patience: 5, named: 8, most: 230 },
}
/** A second concept is likely where the two highest words that are foreign to the first are so. */
const LIKELY = [0.6, 0.45] as const
/** A word of such a value may be the name. */
const NAMED = 0.999
/** A second concept has a word of such a value, and so many that are high. */
const SECOND = { value: 0.995, high: 3 }
const HIGH = 0.6
/** A word is foreign to a concept if it has next to nothing to do with so many highest words. */
const FOREIGN = { core: 10, most: 1 }

export async function interpretEntities(box: Box<'entities'>): Promise<Answer<'entities'>> {
  const { words, broad } = lexicon()
  const notebook = openNotebook(box)
  await notebook.ask(broad.slice(0, BROAD.first))
  if (!notebook.values.values().some((value) => value >= FOOTHOLD)) await notebook.ask(broad)
  const first = await climb(notebook, () => true, CLIMB.first)
  if (first.length === 0) return answer(['nothing'], 0)
  const isForeign = foreignTo(first)
  const tells = ([word, value]: readonly [number, number]) => value >= SOMETHING && isForeign(word)
  if (!notebook.values.entries().some(tells)) await notebook.ask(broad.slice(0, BROAD.second))
  const isLikely = isHigh(notebook, isForeign)
  const second = await climb(notebook, isForeign, isLikely ? CLIMB.second : CLIMB.doubtful)
  const found = isConcept(second) ? [first, second] : [first]
  const confidence = confidenceIn({
    highest: found.map(([highest]) => highest!.value),
    unexplained: found.length === 1 ? (second[0]?.value ?? 0) : 0,
    isAlone: found.length === 1 && isLikely,
  })
  return answer(
    found.map((cluster) => words[nameOf(cluster)]!),
    confidence,
  )
}

const answer = (concepts: readonly string[], confidence: number) => ({
  description: `The function tells how much a word has to do with ${concepts.join(', or with ')}.`,
  domain: null,
  confidence,
  concepts,
})

/** Whether the highest words that fit are as high as a concept of their own would make them. */
function isHigh({ values }: Notebook, fits: (word: number) => boolean): boolean {
  const high = Array.from(values)
    .flatMap(([word, value]) => (fits(word) ? value : []))
    .toSorted((a, b) => b - a)
  return LIKELY.every((least, i) => (high[i] ?? 0) > least)
}

/** Asks around the highest words that fit, until that gives no better one; gives their cluster. */
async function climb(
  notebook: Notebook,
  fits: (word: number) => boolean,
  { patience, named, most }: (typeof CLIMB)[keyof typeof CLIMB],
): Promise<Cluster> {
  let cluster = notebook.clusterOf(fits)
  for (let idle = 0; idle < (isNamed(cluster) ? named : patience) && notebook.values.size < most;) {
    const asked = promising(notebook, cluster, STEP, fits)
    if (asked.length === 0) break
    const before = cluster[0]!.value
    await notebook.ask(asked)
    cluster = notebook.clusterOf(fits)
    idle = cluster[0]!.value > before ? 0 : idle + 1
  }
  return cluster
}

/** Whether a word has nothing to do with the highest of a cluster. */
function foreignTo(cluster: Cluster): (word: number) => boolean {
  const known = new Map<number, boolean>()
  const core = cluster.slice(0, FOREIGN.core)
  const ties = (word: number) => core.reduce((sum, own) => sum + relatedness(word, own.word), 0)
  return (word) => {
    const isForeign = known.get(word) ?? ties(word) <= FOREIGN.most
    known.set(word, isForeign)
    return isForeign
  }
}

const isNamed = ([highest]: Cluster) => highest !== undefined && highest.value >= NAMED

const isConcept = (cluster: Cluster) =>
  cluster.length > 0 &&
  cluster[0]!.value >= SECOND.value &&
  cluster.filter(({ value }) => value >= HIGH).length >= SECOND.high
