import { z } from 'zod'
import type { CircuitAnswer } from '../../plugins/index.ts'
import { readAnsweredCalls } from '../answered-calls.ts'
import { type Conversation, offers, type Reply } from '../conversation.ts'
import { sayAnswer, sayCall, sayText } from '../say.ts'

/** Pairs that are patched, and effects from which a component is of the circuit. */
const PAIRS = 2
const MATTERS = 0.02

const Described = z.looseObject({
  components: z.array(z.string()),
  corruptions: z.array(z.string()).min(1),
})
const Effects = z.array(z.number())
/** A line of text has them alone. */
const Patched = z.union([Effects, z.looseObject({ effects: Effects })])

/** Whether a conversation is about where in a model a behaviour is. */
export const isLocalization = ({ instructions }: Conversation): boolean =>
  /^Category: circuits\s*$/m.test(instructions)

/** Plays activation patching: every component by itself, in both directions; answers what it saw. */
export async function localizer(conversation: Conversation): Promise<Reply> {
  const { instructions, tools } = conversation
  // A line of text has its output where pairs would be.
  const found = readAnsweredCalls(conversation.turns).flatMap(({ result }) =>
    typeof result === 'object' && result !== null && 'pairs' in result
      ? [result, result.pairs]
      : [result],
  )
  const box = found.map((one) => Described.safeParse(one)).find((one) => one.success)?.data
  const effects = found.flatMap((one) => {
    const { data } = Patched.safeParse(one)
    return data ? ['effects' in data ? data.effects : data] : []
  })
  const canAsk =
    offers(conversation, 'patch') || (tools.length === 0 && instructions.includes('[PATCH]'))
  if (!canAsk) return sayAnswer(conversation, answerOf([], []))
  if (!box) return ask(conversation, 'describe', {})
  const direction = (['denoising', 'noising'] as const)[effects.length]
  if (direction === undefined) return sayAnswer(conversation, answerOf(box.components, effects))
  return ask(conversation, 'patch', {
    exchanges: box.components.map((component) => ({
      components: [component],
      hook: 'z',
      positions: null,
    })),
    direction,
    corruption: box.corruptions[0],
    metric: 'logit-difference',
    pairs: PAIRS,
  })
}

function answerOf(
  components: readonly string[],
  effects: readonly (readonly number[])[],
): CircuitAnswer {
  const largest = (i: number) =>
    effects.map((own) => own[i] ?? 0).reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0)
  const scores = components.map((name, i) => [name, largest(i)] as const)
  const circuit = scores.flatMap(([name, score]) => (Math.abs(score) >= MATTERS ? [name] : []))
  return {
    description: `The circuit is ${circuit.join(', ') || 'unknown'}.`,
    domain: null,
    scores: Object.fromEntries(scores),
    circuit,
    roles: Object.fromEntries(
      circuit.map((name) => [name, name.includes('mlp') ? 'indicator' : 'mover']),
    ),
  }
}

function ask(conversation: Conversation, name: string, args: object): Reply {
  const thought = `What does ${name} tell?`
  return offers(conversation, name)
    ? sayCall(thought, name, args)
    : sayText(thought, `[${name.toUpperCase()}] ${JSON.stringify(args)}`)
}
