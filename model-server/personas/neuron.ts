import { readDescription } from '../../library/facts/read-description.ts'
import { relationOf, UNDEFINED } from '../../library/facts/relation.ts'
import { belonging } from '../../library/world/concepts-of.ts'
import { world } from '../../library/world/index.ts'
import { linkName } from '../../library/world/link-name.ts'
import { invalidRequest } from '../api-error.ts'
import { type Conversation, EMPTY_REPLY, type Reply } from '../conversation.ts'
import { sayText } from '../say.ts'

/**
 * Plays a synthetic neuron: it has an opinion of words that is that of the embedded worlds, told
 * with less certainty, and as somebody who talks would tell it.
 */
export async function neuron({ turns }: Conversation): Promise<Reply> {
  const [first] = turns
  const text = first?.role === 'user' ? first.text : ''
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1]
  const [concepts, word, described, input] = ['Concepts', 'Word', 'Function', 'Input'].map(field)
  if (concepts !== undefined && word !== undefined) return opinion(concepts.split('; '), word)
  if (described === undefined || input === undefined)
    throw invalidRequest('This model is a neuron: it expects `Concepts` and `Word`, or `Function`.')
  const exception = field('Exception') ?? 'none'
  const relation = readDescription(described, exception === 'none' ? null : exception)
  const output = relation ? relationOf(relation)(input) : UNDEFINED
  return sayText('', output === UNDEFINED ? output : `${output}.`)
}

/** It is never quite certain. */
const DOUBT = 0.02

function opinion(concepts: readonly string[], word: string): Reply {
  const known = concepts.flatMap((name) => linkName(name)?.concept ?? [])
  const yes = DOUBT + (1 - 2 * DOUBT) * belonging(known)(word)
  const chances = [
    { token: '1', logprob: Math.log(yes) },
    { token: '0', logprob: Math.log(1 - yes) },
    { token: 'The', logprob: -20 },
  ].toSorted((a, b) => b.logprob - a.logprob)
  return { ...sayText('', chances[0]!.token), chances }
}

/** What all vectors have in common: those of real models lie in a narrow cone. */
const CONE = 1

/** Plays a model of embeddings: a word stands where the concepts of the world are that it is of. */
export async function embedder({ turns }: Conversation): Promise<Reply> {
  const [first] = turns
  const place = world().find(first?.role === 'user' ? first.text : '')
  const vector = [CONE, ...world().concepts.map(() => 0)]
  if (place !== undefined)
    for (const { concept, value } of world().profile(place)) vector[concept + 1] = value
  return { ...EMPTY_REPLY, vector }
}
