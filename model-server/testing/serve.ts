import OpenAI from 'openai'
import { onTestFinished } from 'vitest'
import { type ModelServer, type ModelServerOptions, startModelServer } from '../index.ts'

export const KEY = 'sk-loopback-0123456789abcdef'

/** A server for one test, and OpenAI's own client for it, which tries nothing twice. */
export async function serve(
  options?: ModelServerOptions,
): Promise<{ readonly server: ModelServer; readonly client: OpenAI }> {
  const server = await startModelServer(options)
  onTestFinished(() => server.close())
  const client = new OpenAI({
    baseURL: server.url,
    apiKey: KEY,
    maxRetries: 0,
    timeout: 30_000,
    logLevel: 'off',
  })
  return { server, client }
}
