import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { requireServer } from './require-server.ts'
import { exampleSettings } from './testing/example-request.ts'

test('any answer is one', async () => {
  const server = createServer((_, response) => void response.writeHead(404).end('no such page'))
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  await expect(requireServer(exampleSettings({ baseURL }))).resolves.toBeUndefined()
})

test('where nobody answers the host is named', async () => {
  const settings = exampleSettings({ baseURL: 'http://127.0.0.1:9/v1' })
  await expect(requireServer(settings)).rejects.toThrow(
    /^model test: nobody answers at 127\.0\.0\.1:9 \(.*FIND_CACHE=read/,
  )
})
