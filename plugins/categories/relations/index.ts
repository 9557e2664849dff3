/** Relations between words, FIND's synthetic neurons of the second kind (arXiv 2309.03886). */
import { shuffle } from 'simple-statistics'
import { readDescription } from '../../../library/facts/read-description.ts'
import { readRelation } from '../../../library/facts/read-relation.ts'
import { type Relation, relationOf, UNDEFINED } from '../../../library/facts/relation.ts'
import type { CategoryPlugin } from '../../contracts.ts'
import { type AnsweredSets, type FunctionBox, truthOf } from '../functions.ts'
import { wordCategory, type Words, type WordTruth } from '../word-category.ts'
import { answeredBy } from './answered-by.ts'
import { type RelationAnswer, relationForm, RelationAnswerSchema } from './answer.ts'
import { claimedWords } from './claims.ts'
import { prompt } from './prompt.ts'
import { shownWords } from './vocabulary.ts'

export type { RelationAnswer } from './answer.ts'

export type RelationTruth = WordTruth<string>

/**
 * Outputs of an answer at points of the truth, and at words that the answer makes claims of. In the
 * sets of questions, three words each, the outputs are of what its description says in language,
 * and what is expected is what each choice claims.
 */
export type RelationEvidence = AnsweredSets<string, Words, Words>

declare module '../../contracts.ts' {
  interface Categories {
    relations: {
      truth: RelationTruth
      box: FunctionBox<string, string>
      answer: RelationAnswer
      evidence: RelationEvidence
    }
  }
}

const ofWords = wordCategory<'relations', string>({
  name: 'relations',
  readOutput: (value) => (typeof value === 'string' ? value : null),
  show: String,
  toModel: (value) => value,
  prompt: { ...prompt, most: 60 },
  shown: (count, random) => shuffle([...shownWords()], random).slice(0, count),
})

const CAPITAL: Relation = { class: 'country', relation: 'capital', exception: null }
const WITHOUT_ASIA: Relation = { ...CAPITAL, exception: { by: 'continent', is: 'Asia' } }

export const relations: CategoryPlugin<'relations'> = {
  ...ofWords,
  answer: RelationAnswerSchema,

  /** The relation that the answer names is carried out; what names none gives nothing anywhere. */
  async confront(answer, { truth, probed }, { random }) {
    const { questions, strict, ...points } = probed
    const told = { ...(questions && { questions }), ...(strict && { strict }) }
    const described = readDescription(answer.description, answer.domain)
    const judged = outputsOf(told, described && relationOf(described))
    // A model answers the function: there are no outputs to hold the answer to.
    if (Object.keys(points).length === 0) return { evidence: judged }
    const read = readRelation(answer)
    if ('unknown' in read) {
      const remark = `the answer names nothing that is known: ${read.unknown}`
      return { evidence: { ...outputsOf(points), ...judged }, remark }
    }
    const inputs = claimedWords(read, random)
    const expected = truth.expected(inputs)
    const claimed = { inputs, expected, truth: expected, got: [] }
    const evidence = { ...outputsOf({ ...points, claimed }, relationOf(read)), ...judged }
    return isAsWritten(answer, read)
      ? { evidence }
      : { evidence, remark: `read as ${relationText(read)}` }
  },

  prompt: { ...ofWords.prompt, form: () => relationForm },

  answeredBy,

  samples: mapValues(
    {
      capital: (word: string) => relationOf(CAPITAL)(word),
      'without Asia': (word: string) => relationOf(WITHOUT_ASIA)(word),
      silent: () => UNDEFINED,
      echo: (word: string) => word,
      babble: (word: string) => `${word.length}${'?'.repeat(300)}`,
    },
    (f): RelationTruth => ({
      ...truthOf((words: Words) => words.map(f), ['France', 'Japan', 'lion', 'chair', '']),
      exemplars: [],
    }),
  ),
}

/** Sets with the outputs of a function; without one, with none. */
const outputsOf = (sets: RelationEvidence, f?: (word: string) => string): RelationEvidence =>
  mapValues(sets, (set) => ({ ...set, got: set.inputs.map((word) => f?.(word) ?? null) }))

const relationText = ({ class: name, relation, exception }: Relation) =>
  `${name} → ${relation}${exception ? ` but where ${exception.by} is ${exception.is}` : ''}`

const isAsWritten = (written: Relation, read: Relation) =>
  relationText(written) === relationText(read)

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
