import { readCase } from '../case.ts'
import { type Conversation, drawOf, type Reply } from '../conversation.ts'
import { guess } from '../guess.ts'
import type { Category, Value } from '../pairs.ts'
import { sayAnswer, sayInputs, sayText } from '../say.ts'

const FEW: Readonly<Record<Category, readonly Value[]>> = {
  numeric: [-100, -10, -1, 0, 1, 10, 100],
  strings: ['abc', 'Hello World', 'a1 B2', ''],
  entities: ['lion', 'music', 'church', 'football', 'bread'],
  relations: ['France', 'Paris', 'lion', 'ruby', 'Macbeth'],
}

/** Looks once, at a few inputs, and describes what comes to mind. */
export async function novice(conversation: Conversation): Promise<Reply> {
  const { category, pairs, errors, isLast } = readCase(conversation)
  if (!isLast && pairs.length === 0 && errors.length === 0)
    return sayInputs(conversation, FEW[category], 'A few inputs first.')
  return sayAnswer(conversation, guess(category, pairs))
}

/**
 * Plays a novice whose first answer cannot be read, in one way or another; told so, it keeps to
 * form.
 */
export async function rambler(conversation: Conversation): Promise<Reply> {
  const reply = await novice(conversation)
  const { isRepair, isLast, pairs } = readCase(conversation)
  const isAnswer = isLast || pairs.length > 0
  return isRepair || !isAnswer ? reply : spoil(reply, drawOf(conversation, WAYS))
}

const WAYS = 3

const PROSE = 'Well, it is hard to say. It could be a line, or again it could be something else.'

function spoil(reply: Reply, way: number): Reply {
  if (way === 0) return sayText(reply.thought, PROSE)
  const mar = way === 1 ? breakOff : leaveOut
  return {
    ...reply,
    text: mar(reply.text),
    calls: reply.calls.map((call) => ({ ...call, arguments: mar(call.arguments) })),
  }
}

/** Takes the end off JSON, and the last section off a text. */
const breakOff = (text: string) =>
  text.startsWith('{')
    ? text.slice(0, -2)
    : text.replace(/^\[(?:CODE|CONCEPTS|EXCEPTION)\][^]*/m, '')

/** Takes the description out of an answer. */
const leaveOut = (text: string) =>
  text
    .replace(/"description":"(?:[^"\\]|\\.)*",/, '')
    .replace(/^\[DESCRIPTION\][^]*?(?=^\[DOMAIN\])/m, '')
