/**
 * An agent without a mind: a client of the protocol that does what its first argument says, a
 * list of steps, and writes what came of them. `model` asks the model in between.
 */
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

type Step =
  | { readonly tool: string; readonly args: Record<string, unknown> }
  | { readonly model: string; readonly path?: string; readonly body?: object }
  | { readonly list: true }
  | { readonly wait: number }

const steps = JSON.parse(process.argv[2]!) as Step[]
const { FIND_BOX, FIND_MODEL, OPENAI_BASE_URL, OPENAI_API_KEY } = process.env
const client = new Client({ name: 'fake-agent', version: '1' })
const reached = steps.some((step) => 'tool' in step || 'list' in step)
if (reached) await client.connect(new StreamableHTTPClientTransport(new URL(FIND_BOX!)))

async function doStep(step: Step): Promise<unknown> {
  if ('wait' in step) return sleep(step.wait)
  if ('list' in step) return (await client.listTools()).tools
  if ('tool' in step) return client.callTool({ name: step.tool, arguments: step.args })
  const { model: content, path = '/chat/completions', body } = step
  const response = await fetch(OPENAI_BASE_URL + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPENAI_API_KEY}` },
    body: JSON.stringify({ model: FIND_MODEL, messages: [{ role: 'user', content }], ...body }),
  })
  return { status: response.status, text: await response.text() }
}

const came: unknown[] = []
for (const step of steps) came.push(await doStep(step))
process.stderr.write(`${JSON.stringify(came)}\n`)
if (reached) await client.close()
