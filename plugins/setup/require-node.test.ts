import { expect, test } from 'vitest'
import { requireNode } from './require-node.ts'

test.each(['22.18.0', '22.20.1', '24.0.0', '26.1.0'])('accepts Node %s', (version) => {
  expect(() => requireNode(version)).not.toThrow()
})

test.each(['18.20.0', '20.20.2', '22.17.9'])('refuses Node %s and says what to do', (version) => {
  expect(() => requireNode(version)).toThrow(`this is Node ${version}. Install a newer Node`)
})
