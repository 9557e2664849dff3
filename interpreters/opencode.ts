import { sum } from 'd3-array'
import { z } from 'zod'
import type { Interpreter, ModelIdentity, SpokenApi } from '../plugins/index.ts'
import { type Agent, agentInterpreter } from './command/agent.ts'
import { NO_KEY } from './command/model-environment.ts'

const Finished = z.looseObject({
  type: z.literal('step_finish'),
  part: z.looseObject({
    cost: z.number(),
    tokens: z.looseObject({
      input: z.int(),
      output: z.int(),
      reasoning: z.int(),
      cache: z.looseObject({ read: z.int(), write: z.int() }),
    }),
  }),
})

/** The package that speaks an API, and what it wants behind the server's address. */
const SPEAKERS: Readonly<Record<SpokenApi, readonly [npm: string, path: string]>> = {
  chat: ['@ai-sdk/openai-compatible', ''],
  responses: ['@ai-sdk/openai', ''],
  messages: ['@ai-sdk/anthropic', '/v1'],
  gemini: ['@ai-sdk/google', '/v1beta'],
}
/** Tokens of a conversation, beyond which it sums that up. */
const CONTEXT = 200_000

function providerOf({ name, api, maxOutputTokens }: ModelIdentity, address: string) {
  // It is one of the agent's own.
  const [npm, path] = SPEAKERS[api as SpokenApi]
  return {
    npm,
    options: { baseURL: address + path, apiKey: NO_KEY, timeout: false },
    models: { [name]: { limit: { context: CONTEXT, output: maxOutputTokens } } },
  }
}

const agent: Agent = {
  name: 'opencode',
  apis: ['chat', 'responses', 'messages', 'gemini'],
  overhead: 8000,

  launch({ task, box, model, sealed }) {
    const config = {
      mcp: { find: { type: 'remote', url: box, oauth: false } },
      autoupdate: false,
      share: 'disabled',
      // Nobody reads its titles.
      agent: { title: { disable: true } },
      permission: sealed
        ? { '*': 'allow', webfetch: 'deny', websearch: 'deny' }
        : { '*': 'deny', 'find_*': 'allow' },
      ...(model && {
        provider: { find: providerOf(model.identity, model.address) },
        enabled_providers: ['find'],
      }),
    }
    return {
      args: [
        ['run', '--format', 'json'],
        model ? ['--model', `find/${model.identity.name}`] : [],
        ['--', task],
      ].flat(),
      env: {
        OPENCODE_CONFIG_CONTENT: JSON.stringify(config),
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
        OPENCODE_DISABLE_MODELS_FETCH: '1',
      },
    }
  },

  usage(output) {
    const steps = output
      .split('\n')
      .filter((line) => line.includes('"step_finish"'))
      .map((line) => Finished.parse(JSON.parse(line)).part)
    if (steps.length === 0) throw new SyntaxError('expected steps; got none')
    const tokens = steps.map((step) => step.tokens)
    return {
      turns: steps.length,
      inputTokens: sum(tokens, ({ input, cache }) => input + cache.read + cache.write),
      outputTokens: sum(tokens, ({ output: own, reasoning }) => own + reasoning),
      // Of a model that it has no price of, it says 0.
      usd: sum(steps, ({ cost }) => cost) || null,
    }
  },
}

/** OpenCode, as it is. */
export default function opencode(options: unknown = {}): Interpreter {
  return agentInterpreter(agent, options)
}
