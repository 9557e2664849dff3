/**
 * `npm run demo:aia`: the benchmark with a language-model interpreter, without a language model.
 * A server on loopback plays the model (model-server/index.ts); everything else is real: the
 * `openai` client, the tool protocol, the cache, the accounts. Arguments are passed to Vitest.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import process from 'node:process'
import { startModelServer } from '../../model-server/index.ts'
import { requireNode } from '../../plugins/setup/require-node.ts'

requireNode()
const root = resolve(import.meta.dirname, '../..')
const server = await startModelServer()
const vitest = spawn(
  process.execPath,
  [
    resolve(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    resolve(import.meta.dirname, 'vitest.config.ts'),
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      // The server is another one each time: what it answered is of no use to the next.
      FIND_CACHE: 'off',
      ...process.env,
      OPENAI_BASE_URL: server.url,
      DEMO_KEY: 'none-needed',
    },
  },
)
// Ctrl-C is Vitest's to handle; the server ends with it.
process.on('SIGINT', () => undefined)
const [code] = (await once(vitest, 'close')) as [number | null]
process.exitCode = code ?? 1
const { requests, answered, paidTwice } = server.stats()
console.log(` server  ${requests} requests, ${answered} answers, ${paidTwice} paid twice`)
await server.close()
