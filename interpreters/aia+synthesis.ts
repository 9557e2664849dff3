import { z } from 'zod'
import type { Interpreter } from '../plugins/contracts.ts'
import { agent, type Synthesis } from './aia/agent.ts'
import { CallRefused } from './aia/experiment.ts'
import { AiaOptions } from './aia/options.ts'
import synthesis from './synthesis/index.ts'

const Options = AiaOptions.extend({ dialect: z.literal('tools').default('tools') })
const Nothing = z.strictObject({})

/** The agent `aia` with one more tool: to have `synthesis` work on the same box, once. */
export default function aiaSynthesis(options: unknown = {}): Interpreter {
  const { label, interpret } = synthesis()
  const experiment: Synthesis = (box, context) => {
    const scientist = interpret[box.category]
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
        const { description, domain, code } = await scientist!(box, context)
        return { description, domain, code: code?.source ?? null, queries_left: box.queriesLeft }
      },
    }
  }
  return { ...agent('aia+synthesis', Options.parse(options), experiment), ...(label && { label }) }
}
