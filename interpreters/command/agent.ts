import { homedir } from 'node:os'
import { dirname } from 'node:path'
import process from 'node:process'
import type {
  Category,
  CategoryPlugin,
  Interpret,
  Interpreter,
  ModelIdentity,
  ProgramReport,
  SpokenApi,
} from '../../plugins/index.ts'
import { estimateLoop } from '../aia/estimate.ts'
import { versionWith } from '../aia/instructions.ts'
import { choosePlace, filesOf } from './choose-place.ts'
import { findAgent } from './find-agent.ts'
import { investigate } from './investigate.ts'
import { AgentOptions } from './options.ts'
import { type Launch, type Place, SEALED_NODE } from './place.ts'
import { startProgram, tailOf } from './program.ts'
import { isPrompted, requireProtocol } from './serve-box.ts'

/** A coding agent that is run as it is, without a person beside it. */
export interface Agent {
  /** The name of its program. */
  readonly name: string
  /** The APIs that it speaks with a model. */
  readonly apis: readonly SpokenApi[]
  /** Tokens of its own instructions and tools, in every turn. */
  readonly overhead: number
  /** How it is started, over what every program is given. */
  launch(about: Assignment): Partial<Launch>
  /** What it says that it took, at the end of its standard output. Throws where it says nothing. */
  usage(output: string): NonNullable<ProgramReport['usage']>
}

export interface Assignment {
  /** What it is to do, its prompt. */
  readonly task: string
  /** The address of the MCP server `find`. */
  readonly box: string
  /** Its model, and where that is served; null: it has one of its own. */
  readonly model: { readonly identity: ModelIdentity; readonly address: string } | null
  /** Whether it may do whatever it likes. Unsealed, it has no more than the tools of the box. */
  readonly sealed: boolean
}

/** An interpreter that is such an agent, as a client of the Model Context Protocol. */
export function agentInterpreter(agent: Agent, options: unknown = {}): Interpreter {
  const chosen = AgentOptions.parse(options)
  const { categories, version, login, turns, tokens } = chosen
  if (login && chosen.sealed) throw new Error('login: an agent with its own login is not sealed')
  requireProtocol()
  const { program, reads } = findAgent(chosen.command ?? agent.name)
  const isScript = /\.[cm]?js$/.test(program)
  const { place, sealed } = choosePlace({
    ...chosen,
    sealed: login ? false : chosen.sealed,
    command: program,
    reads: [...reads, ...chosen.reads],
  })
  const files = filesOf(chosen.files)
  const node = sealed ? SEALED_NODE : process.execPath
  const own = {
    ...(isScript ? { command: node } : {}),
    // Some of what they start is for Node.
    env: { PATH: `${dirname(node)}:${place.path}`, ...(login ? { HOME: homedir() } : {}) },
  }
  const before = isScript ? [program] : []
  let known: Promise<string | undefined> | undefined

  function interpret<C extends Category>(category: CategoryPlugin<C>): Interpret<C> | undefined {
    if (!isPrompted(category) || !(categories?.includes(category.name) ?? true)) return undefined
    return async (box, context) => {
      const { report, door } = context
      const identity = door?.identity ?? null
      checkModel(identity)
      const found = await (known ??= versionOf(place, { ...own, args: [...before, '--version'] }))
      if (found !== undefined) report?.({ version: found })
      return investigate(category, box, context, {
        ...chosen,
        place,
        launch({ task, box: address, model }) {
          const assigned = identity && model ? { identity, address: model } : null
          const launch = agent.launch({ task, box: address, model: assigned, sealed })
          return {
            ...own,
            args: [...before, ...(launch.args ?? []), ...chosen.args],
            files: { ...launch.files, ...files },
            env: { ...own.env, ...launch.env },
          }
        },
        ended(output) {
          const usage = usageIn(output)
          if (usage) report?.({ usage })
        },
      })
    }
  }

  function checkModel(identity: ModelIdentity | null): void {
    if (login && identity)
      throw new Error(`${agent.name}: expected login: true or a model; got both`)
    if (login) return
    const how = `of the API ${agent.apis.join(' or ')}`
    if (!identity)
      throw new Error(
        `${agent.name}: expected a model ${how}, in the config or in FIND_MODEL, ` +
          'or login: true for one of its own; got neither',
      )
    if (!agent.apis.some((api) => api === identity.api))
      throw new Error(
        `${agent.name}: expected a model ${how}; got ${identity.name} (${identity.api})`,
      )
  }

  function usageIn(output: string) {
    try {
      return agent.usage(output)
    } catch {
      // It was ended before it could tell.
      return null
    }
  }

  return {
    name: agent.name,
    version: (category) => `${version}.${versionWith(1)(category)}`,
    deterministic: false,
    sealed,
    estimate: (category) =>
      estimateLoop(
        {
          instructions: 4 * agent.overhead + lengthOf(category),
          exemplars: 0,
        },
        { turns: turns ?? 50, tokens },
      ),
    interpret,
  }
}

const lengthOf = ({ prompt }: CategoryPlugin): number =>
  prompt ? prompt.task.length + prompt.method.length + prompt.judged.length : 0

/** The version that a program tells; undefined where it tells none. */
async function versionOf(place: Place, launch: Partial<Launch>): Promise<string | undefined> {
  const program = await startProgram(place, { args: [], files: {}, env: {}, ...launch }, null)
  const output = tailOf(program.stdout, 1000)
  program.hangUp()
  await program.end
  await program.clear()
  return /\d+\.\d+\.\d+[\w.+-]*/.exec(output())?.[0]
}
