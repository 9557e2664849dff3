import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const run = (...args: string[]) =>
  spawn(process.execPath, [resolve(import.meta.dirname, 'index.ts'), ...args])

test('as a program it serves until Ctrl-C, and prints its account', async () => {
  const server = run('--fault-rate', '1', '--persona', 'novice')
  const lines = createInterface(server.stdout)
  const printed: string[] = []
  lines.on('line', (line) => printed.push(line))
  await once(lines, 'line')
  const [url] = printed
  const response = await fetch(`${url}/models`, { headers: { authorization: 'Bearer any' } })
  expect(response.status).toBe(200)
  server.kill('SIGINT')
  const [code] = await once(server, 'close')
  expect(code).toBe(0)
  expect(printed.join('\n')).toContain(`OPENAI_BASE_URL=${url}`)
  expect(printed.join('\n')).toContain('requests: 0')
})

test('as a program it tells what it takes, and refuses what it does not', async () => {
  expect(await text(run('--help').stdout)).toContain('--persona-latency')
  const wrong = run('--fault-rate', '2')
  expect(await text(wrong.stderr)).toMatch(/fault-rate/)
})
