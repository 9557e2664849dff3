/** The server with a real model, and the benchmark against it: nothing that it says is foreseen. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { localParts, resolvingFrom } from '../model-server/testing/local-parts.ts'
import { tryParseJson } from '../model-server/pairs.ts'
import { schemaOf, WrittenAnswer } from '../model-server/testing/play-case.ts'
import { z } from 'zod'
import { agentsProject } from './project.ts'

const PROGRAM = resolve(import.meta.dirname, '../model-server/local/index.ts')

const program = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, ...env } })

/** What the program says where it does not come to serve. */
async function complaintOf(...[args, env]: Parameters<typeof program>): Promise<string> {
  const child = program(args, env)
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  expect(code).toBe(1)
  return said
}

async function fileOf(content: string | Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'model-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'model.gguf')
  await writeFile(path, content)
  return path
}

const HEAD = Buffer.from('GGUF\u0003\0\0\0', 'latin1')

test('a file that is missing or no model is named', async () => {
  expect(await complaintOf([])).toContain('expected one file of a model; got 0')
  expect(await complaintOf(['none.gguf'])).toMatch(
    /model none\.gguf: expected a GGUF file that can be read; ENOENT/,
  )
  const others = {
    '': 'an empty file',
    'PK\u0003\u0004': '"PK\\u0003\\u0004"',
    GGUFabcd: 'GGUFabcd',
  }
  for (const [content, got] of Object.entries(others)) {
    const path = await fileOf(content)
    const said = await complaintOf([path])
    expect(said).toContain(`model ${path}: expected a GGUF file`)
    expect(said).toContain(`got ${got}`.replace('GGUFabcd', '"GGUFabcd"'))
  }
})

test('where node-llama-cpp is not installed, it is named with how to install it', async () => {
  const said = await complaintOf([await fileOf(HEAD)], resolvingFrom(tmpdir()))
  expect(said).toContain(
    'a local model runs in the package node-llama-cpp, which is not installed: npm install --no-save node-llama-cpp@3',
  )
})

const parts = await localParts()
const about = 'missing' in parts ? ` (not to be had here: ${parts.missing})` : ''

