/**
 * `npm run demo:aia`: the benchmark with a language-model interpreter, without a language model.
 * A server on loopback plays the model (model-server/index.ts); everything else is real: the
 * `openai` client, the tool protocol, the cache, the accounts. Arguments are passed to Vitest.
 */
import process from 'node:process'
import { startModelServer } from '../../model-server/index.ts'
import { requireNode } from '../../plugins/setup/require-node.ts'
import { runBenchmark } from './run-benchmark.ts'

requireNode()
// The server is another one each time: what it answered is of no use to the next.
await runBenchmark(await startModelServer(), 'vitest.config.ts', process.argv.slice(2), {
  FIND_CACHE: 'off',
})
