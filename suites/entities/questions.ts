/**
 * Questions about entities for FIND's unit test of descriptions, and its strict twin: three words,
 * one of which the function gives so high a value. No word of any is an exemplar, but in the mix of
 * the paper.
 */
import { belonging, belongings, wordsOf } from '../../library/world/concepts-of.ts'
import { world } from '../../library/world/index.ts'
import { type Drafting, drawQuestions } from '../../plugins/categories/unit-test.ts'
import { isFor } from '../../plugins/categories/entities/index.ts'
import type { Question, Questions, Random } from '../../plugins/contracts.ts'
import { pick } from '../strings/draw.ts'
import { neighbours } from './words.ts'

/** Values of the word that is right, and of those that are wrong. */
const RIGHT = 0.8
const WRONG = { unrelated: 0.1, sibling: 0.4 }
const DIGITS = 2

/** Wrong options are words of other concepts, which have nothing to do with this one. */
export const unitTest = (concepts: readonly number[], random: Random): Questions =>
  askAmong(concepts, { others: othersOf(concepts), most: WRONG.unrelated }, random)

/** Wrong options are words of the nearest concepts, which have less to do with this one. */
export const strictUnitTest = (concepts: readonly number[], random: Random): Questions =>
  askAmong(concepts, { others: neighbours(concepts), most: WRONG.sibling }, random)

/**
 * The mix of FIND's own questions: words of this concept and of others as they come, be they
 * exemplars or not. A wrong one may have much to do with this concept as well.
 */
export function paperUnitTest(
  concepts: readonly number[],
  random: Random,
  exemplars: readonly string[],
): Questions {
  const f = belonging(concepts)
  const shown = exemplars.filter((word) => f(word) >= RIGHT)
  const mix = { others: othersOf(concepts), most: RIGHT, isFit: isCommon, shown }
  return askAmong(concepts, mix, random)
}

const isCommon = (place: number) => isFor('judged', place) || isFor('shown', place)

const othersOf = (concepts: readonly number[]) =>
  world().concepts.flatMap(({ drawn }, other) =>
    drawn && !concepts.includes(other) ? [other] : [],
  )

/** What the words of questions are drawn from. */
interface Mix {
  /** Concepts that wrong words are of. */
  readonly others: readonly number[]
  /** Wrong words have less than that to do with the function. */
  readonly most: number
  /** Whether the word at a place may be asked about. */
  readonly isFit?: (place: number) => boolean
  /** Exemplars that may be right. */
  readonly shown?: readonly string[]
}

/** So many right words are exemplars, where they may be: one in five of FIND's own are. */
const SHOWN = 0.2

function askAmong(
  concepts: readonly number[],
  { others, most, isFit = (place) => isFor('judged', place), shown = [] }: Mix,
  random: Random,
): Questions {
  const { words } = world()
  const f = belonging(concepts)
  const own = belongings(concepts)
  const high = (concept: number) => wordsOf(concept, RIGHT).filter(isFit)
  const right = concepts.flatMap(high)
  const wrongOf = new Map<number, readonly number[]>()
  const wrong = (other: number) => {
    const fitting = wrongOf.get(other) ?? high(other).filter((place) => own[place]! < most)
    wrongOf.set(other, fitting)
    return fitting
  }
  const drafting: Drafting<string, number> = () => {
    if (right.length === 0) return null
    const isShown = shown.length > 0 && random() < SHOWN
    const word = isShown ? pick(random, shown) : words[pick(random, right)]!
    // All three are said to have the value of the right one.
    const output = Number(f(word).toFixed(DIGITS))
    const options = [pick(random, others), pick(random, others)].map(wrong)
    if (options.some((fitting) => fitting.length === 0)) return null
    const [first, second] = options.map((fitting) => ({
      input: words[pick(random, fitting)]!,
      output,
    }))
    return { own: { input: word, output }, others: [first!, second!] }
  }
  return (
    drawQuestions(retrying(drafting), random) ?? { inapplicable: 'it has too few words of its own' }
  )
}

/** A draw of an empty neighbour is no draw. */
const TRIES = 20
const retrying = (drafting: Drafting<string, number>): readonly Drafting<string, number>[] => [
  () => {
    for (let i = 0; i < TRIES; i++) {
      const draft = drafting()
      if (draft) return draft
    }
    return null
  },
]

/** The questions there are. */
export const asked = (questions: Questions): readonly Question[] =>
  'inapplicable' in questions ? [] : questions
