/**
 * A language model of a GGUF file, in this process: with the template of its chat, its own
 * tokenizer, and calls of tools and structured output by grammar.
 */
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import { modelNotFound } from '../api-error.ts'
import type { Cast } from '../conversation.ts'
import { checkGguf } from './check-gguf.ts'
import { importLlama, type LlamaModule } from './llama.ts'
import { promptMaker } from './prompt.ts'
import { speaker } from './speaker.ts'

export interface LocalModelOptions {
  /** The most tokens of a conversation; they are fewer where model or memory have no more room. */
  readonly context?: number | undefined
  /** Threads of the processor; by default one less than it has. */
  readonly threads?: number | undefined
  /** How many requests are answered at a time; each takes memory for its conversation. */
  readonly parallel?: number | undefined
  /** Whether a graphics card is used where there is one. */
  readonly gpu?: boolean
}

type Settings = {
  readonly [Name in keyof LocalModelOptions]-?: NonNullable<LocalModelOptions[Name]>
}

export interface LocalModel extends Cast {
  /** The name of the file. */
  readonly name: string
  /** The tokens that a conversation has room for. */
  readonly contextSize: number
}

/**
 * Opens the model of a GGUF file, for as long as the process lives. Equal requests have equal
 * answers: they are drawn by a seed that their identity gives.
 *
 * @throws Error where the file is none or cannot be loaded, or where node-llama-cpp is missing.
 */
export async function openLocalModel(
  path: string,
  options: LocalModelOptions = {},
): Promise<LocalModel> {
  await checkGguf(path)
  const module = await importLlama()
  const settings: Settings = {
    gpu: options.gpu ?? true,
    context: options.context ?? 16_384,
    threads: options.threads ?? Math.max(1, availableParallelism() - 1),
    parallel: options.parallel ?? 1,
  }
  const { parallel } = settings
  const { llama, model, context } = await load(module, path, settings)
  const name = basename(path, '.gguf')
  const promptOf = promptMaker(module, model)
  const idle = Array.from({ length: parallel }, () =>
    speaker(module, llama, context.getSequence(), context.contextSize),
  )
  const queue = new PQueue({ concurrency: parallel })

  return {
    name,
    names: [name],
    contextSize: context.contextSize,
    playerOf({ model: asked }) {
      if (asked !== name) throw modelNotFound(asked, [name])
      return (conversation, { identity, signal }) =>
        // The queue is not told of the signal: it would go on before the model has stopped.
        queue.add(async () => {
          signal.throwIfAborted()
          const prompt = promptOf(conversation)
          // Who has most of it in mind goes on with it.
          idle.sort((a, b) => a.remembers(prompt) - b.remembers(prompt))
          const one = idle.pop()!
          try {
            return await one.speak(conversation, prompt, { seed: seedOf(identity), signal })
          } finally {
            idle.push(one)
          }
        })
    },
  }
}

const seedOf = (identity: string) => createHash('sha256').update(identity).digest().readUInt32BE()

/** The reason for which a model cannot be loaded is logged, a little after it is thrown. */
const LOG_DELAY = 200

async function load(
  { getLlama }: LlamaModule,
  path: string,
  { gpu, context: max, threads, parallel }: Settings,
) {
  const complaints: string[] = []
  try {
    const llama = await getLlama({
      gpu: gpu ? 'auto' : false,
      build: 'never',
      maxThreads: threads,
      logLevel: 'error',
      logger: (_, message) => void complaints.push(message.trim()),
    })
    const model = await llama.loadModel({ modelPath: path })
    const context = await model.createContext({
      sequences: parallel,
      contextSize: { max },
      threads,
    })
    return { llama, model, context }
  } catch (cause) {
    await sleep(LOG_DELAY)
    const reasons = [cause instanceof Error ? cause.message : String(cause), ...complaints]
    throw new Error(`model ${path} cannot be loaded: ${reasons.slice(0, 2).join(': ')}`, { cause })
  }
}
