import { afterAll, expect, test } from 'vitest'
import { truthOf } from '../functions.ts'
import type { Tools } from '../../contracts.ts'
import { codeSandbox } from '../../sandbox/sandbox.ts'
import { randomStream } from '../../utils/random.ts'
import { strings } from './index.ts'

const sandbox = codeSandbox()
afterAll(() => sandbox.close())

test('an output that is no string is none, whatever it is', async () => {
  const truth = truthOf((inputs: readonly string[]) => inputs, ['a', '1', 'null', ''])
  const probed = await strings.probe(truth, randomStream(0))
  const source =
    'function f(x) { return x === "" ? "" : x === "a" ? new String("a") : JSON.parse(x) }'
  const answer = {
    description: 'a',
    domain: null,
    code: { language: 'javascript', source },
  } as const
  const tools: Tools = { run: (code, inputs) => sandbox.run(code, inputs), random: randomStream(1) }
  const came = await strings.confront(answer, { truth, probed }, tools)
  // A string object is the string that it is written as.
  expect(came).toMatchObject({ evidence: { samples: { got: ['a', null, null, ''] } } })
})
