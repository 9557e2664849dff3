/**
 * Entities that a model answers in place of the embedded world. In FIND (arXiv 2309.03886, section
 * 3.3) f(word) is p(1) / (p(0) + p(1)) of a language model that is asked whether a word belongs to
 * a concept, or to either of two. With embeddings it is how near the word is to a concept.
 */
import { mean, sum } from 'd3-array'
import type {
  AnsweredBy,
  AnsweredFunction,
  Answerer,
  FindFunction,
  Question,
} from '../../contracts.ts'
import { askAbout, type Settle, settleAll, settledQuestions, solvingOf } from '../answered.ts'

type Value = (word: string) => Promise<number>

export const answeredBy: AnsweredBy<'entities'> = {
  model: (fn, answerer) => answered(fn, answerer, chanceOf(fn.ideal().concepts, answerer)),
  embeddings: (fn, answerer) => answered(fn, answerer, nearnessTo(fn.ideal().concepts, answerer)),
}

function answered(
  fn: FindFunction<'entities'>,
  answerer: Answerer,
  valueOf: Value,
): AnsweredFunction<'entities'> {
  const value: Value = async (word) => (word.trim() === '' ? 0 : valueOf(word.trim()))
  const settle = settling(value)
  return {
    ...fn,
    solving: solvingOf(answerer),
    truth() {
      const own = fn.truth()
      return {
        ...own,
        sample: (words) => Promise.all(words.map(value)),
        probes: () => ({}),
        async questions(random) {
          const drawn = Object.entries(await own.questions(random))
          return Object.fromEntries(
            await Promise.all(
              drawn.map(async ([test, asked]) => [test, await settleAll(asked, settle)] as const),
            ),
          )
        },
      }
    },
    questions: (test, random) => settledQuestions(fn.questions(test, random), settle, answerer),
  }
}

/** By so much the right word of a question is above the others. */
const APART = 0.1
const DIGITS = 2

/** The right word is the one that the model gives most; all three are said to have its value. */
const settling =
  (value: Value): Settle =>
  async ({ choices }): Promise<Question | null> => {
    const values = await Promise.all(choices.map(({ input }) => value(input as string)))
    const [most = 0, second = 0] = values.toSorted((a, b) => b - a)
    if (most - second < APART) return null
    const output = Number(most.toFixed(DIGITS))
    return {
      choices: choices.map(({ input }) => ({ input, output })),
      right: values.indexOf(most),
    }
  }

/** A change of what the model is told is another version: it is asked anew. */
const PROMPT = 'neurons/entities@1'
const INSTRUCTIONS = `You act as one neuron of a language model. The neuron is selective for a concept, or for two: it is active at a word that belongs to one of them, is a kind or a part of it, or has much to do with it, and silent at any other word.
You are given the concepts and one word. Answer with one digit and nothing else: 1 if the neuron is active, 0 if it is silent.`
/** Of so many tokens the likelihood is asked: no server refuses that. */
const CHANCES = 5

/** p(1) / (p(0) + p(1)) of the first token. */
function chanceOf(concepts: readonly string[], answerer: Answerer): Value {
  return async (word) => {
    const text = `Concepts: ${concepts.join('; ')}\nWord: ${word}\nAnswer:`
    const about = { prompt: PROMPT, instructions: INSTRUCTIONS, chances: CHANCES }
    const { chances = [] } = await askAbout(answerer, text, about)
    const share = (digit: string) =>
      sum(chances, ({ token, logprob }) => (digitOf(token) === digit ? Math.exp(logprob) : 0))
    const [no, yes] = [share('0'), share('1')]
    if (no + yes > 0) return yes / (no + yes)
    const got = chances.map(({ token }) => JSON.stringify(token)).join(', ')
    throw new Error(
      `${answerer.name}, asked ${PROMPT} about ${JSON.stringify(word)}: expected 0 or 1 among the likeliest first tokens; got ${got}`,
    )
  }
}

/** Some tokenizers have marks for the blank before a word. */
const digitOf = (token: string) => token.replaceAll(/[\s▁Ġ]/g, '')

const EMBEDDING = 'neurons/embedding@1'
/** Everyday words of many fields: about so near any word is to a concept by chance. */
const ANY_WORDS = [
  'river',
  'teacher',
  'bread',
  'engine',
  'window',
  'winter',
  'letter',
  'garden',
  'doctor',
  'silver',
  'horse',
  'music',
  'prison',
  'ticket',
  'shoulder',
  'market',
  'shirt',
  'novel',
  'bridge',
  'anger',
  'planet',
  'kitchen',
  'soldier',
  'number',
]

/**
 * (c - m) / (1 - m), where c is the cosine of the word and the concept and m the mean cosine of
 * {@link ANY_WORDS} and the concept; 0 below m, and of two concepts the larger. So the concept
 * itself is worth 1 and any other word about 0, however narrow the cone that a model keeps its
 * vectors in.
 */
function nearnessTo(concepts: readonly string[], answerer: Answerer): Value {
  const vectorOf = async (text: string) => {
    const { vector } = await askAbout(answerer, text, { prompt: EMBEDDING, instructions: '' })
    if (!vector) throw new Error(`${answerer.name}: expected a vector for ${JSON.stringify(text)}`)
    return vector
  }
  async function poleOf(concept: string) {
    const [own, ...others] = await Promise.all([concept, ...ANY_WORDS].map(vectorOf))
    return { own: own!, byChance: mean(others, (other) => cosine(own!, other))! }
  }
  let poles: ReturnType<typeof poleOf>[] | undefined
  return async (word) => {
    const [vector, ...at] = await Promise.all([vectorOf(word), ...(poles ??= concepts.map(poleOf))])
    const values = at.map(({ own, byChance }) => (cosine(own, vector) - byChance) / (1 - byChance))
    return Math.min(1, Math.max(0, ...values))
  }
}

/** @throws Error where the vectors are of two spaces. */
function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length)
    throw new Error(`expected vectors of one length; got ${a.length} and ${b.length} numbers`)
  const product = sum(a, (x, i) => x * b[i]!)
  const lengths = Math.hypot(...a) * Math.hypot(...b)
  return lengths === 0 ? 0 : product / lengths
}
