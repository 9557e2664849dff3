import { z } from 'zod'
import { invalidRequest } from '../api-error.ts'
import { type Conversation, drawOf, type Reply } from '../conversation.ts'
import { type Pair, tryParseJson, readPairs } from '../pairs.ts'
import { sayText } from '../say.ts'

/** Whether a request is to a judge of descriptions, who picks one of some numbered examples. */
export const isForJudge = ({ instructions }: Conversation): boolean =>
  /^Task: judge\s*$/m.test(instructions)

/** A description may come as a line of JSON. */
const Described = z.object({ description: z.string(), domain: z.string().nullable() })

type Test = (pair: Pair, found: RegExpExecArray) => boolean

const NUMBER = String.raw`-?\d+(?:\.\d+)?`
const WORD =
  /^(zero|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|eleven|twelve|twenty|thirty|none|unknown)(-\w+)?$/
/** Outputs that are this near count as equal: there may be noise. */
const NEAR = 3

const ofStrings = (test: (output: string, input: string) => boolean): Test => {
  return ({ input, output }) =>
    typeof input === 'string' && typeof output === 'string' && test(output, input)
}
const sorted = (letters: string) => Array.from(letters).toSorted().join('')

/** Phrases of descriptions, each with the test of an example that it stands for. */
const PHRASES: readonly (readonly [RegExp, Test])[] = [
  [/to upper case/i, ofStrings((output) => output === output.toUpperCase())],
  [/to lower case/i, ofStrings((output) => output === output.toLowerCase())],
  [/unchanged/i, ofStrings((output, input) => output === input)],
  [/revers|swap/i, ofStrings((output, input) => sorted(output) === sorted(input))],
  [/remove/i, ofStrings((output, input) => output.length <= input.length)],
  [/append|insert/i, ofStrings((output, input) => output.length > input.length)],
  [/replace|shift|map/i, ofStrings((output, input) => output.length === input.length)],
  [/word|count|number of|how many/i, ofStrings((output) => WORD.test(output))],
  [/"([^"]+)"/, (pair, [, literal]) => String(pair.output).includes(literal!)],
  [
    new RegExp(`(${NUMBER}) (?:times|\\*) x(?:,? (plus|minus|\\+|-) (${NUMBER}))?`),
    ({ input, output }, [, slope, sign, offset]) => {
      const level = Number(offset ?? 0) * (sign === 'minus' || sign === '-' ? -1 : 1)
      return Math.abs(Number(slope) * Number(input) + level - Number(output)) <= NEAR
    },
  ],
  [
    new RegExp(`(?:constant|is|always|of) (${NUMBER})(?:\\.?$| everywhere| for every)`, 'm'),
    ({ output }, [, level]) => Math.abs(Number(level) - Number(output)) <= NEAR,
  ],
]

/** Picks by chance, the same for the same request, and is right in about a third of them. */
export async function guesser(conversation: Conversation): Promise<Reply> {
  const { choices } = readQuestion(conversation)
  return sayChoice(drawOf(conversation, choices.length))
}

/**
 * Picks the choice that fits best what the description says plainly. It knows a few phrases of
 * English, each a test of an example (see {@link PHRASES}), and never runs code. Where its phrases
 * say nothing, or the same of several choices, it guesses among those.
 */
export async function oracleJudge(conversation: Conversation): Promise<Reply> {
  const { description, choices } = readQuestion(conversation)
  const tests = PHRASES.flatMap(([phrase, test]) => {
    const found = phrase.exec(description)
    return found ? [(pair: Pair) => test(pair, found)] : []
  })
  const points = choices.map((pair) => tests.filter((test) => test(pair)).length)
  const best = [...points.keys()].filter((i) => points[i] === Math.max(...points))
  return sayChoice(best[drawOf(conversation, best.length)]!)
}

const sayChoice = (choice: number) =>
  sayText('One of them it must be.', JSON.stringify({ index: choice + 1 }))

function readQuestion({ turns }: Conversation) {
  const asked = turns.find(({ role }) => role === 'user')
  const message = asked?.role === 'user' ? asked.text : ''
  const choices = readPairs(message)
  if (choices.length === 0)
    throw invalidRequest('This model judges: it expects lines `1. <JSON input> -> <JSON output>`.')
  const lines = message.split('\n').filter((line) => readPairs(line).length === 0)
  const description = lines.map((line) => {
    const { data } = Described.safeParse(tryParseJson(line))
    return data ? `${data.description}\n${data.domain ?? ''}` : line
  })
  return { description: description.join('\n'), choices }
}
