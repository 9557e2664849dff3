import {
  checkRefusal,
  type Experiment,
  type Interpretation,
  type InterpreterContext,
  MalformedAnswer,
  type Message,
  type ModelReply,
  perform,
  repairMessage,
} from '../../plugins/index.ts'
import type { Left, Result, Talk } from './dialects/dialect.ts'

export interface Investigation<A extends Interpretation> {
  /** Name and version of the prompt. */
  readonly prompt: string
  readonly instructions: string
  /** The first message: what the model may spend, and what is known. */
  readonly opening: string
  readonly dialect: Talk<A>
  readonly experiments: readonly Experiment[]
  /** What is wrong with an answer as far as what was seen tells; null for nothing. */
  readonly check: (answer: A) => Promise<string | null>
  readonly queriesLeft: () => number
  /** Whether each turn tells what is left of queries and turns. */
  readonly tellsLeft: boolean
  readonly turns: number
  /** Input and output; once so many are spent, one turn is left. Null: no limit. */
  readonly tokens: number | null
}

const LAST = 'This is your last turn: no experiment is possible any more. Give your answer now.'

/** So many turns in a row without a call or an answer are taken for an answer that is none. */
const THOUGHTS = 3

/**
 * FIND's agent loop (arXiv 2309.03886): the model runs experiments, turn by turn, until
 * it answers. A call that cannot be done is told to the model, and who thinks aloud is told to act.
 * An answer that cannot be read, or whose code does not run, gets one more turn, beyond `turns`,
 * once; code that still does not run is for scorers to judge.
 *
 * @throws MalformedAnswer where the second answer cannot be read, the model refuses, or no turn
 * is left. Errors of the model itself pass through.
 */
export async function investigate<A extends Interpretation>(
  about: Investigation<A>,
  { model, signal }: Pick<InterpreterContext, 'model' | 'signal'>,
): Promise<A> {
  const { prompt, instructions, opening, dialect, experiments, turns, tokens } = about
  const text = turns === 1 ? `${opening}\n\n${LAST}` : opening
  const messages: Message[] = [{ role: 'user', text }]
  let [left, taken, spent, thoughts, repaired] = [turns, 0, 0, 0, false]
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

    const told: (Result | string)[] = []
    try {
      const steps = dialect.read(reply)
      thoughts = steps.length === 0 ? thoughts + 1 : 0
      if (thoughts > 0) {
        const nudge = dialect.nudge(reply)
        if (thoughts === THOUGHTS || left === 0) throw new MalformedAnswer(nudge, written(reply))
        told.push(nudge)
      }
      for (const step of steps) {
        if (step.kind === 'answer') {
          const answer = step.read()
          const wrong = repaired ? null : await about.check(answer)
          if (wrong === null) return answer
          throw new MalformedAnswer(wrong, written(reply))
        }
        const result =
          left === 0
            ? { error: 'no turn is left' }
            : await perform(experiments, step.name, step.args)
        told.push(result)
      }
    } catch (error) {
      if (!(error instanceof MalformedAnswer) || repaired) throw error
      repaired = true
      thoughts = 0
      left++
      told.push(repairMessage(error))
    }

    if (left === 0)
      throw new MalformedAnswer(`no interpretation after ${taken} turns`, written(reply))
    if (tokens !== null && spent >= tokens) left = 1
    const remaining: Left = { queries: about.queriesLeft(), turns: left }
    messages.push(
      { role: 'assistant', reply },
      ...dialect.tell(reply, told, about.tellsLeft ? remaining : null, left === 1 ? LAST : null),
    )
  }
}

const written = ({ text, calls }: ModelReply) =>
  [text, ...calls.map((call) => `${call.name} ${call.arguments}`)].filter(Boolean).join('\n')
