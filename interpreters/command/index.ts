import { join } from 'node:path'
import type {
  Category,
  CategoryPlugin,
  Interpret,
  Interpreter,
  InterpreterContext,
} from '../../plugins/index.ts'
import { choosePlace, filesOf } from './choose-place.ts'
import { converse, isWired } from './converse.ts'
import { investigate } from './investigate.ts'
import { modelEnvironment } from './model-environment.ts'
import { Options } from './options.ts'
import { startProgram } from './program.ts'
import { isPrompted, requireProtocol } from './serve-box.ts'
import { serveModel } from './serve-model.ts'
import { openStand } from './stand.ts'

/**
 * An interpreter that is a program in any language: one process for every function, which asks
 * and answers in lines of JSON, or as a client of the Model Context Protocol. It is sealed
 * wherever the machine can do that.
 */
export default function command(options: unknown = {}): Interpreter {
  const chosen = Options.parse(options)
  const { args, deterministic, version, categories, protocol } = chosen
  if (protocol === 'mcp') requireProtocol()
  const { place, sealed } = choosePlace(chosen)
  const files = filesOf(chosen.files)

  function overLines<C extends Category>(category: CategoryPlugin<C>): Interpret<C> | undefined {
    if (!isWired(category)) return undefined
    const client = { 'find_box.py': join(import.meta.dirname, 'find_box.py') }
    return async (box, context) => {
      const { env, stand, failed } = await openModel(context)
      const launch = { args, files: { ...client, ...files }, env }
      const program = await startProgram(place, launch, stand)
      context.signal.addEventListener('abort', program.kill, { once: true })
      if (context.signal.aborted) program.kill()
      try {
        return await Promise.race([converse(category, program, box, context), ...failed])
      } finally {
        await program.clear()
        stand?.close()
      }
    }
  }

  /** A program that asks lines has its model over HTTP as well, where there is one. */
  async function openModel({ door }: InterpreterContext) {
    if (!door) return { env: {}, stand: null, failed: [] }
    const model = serveModel(door, chosen)
    const stand = openStand((path, request, response) =>
      model.serve(path.slice('/model'.length), request, response),
    )
    const address = `${await place.address(stand)}/model`
    return { env: modelEnvironment(door.identity, address), stand, failed: [model.failed] }
  }

  function overHttp<C extends Category>(category: CategoryPlugin<C>): Interpret<C> | undefined {
    if (!isPrompted(category)) return undefined
    return (box, context) =>
      investigate(category, box, context, {
        ...chosen,
        place,
        launch: ({ task, box: address, model }) => ({
          args,
          files,
          env: {
            FIND_TASK: task,
            FIND_BOX: address,
            ...(context.door && model ? modelEnvironment(context.door.identity, model) : {}),
          },
        }),
      })
  }

  return {
    name: 'command',
    version,
    deterministic,
    sealed,
    interpret(category) {
      if (!(categories?.includes(category.name) ?? true)) return undefined
      return protocol === 'mcp' ? overHttp(category) : overLines(category)
    },
  }
}
