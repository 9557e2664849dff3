import {
  checkRefusal,
  type Experiment,
  type Interpretation,
  type InterpreterContext,
  MalformedAnswer,
  type Message,
  type ModelReply,
  repairMessage,
} from '../../plugins/index.ts'
import type { Talk } from './dialects/dialect.ts'
import { perform } from './perform.ts'

export interface Investigation<A extends Interpretation> {
  /** Name and version of the prompt. */
  readonly prompt: string
  readonly instructions: string
  /** The first message: what the model may spend, and what is known. */
  readonly opening: string
  readonly dialect: Talk<A>
  readonly experiments: readonly Experiment[]
  readonly turns: number
  /** Input and output; once so many are spent, one turn is left. Null: no limit. */
  readonly tokens: number | null
}

const LAST = 'This is your last turn: no experiment is possible any more. Give your answer now.'

/**
 * FIND's agent loop (arXiv 2309.03886): the model runs experiments, turn by turn, until
 * it answers. A call that cannot be done is told to the model. An answer that cannot be read gets
 * one more turn, beyond `turns`, once.
 *
 * @throws MalformedAnswer where the second answer cannot be read, the model refuses, or no turn
 * is left. Errors of the model itself pass through.
 */
export async function investigate<A extends Interpretation>(
  { prompt, instructions, opening, dialect, experiments, turns, tokens }: Investigation<A>,
  { model, signal }: Pick<InterpreterContext, 'model' | 'signal'>,
): Promise<A> {
  const text = turns === 1 ? `${opening}\n\n${LAST}` : opening
  const messages: Message[] = [{ role: 'user', text }]
  let [left, taken, spent, repaired] = [turns, 0, 0, false]
  for (;;) {
    signal.throwIfAborted()
    const reply = await model.respond({
      prompt,
      instructions,
      messages: [...messages],
      ...(dialect.tools && { tools: dialect.tools }),
    })
    checkRefusal(reply)
    left--
    taken++
    spent += reply.tokens.input + reply.tokens.output

    const told: string[] = []
    try {
      for (const step of dialect.read(reply)) {
        if (step.kind === 'answer') return step.read()
        const result =
          left === 0
            ? { error: 'no turn is left' }
            : await perform(experiments, step.name, step.args)
        told.push(dialect.show(result))
      }
    } catch (error) {
      if (!(error instanceof MalformedAnswer) || repaired) throw error
      repaired = true
      left++
      told.push(repairMessage(error))
    }

    if (left === 0)
      throw new MalformedAnswer(`no interpretation after ${taken} turns`, written(reply))
    if (tokens !== null && spent >= tokens) left = 1
    messages.push(
      { role: 'assistant', reply },
      ...dialect.tell(reply, told, left === 1 ? LAST : null),
    )
  }
}

const written = ({ text, calls }: ModelReply) =>
  [text, ...calls.map((call) => `${call.name} ${call.arguments}`)].filter(Boolean).join('\n')
