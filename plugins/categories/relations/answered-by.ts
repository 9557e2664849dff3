/**
 * Relations that a language model answers in place of the world of facts, as in FIND (arXiv
 * 2309.03886, section 3.3): f(word) is what it says.
 */
import { UNDEFINED } from '../../../library/facts/relation.ts'
import { cleanWord } from '../../../library/words/clean-word.ts'
import type {
  AnsweredBy,
  AnsweredFunction,
  Answerer,
  FindFunction,
  Question,
} from '../../contracts.ts'
import { withoutThoughts } from '../../llm/lenient.ts'
import { askAbout, type Settle, settleAll, settledQuestions, solvingOf } from '../answered.ts'
import type { ProbeSet } from '../functions.ts'
import { CHOICES } from '../unit-test.ts'
import type { Words } from '../word-category.ts'

type Say = (word: string) => Promise<string>

export const answeredBy: AnsweredBy<'relations'> = {
  model: answered,
}

function answered(
  fn: FindFunction<'relations'>,
  answerer: Answerer,
): AnsweredFunction<'relations'> {
  const say = saying(fn, answerer)
  const settle = settling(say)
  return {
    ...fn,
    solving: solvingOf(answerer),
    truth() {
      const own = fn.truth()
      return {
        ...own,
        sample: (words) => Promise.all(words.map(say)),
        async probes(random) {
          const { questions, strict } = await own.probes(random)
          const asked = Object.entries({ questions, strict }).map(
            async ([title, set]) =>
              [title, await settleAll(set ? questionsOf(set) : [], settle)] as const,
          )
          const left = (await Promise.all(asked)).filter(([, settled]) => settled.length > 0)
          return Object.fromEntries(
            await Promise.all(
              left.map(async ([title, settled]) => [title, await setOf(settled, say)] as const),
            ),
          )
        },
      }
    },
    questions: (test, random) => settledQuestions(fn.questions(test, random), settle, answerer),
  }
}

/** The right choice has what the model says; a choice that the model agrees with would be right too. */
const settling =
  (say: Say): Settle =>
  async ({ choices, right }): Promise<Question | null> => {
    const said = await Promise.all(choices.map(({ input }) => say(input as string)))
    const isTwice = choices.some(({ output }, i) => i !== right && output === said[i])
    if (isTwice) return null
    const own = { input: choices[right]!.input, output: said[right]! }
    return { choices: choices.toSpliced(right, 1, own), right }
  }

type WordSet = ProbeSet<Words, Words>

/** Questions as they stand in a set: three words each, of which one has what the truth gives. */
function questionsOf({ inputs, expected, truth }: WordSet): Question[] {
  return Array.from({ length: inputs.length / CHOICES }, (_, i) => {
    const places = Array.from({ length: CHOICES }, (_none, k) => CHOICES * i + k)
    return {
      choices: places.map((place) => ({ input: inputs[place]!, output: expected[place]! })),
      right: places.findIndex((place) => truth[place] === expected[place]),
    }
  })
}

async function setOf(questions: readonly Question[], say: Say): Promise<WordSet> {
  const choices = questions.flatMap((question) => question.choices)
  const inputs = choices.map(({ input }) => input as string)
  const expected = choices.map(({ output }) => output as string)
  return { inputs, expected, truth: await Promise.all(inputs.map(say)) }
}

/** A change of what the model is told, or of how it is read, is another version: it is asked anew. */
const PROMPT = 'neurons/relations@1'
const INSTRUCTIONS = `You act as one neuron of a language model: a function of words that gives a property of what is of one class, and the word undefined for everything else.
You are told what the function gives, where it is undefined beside that, and one input. Answer with its output and nothing else: one name, word or number, as short as it can be, or undefined. Answer undefined where the input is not of the class, where an exception holds, and where you do not know.`

function saying(fn: FindFunction<'relations'>, answerer: Answerer): Say {
  const { description, domain } = fn.ideal()
  const own = fn.truth()
  return async (word) => {
    if (word.trim() === '') return UNDEFINED
    const lines = [
      `Function: ${description}`,
      `Exception: ${domain ?? 'none'}`,
      `Input: ${word.trim()}`,
      'Output:',
    ]
    const about = { prompt: PROMPT, instructions: INSTRUCTIONS }
    const said = outputIn((await askAbout(answerer, lines.join('\n'), about)).text)
    // What the world says too is written as it is there.
    const [known = UNDEFINED] = own.expected([word])
    return cleanWord(said) === cleanWord(known) ? known : said
  }
}

/** What a model writes where it has nothing to say. */
const NOTHING = /^(undefined|none|null|nothing|unknown|n\/?a|not applicable)?$/i
/** Characters of an output: what is longer is talk, and nothing to the point. */
const LONGEST = 60

/** The output in what the model wrote: its first line, without marks around it. */
export function outputIn(text: string): string {
  const [line = ''] = withoutThoughts(text).trim().split('\n')
  const bare = line.replace(/^(?:output|answer)\s*:/i, '').replaceAll(/^[\s"'`*]+|[\s"'`*.]+$/g, '')
  return NOTHING.test(bare) || bare.length > LONGEST ? UNDEFINED : bare
}
