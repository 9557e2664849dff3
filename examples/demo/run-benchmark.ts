import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import process from 'node:process'
import type { ModelServer } from '../../model-server/index.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Runs the benchmark of a config of this folder against a server, then ends that and prints its
 * account. The exit code is Vitest's.
 */
export async function runBenchmark(
  server: ModelServer,
  config: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const vitest = spawn(
    process.execPath,
    [
      resolve(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      resolve(import.meta.dirname, config),
      ...args,
    ],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...env, ...process.env, OPENAI_BASE_URL: server.url, DEMO_KEY: 'none-needed' },
    },
  )
  // Ctrl-C is Vitest's to handle; the server ends with it.
  process.on('SIGINT', () => undefined)
  const [code] = (await once(vitest, 'close')) as [number | null]
  process.exitCode = code ?? 1
  const { requests, answered, paidTwice } = server.stats()
  console.log(` server  ${requests} requests, ${answered} answers, ${paidTwice} paid twice`)
  await server.close()
}
