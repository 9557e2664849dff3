/**
 * Finds the concepts of a box by what a person knows of words: it asks words of all fields, climbs
 * from those that are high to what has to do with them, and names the word that is highest and has
 * most to do with the other high ones. Then it climbs from words that are high and have nothing to
 * do with the first concept: for a little while, and for long where what it sees speaks for two.
 */
import { lexicon } from '../../../library/lexicon/index.ts'
import type { Answer, Box } from '../../../plugins/contracts.ts'
import { climb } from './climb.ts'
import { areTwo, type Concept, confidenceIn, isInDoubt } from './doubt.ts'
import { nameOf } from './name-of.ts'
import { type Cluster, type Fits, type Notebook, openNotebook } from './notebook.ts'
import { tiesTo } from './relatedness.ts'

/** Words of all fields that are asked first. */
const BROAD = 60
/** Where none of the first words is worth this, all others are asked as well. */
const FOOTHOLD = 0.5
/**
 * Climbs of every function, and of those that are in doubt: those that may have a second concept,
 * where the first is climbed to once more, and longer.
 */
const FIRST = { patience: 40, named: 5, most: 144 }
const SECOND = { patience: 60, named: 8, most: 144 }
const LONG = {
  first: { patience: 12, named: 14, most: 450 },
  second: { patience: 60, named: 14, most: 450 },
}
/** Words are a concept's own if they have more to do than this with so many of its highest. */
const OWN = { core: 20, ties: 3 }

export async function interpretEntities(box: Box<'entities'>): Promise<Answer<'entities'>> {
  const { words, broad } = lexicon()
  const notebook = openNotebook(box)
  const probes = broad.slice(0, BROAD)
  await notebook.ask(probes)
  if (!notebook.values.values().some((value) => value >= FOOTHOLD)) await notebook.ask(broad)
  await climb(notebook, () => true, FIRST)
  let first = conceptOf(notebook, () => true)
  if (!first) return answer(['nothing'], 0)
  let isForeign = foreignTo(first)
  await climb(notebook, isForeign, SECOND)
  if (isInDoubt(notebook.highest(isForeign), new Set(probes))) {
    await climb(notebook, ownOf(first.cluster), LONG.first)
    first = conceptOf(notebook, () => true)!
    isForeign = foreignTo(first)
    await climb(notebook, isForeign, LONG.second)
  }
  const second = conceptOf(notebook, isForeign)
  const found = second && areTwo(first, second) ? [first, second] : [first]
  const unexplained = found.length === 1 ? (second?.cluster[0]!.value ?? 0) : 0
  return answer(
    found.map(({ name }) => words[name.word]!),
    confidenceIn(found, unexplained),
  )
}

const answer = (concepts: readonly string[], confidence: number) => ({
  description: `The function tells how much a word has to do with ${concepts.join(', or with ')}.`,
  domain: null,
  confidence,
  concepts,
})

/** The concept of the highest words that fit. */
function conceptOf(notebook: Notebook, fits: Fits): Concept | undefined {
  const cluster = notebook.clusterOf(fits)
  return cluster.length === 0 ? undefined : { cluster, name: nameOf(cluster, notebook) }
}

/** Whether a word has to do with the highest of a cluster. */
function ownOf(cluster: Cluster): Fits {
  const ties = tiesTo(cluster.slice(0, OWN.core).map(({ word }) => word))
  return (word) => ties[word]! > OWN.ties
}

/** Whether a word has next to nothing to do with a concept: its name, and what that has to do with. */
function foreignTo({ cluster, name }: Concept): Fits {
  const ties = tiesTo([name.word])
  const isOwn = ownOf(cluster.filter(({ word }) => word === name.word || ties[word]! > 0))
  return (word) => !isOwn(word)
}
