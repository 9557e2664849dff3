/**
 * Looks up which one or two concepts a box has: asks words until one answer alone is left.
 *
 * A concept is ruled out by every word that has more to do with it than the box says; an answer is
 * one concept or two that are not, and that give what the box said of every word. Where none does
 * there is noise: then it takes those that come nearest, and asks what tells them from others.
 */
import { belonging } from '../../library/world/concepts-of.ts'
import { world } from '../../library/world/index.ts'
import type { Answer as Answered, Box } from '../../plugins/contracts.ts'
import { type Answer, nearest } from './nearest.ts'

/** Words that people know: the first so many. */
const COMMON = 25_000
/** A word tells of a concept that it belongs to at least so much. */
const TELLING = 0.6
/** Values are rounded. */
const TOLERANCE = 0.01
const MOST_QUESTIONS = 60
/** Answers that are told apart at a time, and words that may do it, of each. */
const RIVALS = 12
const SPLITTERS = 40

/** Under noise: so often it asks so many words that tell the nearest answers apart. */
const ROUNDS = 8
const ROUND = 15

let covering: readonly string[] | undefined

/** Few common words, of which at least one tells of each concept. */
function coveringWords(): readonly string[] {
  if (covering) return covering
  const { concepts, members, words, labelled } = world()
  const open = new Set(concepts.flatMap(({ drawn, label }) => (drawn ? [labelled(label)] : [])))
  const telling = new Map<number, Set<number>>()
  for (const concept of open) {
    const { places, levels } = members(concept)
    for (const [i, place] of places.entries())
      if (place < COMMON && levels[i]! >= 255 * TELLING)
        telling.set(place, (telling.get(place) ?? new Set()).add(concept))
  }
  const chosen: string[] = []
  while (open.size > 0) {
    const gain = (own: ReadonlySet<number>) =>
      own
        .values()
        .filter((one) => open.has(one))
        .toArray().length
    const [best, own] = telling.entries().reduce((a, b) => (gain(b[1]) > gain(a[1]) ? b : a))
    chosen.push(words[best]!)
    for (const concept of own) open.delete(concept)
  }
  return (covering = chosen)
}

export async function interpretEntities(box: Box<'entities'>): Promise<Answered<'entities'>> {
  const said = new Map<string, number>()
  const ask = async (words: readonly string[]) => {
    const fresh = words.filter((word) => !said.has(word))
    const values = await box.queryAll(fresh)
    for (const [i, word] of fresh.entries()) said.set(word, values[i]!)
  }
  await ask(affordable(box, coveringWords()))
  let answers = fitting(said)
  for (let i = 0; i < MOST_QUESTIONS && box.queriesLeft > 0; i++) {
    const [first] = answers
    if (!first) break
    const word = answers.length > 1 ? splitters(answers, said)[0] : unproved(first, said)
    if (word === undefined) break
    await ask([word])
    answers = fitting(said)
  }
  if (answers.length > 0) return interpretationOf(answers)
  for (let i = 0; i < ROUNDS && box.queriesLeft > 0; i++)
    await ask(affordable(box, splitters(nearest(said), said).slice(0, ROUND)))
  return interpretationOf(nearest(said).slice(0, 1), 0.9)
}

/** What is to be said of a function that gave these values; null where no concepts explain them. */
export function entitiesFrom(said: ReadonlyMap<string, number>): Answered<'entities'> | null {
  const answers = fitting(said)
  return answers.length > 0 ? interpretationOf(answers) : null
}

function interpretationOf(answers: readonly Answer[], confidence = 0.99): Answered<'entities'> {
  const labels = (answers[0] ?? [0]).map((concept) => world().concepts[concept]!.label)
  return {
    description: `The function tells how much a word has to do with ${labels.join(', or with ')}.`,
    domain: null,
    confidence: answers.length === 1 ? confidence : 0.1,
    concepts: labels,
  }
}

/** As many words as there are queries left for. */
const affordable = (box: Box<'entities'>, words: readonly string[]) =>
  words.slice(0, Math.max(0, box.queriesLeft))

/** All answers that give what was said. */
function fitting(said: ReadonlyMap<string, number>): readonly Answer[] {
  const { concepts, value } = world()
  const words = [...said]
  const rows = concepts.map(({ drawn }, concept) =>
    drawn ? words.map(([word]) => value(word, concept)) : null,
  )
  const possible = rows.flatMap((row, concept) =>
    row?.every((own, i) => own <= words[i]![1] + TOLERANCE) ? [concept] : [],
  )
  const gives = (answer: Answer) =>
    words.every(
      ([, expected], i) =>
        Math.abs(Math.max(...answer.map((concept) => rows[concept]![i]!)) - expected) <= TOLERANCE,
    )
  const one = possible.map((concept): Answer => [concept]).filter(gives)
  const two = possible.flatMap((a, i) =>
    possible
      .slice(i + 1)
      .map((b): Answer => [a, b])
      .filter(gives),
  )
  return [...one, ...two]
}

/** Words of which some of the answers say much and others little, those that tell most first. */
function splitters(answers: readonly Answer[], said: ReadonlyMap<string, number>): string[] {
  const { members, words } = world()
  const rivals = answers.slice(0, RIVALS)
  const functions = rivals.map(belonging)
  const candidates = new Set(
    rivals.flat().flatMap((concept) => {
      const { places, levels } = members(concept)
      return Array.from(places.keys())
        .filter((i) => places[i]! < COMMON)
        .toSorted((a, b) => levels[b]! - levels[a]!)
        .slice(0, SPLITTERS)
        .map((i) => words[places[i]!]!)
    }),
  )
  return [...candidates]
    .filter((word) => !said.has(word))
    .map((word) => {
      const values = functions.map((f) => f(word))
      return { word, spread: values.reduce((sum, x) => sum + Math.abs(x - values[0]!), 0) }
    })
    .filter(({ spread }) => spread > TOLERANCE)
    .toSorted((a, b) => b.spread - a.spread)
    .map(({ word }) => word)
}

/** The label of a concept of the answer that was not asked yet. */
function unproved(answer: Answer, said: ReadonlyMap<string, number>): string | undefined {
  const { concepts } = world()
  return answer.map((concept) => concepts[concept]!.label).find((label) => !said.has(label))
}
