import { createRequire } from 'node:module'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import {
  type Answer,
  type Box,
  BudgetExceeded,
  type Category,
  type Code,
  type Experiment,
  type InterpreterContext,
  type Json,
  MalformedAnswer,
  perform,
  readAnswer,
  submitTool,
  type Tool,
} from '../../plugins/index.ts'
import { isPrompted, type Prompted } from '../aia/instructions.ts'

export { isPrompted, type Prompted }

const PACKAGES = ['@modelcontextprotocol/server', '@modelcontextprotocol/node'] as const

/** @throws Error where the packages of the protocol are not installed. */
export function requireProtocol(): void {
  const { resolve } = createRequire(import.meta.url)
  try {
    PACKAGES.forEach((name) => resolve(name))
  } catch (cause) {
    throw new Error(`protocol mcp: its packages are missing; npm install ${PACKAGES.join(' ')}`, {
      cause,
    })
  }
}

/** The box of a case as tools of the Model Context Protocol. */
export interface BoxServer<C extends Category> {
  serve(request: IncomingMessage, response: ServerResponse): void
  /** How often a tool was called. */
  readonly calls: () => number
  /** Resolves with the answer that was given. Rejects where the box itself has failed. */
  readonly answered: Promise<Answer<C>>
  /** The last answer that was none, and why; null where there is none or a good one came. */
  readonly malformed: () => MalformedAnswer | null
  /** The refusal that the last experiment met with, where it asked for more than the budget. */
  readonly refused: () => BudgetExceeded | null
}

/**
 * Serves the box: its experiments, the first of which is `query`, and `submit`. All are said to
 * change nothing, for agents without a person beside them refuse what may.
 */
export async function serveBox<C extends Category>(
  { prompt }: Prompted<C>,
  box: Box<C>,
  { run }: InterpreterContext,
  language: Code['language'],
): Promise<BoxServer<C>> {
  const [{ createMcpHandler, McpServer }, { toNodeHandler }] = await Promise.all([
    import('@modelcontextprotocol/server'),
    import('@modelcontextprotocol/node'),
  ])
  const form = prompt.form(language)
  const { promise: answered, resolve, reject } = Promise.withResolvers<Answer<C>>()
  // Whoever waits for it hears of it; nobody may be there any more.
  answered.catch(() => undefined)
  let calls = 0
  let isAnswered = false
  let isRepaired = false
  let malformed: MalformedAnswer | null = null
  let refused: BudgetExceeded | null = null

  const experiments = prompt.experiments(box, run, language).map((one) => ({
    tool: one.tool,
    async run(args: unknown) {
      refused = null
      try {
        return await one.run(args)
      } catch (error) {
        if (error instanceof BudgetExceeded) refused = error
        throw error
      }
    },
  }))

  /** Takes the answer; one whose code does not run is given back once. */
  async function take(args: unknown): Promise<Readonly<Record<string, Json>>> {
    if (isAnswered) return { error: 'an answer was given already: it stands' }
    const text = JSON.stringify(args)
    try {
      const answer = readAnswer(text, form, 'tools', false)
      const wrong = isRepaired ? null : await prompt.check?.(answer, box, run)
      if (wrong != null) {
        isRepaired = true
        throw new MalformedAnswer(wrong, text)
      }
      isAnswered = true
      malformed = null
      resolve(answer)
      return { accepted: true }
    } catch (error) {
      if (!(error instanceof MalformedAnswer)) throw error
      malformed = error
      return { error: `${error.message}; mend it, and submit it again` }
    }
  }

  const submit: Experiment = { tool: submitTool(form), run: take }

  async function call(experiment: Experiment, args: unknown) {
    calls++
    try {
      const result = await perform([experiment], experiment.tool.name, () => args)
      return {
        content: [{ type: 'text' as const, text: JSON.stringify(result) }],
        isError: 'error' in result,
      }
    } catch (error) {
      reject(error)
      throw error
    }
  }

  const handler = toNodeHandler(
    createMcpHandler(() => {
      const server = new McpServer({ name: 'find', version: '1' })
      for (const experiment of [...experiments, submit]) {
        const { name, description } = experiment.tool
        const about = { description, inputSchema: shownAlone(experiment.tool), annotations: READS }
        server.registerTool(name, about, (args) => call(experiment, args))
      }
      return server
    }),
  )
  return {
    serve: (request, response) => void handler(request as Received, response),
    calls: () => calls,
    answered,
    malformed: () => malformed,
    refused: () => refused,
  }
}

type Received = IncomingMessage & { method: string; url: string }

const READS = { readOnlyHint: true, destructiveHint: false, openWorldHint: false }

/** Shows what arguments are to be, and takes any: what is wrong with them is told by the tool. */
function shownAlone({ parameters }: Tool) {
  const standard = z.toJSONSchema(parameters)
  const shown = () => standard
  return {
    '~standard': {
      version: 1,
      vendor: 'vitest-find',
      validate: (value: unknown) => ({ value }),
      jsonSchema: { input: shown, output: shown },
    },
  } as const
}
