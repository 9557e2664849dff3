/** The replies of personas, in the dialect of the conversation. */
import type { FunctionAnswer } from '../plugins/categories/functions.ts'
import type { CircuitAnswer, EntityAnswer, RelationAnswer } from '../plugins/index.ts'
import { type Conversation, EMPTY_REPLY, offers, type Reply } from './conversation.ts'
import type { Value } from './pairs.ts'

/** An answer of any category that the personas interpret. */
export type Said = FunctionAnswer | EntityAnswer | RelationAnswer | CircuitAnswer

export const sayText = (thought: string, text: string): Reply => ({
  ...EMPTY_REPLY,
  thought,
  text,
})

export const sayCall = (thought: string, name: string, args: object): Reply => ({
  ...EMPTY_REPLY,
  thought,
  calls: [{ name, arguments: JSON.stringify(args) }],
})

/** So many inputs are asked for at a time; interpreters refuse much longer lists. */
const MOST = { number: 1000, string: 50 }

export function sayInputs(
  conversation: Conversation,
  inputs: readonly Value[],
  thought: string,
): Reply {
  const most = MOST[typeof inputs[0] === 'string' ? 'string' : 'number']
  const lists = Array.from({ length: Math.ceil(inputs.length / most) }, (_, i) =>
    inputs.slice(i * most, (i + 1) * most),
  )
  if (!offers(conversation, 'query'))
    return sayText(
      thought,
      [thought, ...lists.map((list) => `[RUN] ${JSON.stringify(list)}`)].join('\n'),
    )
  const calls = lists.flatMap((list) => sayCall(thought, 'query', { inputs: list }).calls)
  return { ...EMPTY_REPLY, thought, calls }
}

export function sayAnswer(conversation: Conversation, said: Said): Reply {
  const thought = 'This explains what was seen.'
  const { description, domain, confidence } = said
  const parts = partsOf(said)
  const answer = { description, domain, confidence: confidence ?? null, ...parts }
  if (offers(conversation, 'submit')) return sayCall(thought, 'submit', answer)
  if (conversation.format !== null) return sayText(thought, JSON.stringify(answer))
  return sayText(
    thought,
    [
      `[DESCRIPTION]: ${description}`,
      `[DOMAIN]: ${domain ?? 'none'}`,
      ...(confidence === undefined ? [] : [`[CONFIDENCE]: ${confidence}`]),
      ...Object.entries(parts).map(([name, part]) => sectionOf(name, part)),
    ].join('\n'),
  )
}

/** What the category has in an answer beside words, as it stands in JSON. */
function partsOf(said: Said) {
  if ('code' in said) return { code: said.code?.source ?? null }
  if ('concepts' in said) return { concepts: said.concepts }
  if ('circuit' in said) return { components: componentsOf(said) }
  return { class: said.class, relation: said.relation, exception: said.exception }
}

const componentsOf = ({ scores, circuit, roles }: CircuitAnswer) =>
  Object.entries(scores).map(([component, score]) => ({
    component,
    score,
    in_circuit: circuit.includes(component),
    role: roles[component] ?? null,
  }))

type Part =
  | string
  | EntityAnswer['concepts']
  | RelationAnswer['exception']
  | ReturnType<typeof componentsOf>

function sectionOf(name: string, part: Part): string {
  const heading = `[${name.toUpperCase()}]:`
  const text = textOf(part)
  return name === 'code'
    ? `${heading}\n\`\`\`js\n${text ?? ''}\n\`\`\``
    : `${heading} ${text ?? 'none'}`
}

function textOf(part: Part): string | null {
  if (part === null || typeof part === 'string') return part
  if ('by' in part) return `${part.by} = ${part.is}`
  return part
    .map((one) =>
      typeof one === 'string'
        ? one
        : `${one.component} ${one.score} ${one.in_circuit ? 'in' : 'out'} ${one.role ?? 'none'}`,
    )
    .join(part.every((one) => typeof one === 'string') ? '; ' : '\n')
}
