import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEngine } from '../transformer/engine.ts'
import { openFloat32 } from '../transformer/float32.ts'
import { loadModel } from './index.ts'
import { bytesOf, FIXTURES, folderOf, safetensors } from './testing/files.ts'

/** What transformers and tokenizers make of a checkpoint: `studies/circuits/checkpoints.py`. */
interface Expected {
  readonly prompts: readonly (readonly number[])[]
  /** [prompt, position, vocabulary] */
  readonly logits: readonly number[]
  readonly texts: readonly { readonly text: string; readonly tokens: readonly number[] }[]
}

const GPT2 = join(FIXTURES, 'tiny-gpt2')
const LLAMA = join(FIXTURES, 'tiny-llama')
const LLAMA_GGUF = join(LLAMA, 'tiny-llama.gguf')

const expectedOf = async (folder: string): Promise<Expected> =>
  JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8'))
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (one, at) => Math.abs(one - b[at]!)))

// transformers computes norms and rotations of Llama in single precision whatever the model is in.
const checkpoints = [
  { path: GPT2, folder: GPT2, name: 'tiny-gpt2', within: 1e-8 },
  { path: LLAMA, folder: LLAMA, name: 'tiny-llama', within: 1e-5 },
  { path: LLAMA_GGUF, folder: LLAMA, name: 'tiny-llama', within: 1e-5 },
]

test.for(checkpoints)(
  '$path is what transformers loads',
  async ({ path, folder, within, ...of }) => {
    const { name, model, tokenizer } = await loadModel(path)
    const { prompts, logits, texts } = await expectedOf(folder)
    expect(name).toBe(of.name)
    const run = openEngine(model).run(prompts)
    expect(run.logits).toHaveLength(logits.length)
    expect(furthest(run.logits, logits)).toBeLessThan(within)
    const single = openEngine(model, openFloat32()).run(prompts)
    expect(furthest(single.logits, logits)).toBeLessThan(1e-5)
    expect(tokenizer.begin).toBe(0)
    for (const { text, tokens } of texts) {
      expect(tokenizer.encode(text)).toEqual(tokens)
      expect(tokenizer.decode(tokens)).toBe(text)
    }
  },
)

test('a model is the same from either format', async () => {
  const [a, b] = await Promise.all([LLAMA, LLAMA_GGUF].map(loadModel))
  expect(b!.model).toEqual(a!.model)
})

test('a checkpoint without tokenizer.json has its tokens in vocab.json and merges.txt', async () => {
  const copy = (name: string) => readFile(join(GPT2, name))
  const { model } = JSON.parse((await copy('tokenizer.json')).toString())
  const merges = (model.merges as readonly string[][]).map((pair) => pair.join(' '))
  const folder = await folderOf({
    'config.json': await copy('config.json'),
    'model.safetensors': await copy('model.safetensors'),
    'vocab.json': JSON.stringify(model.vocab),
    'merges.txt': `#version: 0.2\n${merges.join('\n')}\n`,
  })
  const { tokenizer } = await loadModel(folder)
  const { texts } = await expectedOf(GPT2)
  expect(tokenizer.encode(texts[0]!.text)).toEqual(texts[0]!.tokens)
  expect(tokenizer.encode('')).toEqual([])
  expect(tokenizer.decode([])).toBe('')
})

test('what cannot be loaded is named, with what was expected', async () => {
  const [config, tokenizer] = await Promise.all(
    ['config.json', 'tokenizer.json'].map((name) => readFile(join(GPT2, name), 'utf8')),
  )
  const weights = await readFile(join(GPT2, 'model.safetensors'))
  const whole = {
    'config.json': config!,
    'tokenizer.json': tokenizer!,
    'model.safetensors': weights,
  }
  const configured = (change: object) => ({
    ...whole,
    'config.json': JSON.stringify({ ...JSON.parse(config!), ...change }),
  })
  const lone = safetensors({
    'wte.weight': { dtype: 'F32', shape: [1], bytes: bytesOf(Float32Array.of(1)) },
  })
  const { 'tokenizer.json': _, ...silent } = whole
  const cases: readonly (readonly [Record<string, string | Uint8Array>, RegExp])[] = [
    [{}, /config\.json: expected a file that can be read; ENOENT/],
    [{ ...whole, 'config.json': '{' }, /config\.json: expected JSON/],
    [configured({ model_type: 'mamba' }), /config\.json: .*"gpt2"\|"llama".*model_type/s],
    [configured({ n_embd: 'wide' }), /config\.json: .*expected number.*n_embd/s],
    [
      configured({ n_head: 5 }),
      /config\.json: expected n_embd to be a multiple of n_head; got 12, 5/,
    ],
    [configured({ activation_function: 'relu' }), /config\.json: .*activation_function/s],
    [
      configured({ n_layer: 3 }),
      /model\.safetensors: tensor \S*h\.2\.\S+: expected it; it is missing/,
    ],
    [configured({ vocab_size: 2 ** 40 }), /wte\.weight: expected the shape \[1099511627776, 12\]/],
    [{ ...whole, 'model.safetensors': weights.subarray(0, -8) }, /the file has \d+ bytes/],
    [
      { ...whole, 'model.safetensors': lone },
      /wte\.weight: expected the shape \[280, 12\]; got \[1\]/,
    ],
    [silent, /expected tokenizer\.json, or vocab\.json and merges\.txt; got neither/],
    [{ ...whole, 'tokenizer.json': '{"model":{}}' }, /tokenizer\.json: expected a tokenizer; /],
  ]
  for (const [files, message] of cases) {
    const folder = await folderOf(files)
    await expect(loadModel(folder)).rejects.toThrow(message)
    await expect(loadModel(folder)).rejects.toThrow(folder)
  }
  await expect(loadModel('/nowhere')).rejects.toThrow("/nowhere: expected a model's file or folder")
})

test('a GGUF file of another kind of model is named, with what was expected', async () => {
  const bytes = (await readFile(LLAMA_GGUF)).toString('latin1')
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['\0llama', '\0mamba', /expected the architecture llama; got mamba/],
    ['llama.block_count', 'llama.block_xxxxx', /expected number.*llama\.block_count/s],
    [
      'llama.attention.key_length',
      'llama.attention.kex_length',
      /expected heads of an even width|rotate/,
    ],
    ['smollm', 'smollx', /"gpt-2"\|"smollm".*tokenizer\.ggml\.pre/s],
    ['blk.1.ffn_up.weight', 'blk.9.ffn_up.weight', /tensor blk\.1\.ffn_up\.weight: expected it/],
  ]
  for (const [from, to, message] of cases) {
    const changed = bytes.replace(from, to)
    const folder = await folderOf({ 'model.gguf': Buffer.from(changed, 'latin1') })
    const path = join(folder, 'model.gguf')
    await expect(loadModel(path)).rejects.toThrow(message)
    await expect(loadModel(path)).rejects.toThrow(path)
  }
})
