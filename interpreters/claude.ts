import { z } from 'zod'
import type { Interpreter } from '../plugins/index.ts'
import { type Agent, agentInterpreter } from './command/agent.ts'
import { modelEnvironment } from './command/model-environment.ts'

const Result = z.looseObject({
  num_turns: z.int(),
  total_cost_usd: z.number(),
  usage: z.looseObject({
    input_tokens: z.int(),
    cache_creation_input_tokens: z.int().default(0),
    cache_read_input_tokens: z.int().default(0),
    output_tokens: z.int(),
  }),
})

/** An hour, in milliseconds: answers come through the harness when they are whole. */
const PATIENCE = 3_600_000

const agent: Agent = {
  name: 'claude',
  apis: ['messages'],
  overhead: 15_000,

  launch: ({ task, box, model, sealed }) => ({
    args: [
      ['--print', task, '--output-format', 'json', '--no-session-persistence'],
      ['--strict-mcp-config', '--mcp-config'],
      [JSON.stringify({ mcpServers: { find: { type: 'http', url: box } } })],
      sealed ? ['--dangerously-skip-permissions'] : ['--allowedTools', 'mcp__find'],
      ['--disallowedTools', 'WebSearch,WebFetch'],
      model ? ['--model', model.identity.name] : [],
      model?.identity.effort ? ['--effort', model.identity.effort] : [],
    ].flat(),
    env: {
      DISABLE_AUTOUPDATER: '1',
      // The tools of the box are all there is to find.
      ENABLE_TOOL_SEARCH: 'false',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      API_TIMEOUT_MS: String(PATIENCE),
      ...(model && {
        ...modelEnvironment(model.identity, model.address),
        CLAUDE_CODE_MAX_OUTPUT_TOKENS: String(model.identity.maxOutputTokens),
      }),
    },
  }),

  usage(output) {
    const { num_turns: turns, total_cost_usd: usd, usage } = Result.parse(JSON.parse(output))
    const cache = usage.cache_creation_input_tokens + usage.cache_read_input_tokens
    return {
      turns,
      inputTokens: usage.input_tokens + cache,
      outputTokens: usage.output_tokens,
      usd,
    }
  },
}

/** Claude Code, as it is. */
export default function claude(options: unknown = {}): Interpreter {
  return agentInterpreter(agent, options)
}
