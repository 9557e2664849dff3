/** Tokenizers of byte-level byte-pair encoding, as GPT-2 and its successors have them. */
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Tokenizer as Tokens } from '@huggingface/tokenizers'
import { z } from 'zod'
import type { GgufValue } from './gguf.ts'
import { parse, readJson } from './parse.ts'

/** Between a text and the numbers of its tokens. */
export interface Tokenizer {
  /** Gives the tokens of a text, and no others: none is put before or behind it. */
  encode(text: string): number[]
  decode(tokens: readonly number[]): string
  /** The token that begins a text, where the checkpoint names one. */
  readonly begin: number | null
}

const BYTES = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true }

/** Any digit by itself. The pre-tokenizer `Digits` of the library knows those of ASCII alone. */
const DIGITS = { type: 'Split', pattern: { Regex: String.raw`\p{N}` }, behavior: 'Isolated' }

/** How llama.cpp's names of pre-tokenizers divide a text into what is merged by itself. */
const PRE_TOKENIZERS: Readonly<Record<string, object>> = {
  'gpt-2': BYTES,
  smollm: { type: 'Sequence', pretokenizers: [DIGITS, BYTES] },
}

/**
 * Reads `tokenizer.json`, or `vocab.json` and `merges.txt`, of a folder.
 *
 * @param begin the token that begins a text.
 */
export async function readTokenizer(folder: string, begin: number | null): Promise<Tokenizer> {
  const whole = join(folder, 'tokenizer.json')
  if (await isThere(whole)) {
    const json = await readJson(whole, z.looseObject({ model: z.looseObject({}) }))
    return tokenizerOf(
      { added_tokens: [], normalizer: null, post_processor: null, ...json },
      begin,
      whole,
    )
  }
  const [vocab, merges] = [join(folder, 'vocab.json'), join(folder, 'merges.txt')]
  if (!(await isThere(vocab)) || !(await isThere(merges)))
    throw new Error(`${folder}: expected tokenizer.json, or vocab.json and merges.txt; got neither`)
  const lines = (await readFile(merges, 'utf8')).split(/\r?\n/)
  return tokenizerOf(
    byteLevel({
      vocab: await readJson(vocab, z.record(z.string(), z.int().nonnegative())),
      // Its first line tells a version.
      merges: lines.filter((line, at) => line !== '' && !(at === 0 && line.startsWith('#version'))),
      split: BYTES,
      added: [],
    }),
    begin,
    vocab,
  )
}

const Token = z.int().nonnegative()
const Metadata = z.object({
  'tokenizer.ggml.model': z.literal('gpt2'),
  'tokenizer.ggml.pre': z.enum(Object.keys(PRE_TOKENIZERS)),
  'tokenizer.ggml.tokens': z.array(z.string()),
  'tokenizer.ggml.token_type': z.array(z.int()).default([]),
  'tokenizer.ggml.merges': z.array(z.string()),
  'tokenizer.ggml.bos_token_id': Token.optional(),
})

/** Types of tokens that a text is divided at before all else. */
const CONTROL = 3
const ADDED = [CONTROL, 4]

/** @param where the metadata stand, for messages. */
export function tokenizerOfGguf(
  metadata: ReadonlyMap<string, GgufValue>,
  where: string,
): Tokenizer {
  const read = parse(Metadata, Object.fromEntries(metadata), where)
  const tokens = read['tokenizer.ggml.tokens']
  const types = read['tokenizer.ggml.token_type']
  const json = byteLevel({
    vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
    merges: read['tokenizer.ggml.merges'],
    split: PRE_TOKENIZERS[read['tokenizer.ggml.pre']]!,
    added: tokens.flatMap((content, id) =>
      ADDED.includes(types[id]!) ? [{ id, content, special: types[id] === CONTROL }] : [],
    ),
  })
  return tokenizerOf(json, read['tokenizer.ggml.bos_token_id'] ?? null, where)
}

/** What `tokenizer.json` says of such a tokenizer. */
function byteLevel(of: {
  readonly vocab: Readonly<Record<string, number>>
  readonly merges: readonly string[]
  readonly split: object
  readonly added: readonly object[]
}): object {
  return {
    added_tokens: of.added,
    normalizer: null,
    pre_tokenizer: of.split,
    post_processor: null,
    decoder: BYTES,
    model: { type: 'BPE', vocab: of.vocab, merges: of.merges },
  }
}

function tokenizerOf(json: object, begin: number | null, where: string): Tokenizer {
  const tokens = make(json, where)
  return {
    begin,
    encode(text) {
      const { ids }: { ids: number[] } = tokens.encode(text, { add_special_tokens: false })
      if (!ids.every(Number.isInteger))
        throw new Error(`${where}: expected tokens for all of ${JSON.stringify(text)}`)
      return ids
    },
    decode: (ids) => (ids.length === 0 ? '' : tokens.decode([...ids])),
  }
}

function make(json: object, where: string): Tokens {
  try {
    // Otherwise blanks before full stops would be lost.
    return new Tokens(json, { clean_up_tokenization_spaces: false })
  } catch (cause) {
    throw new Error(`${where}: expected a tokenizer; ${(cause as Error).message}`, { cause })
  }
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
