/**
 * The server with a language model of one's own: `npx node model-server/local/index.ts --help`.
 */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { startModelServer } from '../index.ts'
import { giveUp } from './give-up.ts'
import { openLocalModel } from './local-model.ts'

const USAGE = `npx node model-server/local/index.ts MODEL.gguf [options]
  --port N      by default a free one
  --context N   the most tokens of a conversation, by default 16384
  --threads N   of the processor, by default one less than it has
  --parallel N  requests that are answered at a time, by default 1
  --cpu         leaves the graphics card alone`

const Count = z.coerce.number<string>().int().positive()
const Options = z.object({
  port: z.coerce.number<string>().int().min(0).max(65_535).default(0),
  context: Count.optional(),
  threads: Count.optional(),
  parallel: Count.optional(),
})

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string' },
    context: { type: 'string' },
    threads: { type: 'string' },
    parallel: { type: 'string' },
    cpu: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const [path, ...others] = positionals
if (values.help) console.log(USAGE)
else if (path === undefined || others.length > 0) {
  console.error(`expected one file of a model; got ${positionals.length}\n${USAGE}`)
  process.exitCode = 1
} else {
  const { port, ...options } = Options.parse(values)
  const model = await openLocalModel(path, { ...options, gpu: !values.cpu }).catch(giveUp)
  const server = await startModelServer({ port, cast: model })
  console.log(`${server.url}
Its model: ${model.name}, conversations of up to ${model.contextSize} tokens. Any key will do:

  OPENAI_BASE_URL=${server.url} OPENAI_API_KEY=any FIND_INTERPRETERS=aia FIND_MODEL=${model.name} FIND_SIZE=10 npx vitest run

Ctrl-C ends it and prints its account.`)
  process.once('SIGINT', () => {
    console.log(server.stats())
    void server.close()
  })
}
