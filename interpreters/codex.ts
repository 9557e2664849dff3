import { z } from 'zod'
import type { Interpreter } from '../plugins/index.ts'
import { type Agent, agentInterpreter } from './command/agent.ts'
import { NO_KEY } from './command/model-environment.ts'

const Completed = z.looseObject({
  type: z.literal('turn.completed'),
  usage: z.looseObject({ input_tokens: z.int(), output_tokens: z.int() }),
})

/** An hour, in milliseconds: answers come through the harness when they are whole. */
const PATIENCE = 3_600_000

/** Settings as arguments: each a line of its configuration. */
const settings = (lines: Readonly<Record<string, unknown>>) =>
  Object.entries(lines).flatMap(([name, value]) => ['--config', `${name}=${JSON.stringify(value)}`])

const agent: Agent = {
  name: 'codex',
  apis: ['responses'],
  overhead: 11_000,

  launch: ({ task, box, model, sealed }) => ({
    args: [
      ['exec', '--json', '--skip-git-repo-check', '--ephemeral'],
      // Its own sandbox cannot be made in a jail, and unsealed keeps it from writing.
      sealed ? ['--dangerously-bypass-approvals-and-sandbox'] : [],
      settings({ 'mcp_servers.find.url': box, web_search: 'disabled' }),
      model
        ? [
            ['--model', model.identity.name],
            settings({
              model_provider: 'find',
              'model_providers.find.name': 'find',
              'model_providers.find.base_url': model.address,
              'model_providers.find.wire_api': 'responses',
              'model_providers.find.env_key': 'OPENAI_API_KEY',
              'model_providers.find.request_max_retries': 0,
              'model_providers.find.stream_max_retries': 0,
              'model_providers.find.stream_idle_timeout_ms': PATIENCE,
              ...(model.identity.effort && { model_reasoning_effort: model.identity.effort }),
            }),
          ].flat()
        : [],
      ['--', task],
    ].flat(),
    env: model ? { OPENAI_API_KEY: NO_KEY } : {},
  }),

  usage(output) {
    const events = output.split('\n').filter((line) => line.includes('turn.completed'))
    const { usage } = Completed.parse(JSON.parse(events.at(-1)!))
    return {
      turns: null,
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      usd: null,
    }
  },
}

/** OpenAI's Codex, as it is. */
export default function codex(options: unknown = {}): Interpreter {
  return agentInterpreter(agent, options)
}