describe.skipIf('missing' in parts)(`SmolLM2-135M-Instruct${about}`, () => {
  const { path, env } = parts as Exclude<typeof parts, { missing: string }>
  const model = 'SmolLM2-135M-Instruct.Q4_1'
  const servers: ReturnType<typeof program>[] = []
  let url: string
  let client: OpenAI

  /** Serves the model with a context of so many tokens. */
  async function serve(context: number) {
    const server = program([path, '--cpu', '--threads', '1', '--context', String(context)], env)
    servers.push(server)
    const complaint = text(server.stderr)
    const [address] = (await Promise.race([
      once(createInterface(server.stdout), 'line'),
      once(server, 'close').then(async () => Promise.reject(new Error(await complaint))),
    ])) as [string]
    const made = new OpenAI({ baseURL: address, apiKey: 'any', maxRetries: 0, timeout: 170_000 })
    return { url: address, client: made }
  }

  beforeAll(async () => {
    ;({ url, client } = await serve(2560))
  })
  afterAll(() => {
    for (const server of servers) server.kill('SIGKILL')
  })

  const user = (content: string) => ({ role: 'user', content }) as const
  const tools = [
    { name: 'run_function', parameters: schemaOf(z.strictObject({ inputs: z.array(z.number()) })) },
    { name: 'submit_interpretation', parameters: schemaOf(WrittenAnswer) },
  ].map((one) => ({ type: 'function' as const, function: { ...one, strict: true } }))

  test('an answer is counted by the tokenizer, cut off at the limit, and the same again', async () => {
    const ask = (content: string) =>
      client.chat.completions.create({ model, messages: [user(content)], max_tokens: 12 })
    const { choices, usage } = await ask('Tell a long story of a fox.')
    expect(choices[0]!.finish_reason).toBe('length')
    expect(choices[0]!.message.content).not.toBe('')
    expect(usage!.completion_tokens).toBe(12)
    const again = await ask('Tell a long story of a fox.')
    expect(again.choices).toEqual(choices)
    expect(again.usage!.prompt_tokens_details!.cached_tokens).toBe(usage!.prompt_tokens)
    const longer = await ask('Tell a long story of a fox. fox fox fox')
    expect(longer.usage!.prompt_tokens - usage!.prompt_tokens).toBe(3)
  })

  test('so is one of the Responses API', async () => {
    const {
      status,
      incomplete_details: why,
      output_text: said,
    } = await client.responses.create({
      model,
      input: 'Tell a long story.',
      max_output_tokens: 12,
    })
    expect({ status, why }).toEqual({ status: 'incomplete', why: { reason: 'max_output_tokens' } })
    expect(said).not.toBe('')
  })

  test('where there are tools every turn is a call of one, whatever came of the last', async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [user('What is f(2)? Run the function.')]
    const tool_choice = { type: 'function', function: { name: 'run_function' } } as const
    for (const output of ['{"pairs":[[2,4]]}', 'no JSON']) {
      const { choices } = await client.chat.completions.create({
        model,
        messages,
        tools,
        tool_choice,
        max_tokens: 200,
      })
      const [{ message, finish_reason }] = choices as [(typeof choices)[0]]
      const call = message.tool_calls![0] as OpenAI.ChatCompletionMessageFunctionToolCall
      expect(call.function.name).toBe('run_function')
      const isWhole = tryParseJson(call.function.arguments) !== undefined
      expect(isWhole).toBe(finish_reason === 'tool_calls')
      messages.push(message, { role: 'tool', tool_call_id: call.id, content: output })
    }
  })

  test('a call that is cut off is there as far as it went', async () => {
    const { choices } = await client.chat.completions.create({
      model,
      messages: [user('Go.')],
      tools,
      max_tokens: 12,
    })
    expect(choices[0]!.finish_reason).toBe('length')
    const [call] = choices[0]!.message.tool_calls as OpenAI.ChatCompletionMessageFunctionToolCall[]
    expect(call!.function.arguments).toMatch(/^\{/)
  })

  test('structured output is of its schema', async () => {
    const schema = schemaOf(z.strictObject({ word: z.enum(['fox', 'hen']), sure: z.boolean() }))
    const { choices } = await client.chat.completions.create({
      model,
      messages: [user('Pick a word.')],
      response_format: { type: 'json_schema', json_schema: { name: 'pick', strict: true, schema } },
    })
    const { word } = JSON.parse(choices[0]!.message.content!) as { word: string }
    expect(choices[0]!.finish_reason).toBe('stop')
    expect(['fox', 'hen']).toContain(word)
  })

  test('a conversation without room for an answer is refused, one with little ends there', async () => {
    const small = await serve(512)
    const ask = (words: number) =>
      small.client.chat.completions.create({
        model,
        messages: [user('fox '.repeat(words))],
        max_tokens: 200,
      })
    await expect(ask(550)).rejects.toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
      message: expect.stringMatching(
        /maximum context length is 512 tokens.*your messages have 5/,
      ) as unknown,
    })
    const { usage } = await ask(340)
    expect(usage!.total_tokens).toBeLessThanOrEqual(512)
  })

  test('a model that is not there is said to be', async () => {
    await expect(
      client.chat.completions.create({ model: 'gpt-5', messages: [user('Go.')] }),
    ).rejects.toMatchObject({ status: 404, code: 'model_not_found' })
  })

  test('who has gone is not waited for', async () => {
    const story = { model, messages: [user('Count from one to one thousand.')], max_tokens: 800 }
    await expect(client.chat.completions.create(story, { timeout: 1500 })).rejects.toThrow(
      /timed out/,
    )
    const { choices } = await client.chat.completions.create({ ...story, max_tokens: 1 })
    expect(choices).toHaveLength(1)
    const stats = (await (await fetch(new URL('/stats', url))).json()) as {
      tokens: { output: number }
    }
    expect(stats.tokens.output).toBeLessThan(800)
  })

  test('what it makes of the benchmark ends as scores or as a failure that says why', async () => {
    const project = await agentsProject()
    const asked = { name: model, maxOutputTokens: 24 }
    const module = (name: string) => `../../../interpreters/${name}`
    const interpreters = {
      tools: { module: module('aia/index.ts'), model: asked, options: { turns: 2 } },
      sections: {
        module: module('aia/index.ts'),
        model: asked,
        options: { turns: 2, dialect: 'text' },
      },
      json: { module: module('exemplars.ts'), model: asked },
    }
    await project.vitest(['run', '-t', 'numeric/', '--no-file-parallelism'], {
      OPENAI_BASE_URL: url,
      OPENAI_API_KEY: 'any',
      FIND_SIZE: '1',
      AGENTS_CONFIG: JSON.stringify({ interpreters }),
    })
    const records = await project.records()
    expect(records).toHaveLength(3)
    for (const record of records) {
      const end = record.state === 'failed' ? Object.values(record.error).join(' ') : record.state
      // The room is soon full.
      expect(end).toMatch(/^(interpreted|answer|budget|model .*maximum context length)/)
      expect(record.usage!.outputTokens).toBeGreaterThan(0)
    }
  }, 600_000)
})
