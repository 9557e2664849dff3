/** Relations between words, FIND's synthetic neurons of the second kind (arXiv 2309.03886). */
import { shuffle } from 'simple-statistics'
import { z } from 'zod'
import { readDescription } from '../../../library/facts/read-description.ts'
import { readRelation } from '../../../library/facts/read-relation.ts'
import { type Relation, relationOf, UNDEFINED } from '../../../library/facts/relation.ts'
import type { CategoryPlugin, Random } from '../../contracts.ts'
import {
  type AnsweredSets,
  type FunctionBox,
  functionCategory,
  type FunctionTruth,
  truthOf,
} from '../functions.ts'
import { type RelationAnswer, relationForm, RelationAnswerSchema } from './answer.ts'
import { claimedWords } from './claims.ts'
import { prompt } from './prompt.ts'
import { shownWords } from './vocabulary.ts'

export type { RelationAnswer } from './answer.ts'

type Words = readonly string[]

/** A function of words, and the words that show it. */
export interface RelationTruth extends FunctionTruth<Words, Words> {
  /** They mix what is of its class with what is not; the function is judged at none of them. */
  readonly exemplars: Words
}

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

/** Characters of an input: no name is longer. */
const LONGEST = 200

const drawShown = (count: number, random: Random) =>
  shuffle([...shownWords()], random).slice(0, count)

const ofWords = functionCategory<'relations', string, string, Words, Words>({
  name: 'relations',
  input: {
    schema: z.string().describe('A word, or several that are one name'),
    expected: `words of at most ${LONGEST} characters`,
    accepts: (input) => typeof input === 'string' && input.length <= LONGEST,
  },
  pack: (inputs) => inputs,
  readOutput: (value) => (typeof value === 'string' ? value : null),
  show: String,
  toModel: (value) => value,
  prompt: { ...prompt, most: 60, exemplars: { regular: drawShown, random: drawShown } },
  samples: { inputs: [], functions: {} },
})

const {
  manuals: [query],
  experiments,
} = ofWords.prompt

const CAPITAL: Relation = { class: 'country', relation: 'capital', exception: null }
const WITHOUT_ASIA: Relation = { ...CAPITAL, exception: { by: 'continent', is: 'Asia' } }

/** The exemplars of each box: a model may be shown them, and no box has them to be asked for. */
const exemplarsOf = new WeakMap<object, Words>()

/** A function's own exemplars, and words at random where more are asked for. */
function mixedWords(own: Words, count: number, random: Random): Words {
  const others = drawShown(count + own.length, random).filter((word) => !own.includes(word))
  return [...own, ...others].slice(0, count)
}

export const relations: CategoryPlugin<'relations'> = {
  ...ofWords,
  answer: RelationAnswerSchema,

  open(truth, meter, random) {
    const box = ofWords.open(truth, meter, random)
    exemplarsOf.set(box, truth.exemplars)
    return box
  },

  /** The relation that the answer names is carried out; what names none gives nothing anywhere. */
  async confront(answer, { truth, probed }, { random }) {
    const { questions, strict, ...points } = probed
    const told = { ...(questions && { questions }), ...(strict && { strict }) }
    const described = readDescription(answer.description, answer.domain)
    const judged = outputsOf(told, described && relationOf(described))
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

  prompt: {
    ...prompt,
    manuals: [query],
    // Answers hold no code that could be tried.
    experiments: (box, run, language) => [experiments(box, run, language)[0]],
    form: () => relationForm,
    async exemplars(box, { count, draw }, random) {
      const own = draw === 'regular' ? (exemplarsOf.get(box) ?? []) : []
      const inputs = mixedWords(own, count, random)
      const outputs = await box.queryAll(inputs)
      return inputs.map((one, i) => `${JSON.stringify(one)} -> ${JSON.stringify(outputs[i]!)}`)
    },
  },

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
