/**
 * How much a word belongs to a concept, from 0 to 1.
 *
 * Two kinds of knowledge tell it: WordNet, by the *lift* of a walk that starts at the concept over
 * one that starts anywhere (personalised PageRank; Agirre and Soroa, EACL 2009), and texts, by the
 * *cosine* between word and concept (GloVe; Pennington et al., EMNLP 2014). A logistic function of
 * their sum is the value. Where one of them does not know the word, it is put at what the other
 * lets expect.
 */
import { linearRegression } from 'simple-statistics'
import type { ListedConcept } from './concept-list.ts'
import { cosine, type Vectors } from './vectors.ts'
import type { Sense, WordNet } from './word-net.ts'

const INTERCEPT = -6.6
const OF_LIFT = 1.25
const OF_COSINE = 12
const LIFT = { least: -3, most: 5 }

/** Senses that are rarer than this do not count. */
const LEAST_SHARE = 0.05
/** A kind of the concept is worth this times the share of its sense, where that is a quarter. */
const KIND = { worth: 0.7, share: 0.25 }
/** Pointers from a topic to its words, and what those are worth: at least so much. */
const TOPIC = { kind: '-c', base: 0.4, ofShare: 0.3 }
const HYPONYMS = new Set(['~', '~i'])

/** A word as both kinds of knowledge have it. */
export interface Word {
  readonly senses: readonly Sense[]
  readonly vector: Float32Array | null
}

/** Both signs of one concept on every word; NaN where the word is not known. */
export interface Signs {
  readonly lift: Float32Array
  readonly cosine: Float32Array
}

export function signsOf(
  { label, anchors }: ListedConcept,
  words: readonly Word[],
  vectors: Vectors,
  ranks: { readonly concept: Float32Array; readonly all: Float32Array },
): Signs {
  const direction = vectors.of([...label.split(' '), ...anchors])
  if (!direction) throw new Error(`${label}: no vector of it or of ${anchors.join(', ')}`)
  const lifts = ranks.concept.map((rank, synset) => Math.log((rank + 1e-12) / ranks.all[synset]!))
  return {
    lift: Float32Array.from(words, ({ senses }) => {
      const known = senses.flatMap(({ synset, share }) =>
        share < LEAST_SHARE ? [] : lifts[synset]!,
      )
      return known.length === 0
        ? NaN
        : Math.min(LIFT.most, Math.max(LIFT.least, Math.max(...known)))
    }),
    cosine: Float32Array.from(words, ({ vector }) => (vector ? cosine(vector, direction) : NaN)),
  }
}

/** Two lines: the lift that a cosine lets expect, and the cosine that a lift does. */
export interface Expectations {
  readonly lift: (cosine: number) => number
  readonly cosine: (lift: number) => number
}

export function expectations(signs: readonly Signs[]): Expectations {
  const pairs = signs.flatMap(({ lift, cosine: cosines }) =>
    Array.from(lift, (one, i) => [cosines[i]!, one] as const).filter(
      (pair, i) => i % 50 === 0 && !pair.some(Number.isNaN),
    ),
  )
  return {
    lift: line(pairs),
    cosine: line(pairs.map(([a, b]) => [b, a])),
  }
}

function line(pairs: readonly (readonly [number, number])[]) {
  const { m, b } = linearRegression(pairs.map(([x, y]) => [x, y]))
  return (x: number) => m * x + b
}

/** Values of a concept on every word, without what it is due as a kind or a topic's own. */
export function valuesOf({ lift, cosine: cosines }: Signs, expected: Expectations): Float32Array {
  return lift.map((one, i) => {
    const other = cosines[i]!
    if (Number.isNaN(one) && Number.isNaN(other)) return 0
    const l = Number.isNaN(one) ? expected.lift(other) : one
    const c = Number.isNaN(other) ? expected.cosine(one) : other
    return 1 / (1 + Math.exp(-(INTERCEPT + OF_LIFT * l + OF_COSINE * c)))
  })
}

/** What a word is worth at least, by the synset of a sense: a share of the sense makes it so. */
export function floorsOf(
  { synsets: own }: ListedConcept,
  { synsets }: WordNet,
): (sense: Sense) => number {
  const kinds = new Set<number>()
  const left = [...own]
  for (let synset = left.pop(); synset !== undefined; synset = left.pop()) {
    if (kinds.has(synset)) continue
    kinds.add(synset)
    for (const { kind, to } of synsets[synset]!.pointers) if (HYPONYMS.has(kind)) left.push(to)
  }
  const topical = new Set(
    own.flatMap((synset) =>
      synsets[synset]!.pointers.flatMap(({ kind, to }) => (kind === TOPIC.kind ? to : [])),
    ),
  )
  return ({ synset, share }) =>
    Math.max(
      kinds.has(synset) && share >= KIND.share ? KIND.worth * share : 0,
      topical.has(synset) && share >= LEAST_SHARE ? TOPIC.base + TOPIC.ofShare * share : 0,
    )
}
