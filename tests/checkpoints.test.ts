/** A real model, as other programs read and run it. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { openGguf } from '../library/checkpoints/gguf.ts'
import { loadModel } from '../library/checkpoints/index.ts'
import { type Engine, openEngine } from '../library/transformer/engine.ts'
import type { Numbers } from '../library/transformer/model.ts'
import { localParts, pythonPackages } from '../model-server/testing/local-parts.ts'

const execute = promisify(execFile)
const PROGRAMS = join(import.meta.dirname, 'checkpoints')

/** What a program prints, as JSON. */
async function answerOf(command: string, args: readonly string[], env: object): Promise<unknown> {
  const options = { env: { ...process.env, ...env }, maxBuffer: 2 ** 30 }
  const { stdout } = await execute(command, args, options)
  return JSON.parse(stdout)
}

const parts = await localParts()
const python = await pythonPackages('gguf==0.19.0')
const because = (got: object) =>
  'missing' in got ? ` (not to be had here: ${String(got.missing)})` : ''

describe.skipIf('missing' in parts)(`SmolLM2-135M-Instruct${because(parts)}`, () => {
  const { path, env } = parts as Exclude<typeof parts, { missing: string }>

  test.skipIf('missing' in python)(
    `tensors are bit by bit what the package gguf reads${because(python)}`,
    async () => {
      const { folder } = python as Exclude<typeof python, { missing: string }>
      const program = [join(PROGRAMS, 'tensors.py'), path]
      const tensors = (await answerOf('python3', program, {
        PYTHONPATH: folder,
      })) as readonly (readonly [string, readonly number[], string])[]
      using gguf = openGguf(path)
      const read = tensors.map(([name, shape]) => {
        const { buffer } = gguf.read(name, shape)
        return [name, shape, createHash('sha256').update(new Uint8Array(buffer)).digest('hex')]
      })
      expect(tensors).toHaveLength(272)
      expect(read).toEqual(tensors)
    },
  )

  test('texts go on as in llama.cpp, from the same tokens', async () => {
    const texts = [
      'The capital of France is',
      'When Mary and John went to the store, John gave a drink to',
      'Water boils at a temperature of 100 degrees',
      'def add(a, b):\n    return a',
      " It's 31.12.1999,\t\tand  they've\n\n  „naïvely“ said:  水 🚰 ٣ ½.\nThe capital of France is",
    ]
    const program = [join(PROGRAMS, 'llama.ts'), path, JSON.stringify(texts)]
    const answers = (await answerOf(process.execPath, program, env)) as readonly {
      readonly tokens: readonly number[]
      readonly logits: string
    }[]
    const { model, tokenizer, name } = await loadModel(path)
    expect(name).toBe('SmolLM2-135M-Instruct.Q4_1')
    const engine = openEngine(model)
    for (const [at, { tokens, logits }] of answers.entries()) {
      const text = texts[at]!
      expect(tokenizer.encode(text)).toEqual(tokens)
      expect(tokenizer.decode(tokens)).toBe(text)
      const bytes = Uint8Array.from(Buffer.from(logits, 'base64'))
      const theirs = new Float32Array(bytes.buffer)
      const ours = nextOf(engine, tokens)
      expect(likeliest(ours), text).toBe(likeliest(theirs))
      // llama.cpp rounds activations to 8 bits; logits lie between -20 and 37.
      expect(rootMeanSquare(ours, theirs), text).toBeLessThan(0.5)
    }
    const begun = tokenizer.encode(texts[0]!)
    const said: number[] = []
    for (let step = 0; step < 5; step++) said.push(likeliest(nextOf(engine, [...begun, ...said])))
    expect(tokenizer.decode(said)).toMatch(/^ Paris\./)
  })
})

const nextOf = (engine: Engine, tokens: readonly number[]): Numbers =>
  engine.run([tokens], [tokens.length - 1]).logits

function likeliest(logits: Numbers): number {
  let best = 0
  for (let token = 1; token < logits.length; token++)
    if (logits[token]! > logits[best]!) best = token
  return best
}

function rootMeanSquare(a: Numbers, b: Numbers): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at]! - b[at]!) ** 2
  return Math.sqrt(sum / a.length)
}
