import { sum } from 'd3-array'
import { z } from 'zod'
import type { Interpreter } from '../plugins/index.ts'
import { type Agent, agentInterpreter } from './command/agent.ts'
import { modelEnvironment } from './command/model-environment.ts'

const Result = z.looseObject({
  stats: z.looseObject({
    models: z.record(
      z.string(),
      z.looseObject({
        api: z.looseObject({ totalRequests: z.int() }),
        tokens: z.looseObject({ prompt: z.int(), candidates: z.int(), thoughts: z.int() }),
      }),
    ),
  }),
})

const agent: Agent = {
  name: 'gemini',
  apis: ['gemini'],
  overhead: 11_000,

  launch({ task, box, model, sealed }) {
    const settings = {
      mcpServers: { find: { httpUrl: box, trust: true } },
      general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
      privacy: { usageStatisticsEnabled: false },
      tools: { exclude: ['google_web_search', 'web_fetch'] },
      ...(model && { security: { auth: { selectedType: 'gemini-api-key' } } }),
    }
    return {
      args: [
        ['--prompt', task, '--output-format', 'json', '--skip-trust'],
        sealed ? ['--yolo'] : [],
        model ? ['--model', model.identity.name] : [],
      ].flat(),
      files: { '.gemini/settings.json': { text: JSON.stringify(settings) } },
      env: model ? modelEnvironment(model.identity, model.address) : {},
    }
  },

  usage(output) {
    // Warnings may stand before it.
    const { stats } = Result.parse(JSON.parse(output.slice(output.indexOf('{'))))
    const models = Object.values(stats.models)
    if (models.length === 0) throw new SyntaxError('expected models; got none')
    return {
      turns: sum(models, ({ api }) => api.totalRequests),
      inputTokens: sum(models, ({ tokens }) => tokens.prompt),
      outputTokens: sum(models, ({ tokens }) => tokens.candidates + tokens.thoughts),
      usd: null,
    }
  },
}

/** Google's Gemini CLI, as it is. */
export default function gemini(options: unknown = {}): Interpreter {
  return agentInterpreter(agent, options)
}
