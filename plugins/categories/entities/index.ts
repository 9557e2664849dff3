/** Entities, FIND's synthetic neurons of the first kind (arXiv 2309.03886): f(word) in [0, 1]. */
import { belonging } from '../../../library/world/concepts-of.ts'
import { world } from '../../../library/world/index.ts'
import { linkName } from '../../../library/world/link-name.ts'
import type { CategoryPlugin, Question, Random } from '../../contracts.ts'
import { type AnsweredSets, type FunctionBox, truthOf } from '../functions.ts'
import { wordCategory, type Words, type WordTruth } from '../word-category.ts'
import { answeredBy } from './answered-by.ts'
import { type EntityAnswer, EntityAnswerSchema, entityForm } from './answer.ts'
import { prompt } from './prompt.ts'
import { claimedWords, drawPlace } from './vocabulary.ts'

export type { EntityAnswer } from './answer.ts'
export { drawPlace, isFor, some, type Use } from './vocabulary.ts'

type Values = readonly number[]

/** A function of words that tells how much they have to do with its concepts. */
export interface EntityTruth extends WordTruth<number> {
  /** Questions of its unit tests, by their names, for a judge that needs no model. */
  questions(random: Random): EntityQuestions | Promise<EntityQuestions>
}

type EntityQuestions = Readonly<Record<string, readonly Question[]>>

export interface EntityEvidence {
  /** Values of the answer's concepts, at words of the truth and at words that they claim; none of a
   * function that a model answers. */
  readonly sets: AnsweredSets<number, Words, Values>
  readonly questions: EntityQuestions
}

declare module '../../contracts.ts' {
  interface Categories {
    entities: {
      truth: EntityTruth
      box: FunctionBox<string, number>
      answer: EntityAnswer
      evidence: EntityEvidence
    }
  }
}

const DIGITS = 3

function shown(count: number, random: Random): Words {
  const places = new Set<number>()
  while (places.size < count) places.add(drawPlace('shown', random))
  return Array.from(places, (place) => world().words[place]!)
}

const ofWords = wordCategory<'entities', number>({
  name: 'entities',
  readOutput: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null),
  show: rounded,
  toModel: (value) => (typeof value === 'number' ? Number(rounded(value)) : value),
  prompt: { ...prompt, most: 100 },
  shown,
})

export const entities: CategoryPlugin<'entities'> = {
  ...ofWords,
  answer: EntityAnswerSchema,

  async probe(truth, random) {
    const sets = await ofWords.probe(truth, random)
    return { sets, questions: await truth.questions(random) }
  },

  /** The concepts that the answer names are carried out; one that is unknown gives nothing. */
  async confront(answer, { truth, probed }, { random }) {
    if (Object.keys(probed.sets).length === 0) return { evidence: probed }
    const links = answer.concepts.map((name) => ({ name, link: linkName(name) }))
    const unknown = links.find(({ link }) => link === null)
    if (unknown) {
      const nothing = mapValues(probed.sets, (set) => ({ ...set, got: set.got.map(() => null) }))
      const remark = `no concept is named ${JSON.stringify(unknown.name)}`
      return { evidence: { ...probed, sets: nothing }, remark }
    }
    const concepts = links.map(({ link }) => link!.concept)
    const inputs = claimedWords(concepts, random)
    const expected = truth.expected(inputs)
    const claimed = { inputs, expected, truth: expected, got: [] }
    const f = belonging(concepts)
    const sets = mapValues({ ...probed.sets, claimed }, (set) => ({
      ...set,
      got: set.inputs.map(f),
    }))
    const read = links.flatMap(({ name, link }) =>
      link!.how === 'name' ? [] : `${name} read as ${world().concepts[link!.concept]!.label}`,
    )
    const evidence = { ...probed, sets }
    return read.length === 0 ? { evidence } : { evidence, remark: read.join(', ') }
  },

  answeredBy,

  hotPath: (truth, { sets }, random) => ofWords.hotPath(truth, sets, random),

  prompt: { ...ofWords.prompt, form: () => entityForm },

  samples: mapValues(
    {
      chess: (word: string) => world().value(word, world().labelled('chess')),
      silent: () => 0,
      full: () => 1,
      length: (word: string) => Math.min(1, word.length / 20),
    },
    (f): EntityTruth => ({
      ...truthOf((words: Words) => words.map(f), ['pawn', 'tennis', 'shark', '', '♞']),
      exemplars: [],
      questions: () => ({}),
    }),
  ),
}

function rounded(value: string | number): string {
  return typeof value === 'number' ? value.toFixed(DIGITS) : value
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
