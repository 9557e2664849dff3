/** Models of one's own, from local files. */
import { stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { Transformer } from '../transformer/model.ts'
import { loadLlamaGguf } from './gguf-llama.ts'
import { openGguf } from './gguf.ts'
import { loadGpt2 } from './gpt2.ts'
import { loadLlama } from './llama.ts'
import { readJson } from './parse.ts'
import { openSafetensors, openShardedSafetensors } from './safetensors.ts'
import type { Tensors } from './tensors.ts'
import { readTokenizer, type Tokenizer, tokenizerOfGguf } from './tokenizer.ts'

export type { Tokenizer } from './tokenizer.ts'

export interface LoadedModel {
  readonly name: string
  /** Its weights are in single precision, which holds those of a checkpoint exactly. */
  readonly model: Transformer
  readonly tokenizer: Tokenizer
}

type Loader = (config: unknown, tensors: Tensors, where: string) => Transformer

/** By what `config.json` calls `model_type`. */
const LOADERS: Readonly<Record<string, Loader>> = { gpt2: loadGpt2, llama: loadLlama }

const Config = z.looseObject({
  model_type: z.enum(Object.keys(LOADERS)),
  bos_token_id: z.int().nonnegative().nullish(),
})

const WEIGHTS = 'model.safetensors'

/**
 * Loads a model of the class of GPT-2 or Llama.
 *
 * @param path a file of GGUF, or a folder with `config.json`, `model.safetensors` (or parts of it
 *   and `model.safetensors.index.json`) and `tokenizer.json` (or `vocab.json` and `merges.txt`).
 * @throws Error that names the file, what was expected there and what came.
 */
export async function loadModel(path: string): Promise<LoadedModel> {
  const found = await stat(path).catch((cause: Error) => {
    throw new Error(`${path}: expected a model's file or folder; ${cause.message}`, { cause })
  })
  const name = basename(resolve(path), extname(path) === '.gguf' ? '.gguf' : '')
  return { name, ...(found.isDirectory() ? await loadFolder(path) : loadGguf(path)) }
}

async function loadFolder(folder: string): Promise<Omit<LoadedModel, 'name'>> {
  const path = join(folder, 'config.json')
  const config = await readJson(path, Config)
  using tensors = await openFolder(folder)
  return {
    model: LOADERS[config.model_type]!(config, tensors, path),
    tokenizer: await readTokenizer(folder, config.bos_token_id ?? null),
  }
}

async function openFolder(folder: string): Promise<Tensors> {
  const index = join(folder, `${WEIGHTS}.index.json`)
  const isDivided = await stat(index).then(
    () => true,
    () => false,
  )
  return isDivided ? openShardedSafetensors(index) : openSafetensors(join(folder, WEIGHTS))
}

function loadGguf(path: string): Omit<LoadedModel, 'name'> {
  using gguf = openGguf(path)
  const architecture = gguf.metadata.get('general.architecture')
  if (architecture !== 'llama')
    throw new Error(`${path}: expected the architecture llama; got ${String(architecture)}`)
  return { model: loadLlamaGguf(gguf, path), tokenizer: tokenizerOfGguf(gguf.metadata, path) }
}
