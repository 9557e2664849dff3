import { z } from 'zod'
import {
  type Box,
  CallRefused,
  type Category,
  type CategoryPlugin,
  type FunctionAnswer,
  handlerOf,
  type Interpreter,
  type InterpreterContext,
} from '../plugins/index.ts'
import { agent, type Assistant } from './aia/agent.ts'
import { AiaOptions } from './aia/options.ts'
import synthesis from './synthesis/index.ts'

const Options = AiaOptions.extend({ dialect: z.literal('tools').default('tools') })
const Nothing = z.strictObject({})

/** The agent `aia` with one more tool: to have `synthesis` work on the same box, once. */
export default function aiaSynthesis(options: unknown = {}): Interpreter {
  const scientist = synthesis()

  const assistant: Assistant = <C extends Category>(category: CategoryPlugin<C>) => {
    const interpret = handlerOf(scientist, category)
    if (!interpret) return undefined
    return (box: Box<C>, context: InterpreterContext) => {
      let done = false
      return {
        tool: {
          name: 'run_synthesis',
          description:
            'Once: a program experiments on the function, with your queries, and gives its own answer.',
          parameters: Nothing,
        },
        async run(args) {
          Nothing.parse(args)
          if (done) throw new CallRefused('run_synthesis was called before')
          done = true
          // All categories that it takes on are answered with code.
          const answer = (await interpret(box, context)) as unknown as FunctionAnswer
          const { description, domain, confidence = null, code } = answer
          const source = code?.source ?? null
          return { description, domain, confidence, code: source, queries_left: box.queriesLeft }
        },
      }
    }
  }

  const { label } = scientist
  return { ...agent('aia+synthesis', Options.parse(options), assistant), ...(label && { label }) }
}
