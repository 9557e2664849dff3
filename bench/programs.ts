/**
 * Seconds that 200 cases of a program in Python take, sealed and not: a process each, as many at
 * a time as there are cores. `node bench/programs.ts`
 */
import { availableParallelism } from 'node:os'
import PQueue from 'p-queue'
import command from '../interpreters/command/index.ts'
import { numeric as category } from '../plugins/categories/numeric/index.ts'
import type { Tools } from '../plugins/contracts.ts'
import { NO_MODEL } from '../plugins/llm/open-models.ts'
import { handlerOf } from '../plugins/run/load-interpreter.ts'
import { openMeter } from '../plugins/run/meter.ts'
import { codeSandbox } from '../plugins/sandbox/sandbox.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { numeric } from '../suites/numeric/suite.ts'

const CASES = 200
const PROGRAM = `
from find_box import open_box
box = open_box()
ys = box.query([x / 2 for x in range(-256, 257)])
box.answer(f"about {ys[0]}", code=None)`

const sandbox = codeSandbox()
const run: Tools['run'] = (code, inputs) => sandbox.run(code, inputs)
const functions = numeric.functions(0).slice(0, CASES)

async function measure(sealed: boolean): Promise<void> {
  const about = command({ command: '/usr/bin/python3', args: ['-c', PROGRAM], sealed })
  const interpret = handlerOf(about, category)!
  const queue = new PQueue({ concurrency: availableParallelism() })
  const begin = performance.now()
  await queue.addAll(
    functions.map((fn) => () => {
      const box = category.open(fn.truth(), openMeter(5000).meter, randomStream(0, 'noise', fn.id))
      const { signal } = new AbortController()
      return interpret(box, { random: randomStream(0, 'bench'), signal, model: NO_MODEL, run })
    }),
  )
  const seconds = (performance.now() - begin) / 1000
  const name = sealed ? 'sealed' : 'unsealed'
  console.log(`${name.padEnd(9)}${seconds.toFixed(1)} s, ${queue.concurrency} at a time`)
}

console.log(`${functions.length} cases of Python`)
await measure(true)
await measure(false)
await sandbox.close()
