/**
 * `npm run demo:local -- model.gguf`: the benchmark with a language model of one's own, without
 * network or key. The model runs in this process (model-server/local/); further arguments are
 * passed to Vitest.
 */
import process from 'node:process'
import { startModelServer } from '../../model-server/index.ts'
import { giveUp } from '../../model-server/local/give-up.ts'
import { openLocalModel } from '../../model-server/local/local-model.ts'
import { requireNode } from '../../plugins/setup/require-node.ts'
import { runBenchmark } from './run-benchmark.ts'

/** The same each time: answers are stored by the address of who gave them. */
const PORT = 18_135

requireNode()
const [path, ...args] = process.argv.slice(2)
if (path === undefined || path.startsWith('-')) {
  console.error('npm run demo:local -- MODEL.gguf [options of Vitest]')
  process.exitCode = 1
} else {
  const model = await openLocalModel(path).catch(giveUp)
  console.log(` model   ${model.name}, conversations of up to ${model.contextSize} tokens`)
  const server = await startModelServer({ port: PORT, cast: model })
  await runBenchmark(server, 'local.config.ts', args, { DEMO_MODEL: model.name })
}
