/**
 * Seconds that the sandbox takes for 2000 functions on 10,000 points each, beside the same code
 * in contexts of `node:vm` in this thread. `npx node bench/sandbox.ts`
 *
 * The functions are the numeric truths of two seeds. The ratio is measured in the same run;
 * absolute times depend on the machine, and those by the clock on what else it does.
 */
import { availableParallelism } from 'node:os'
import process from 'node:process'
import { createContext, runInContext } from 'node:vm'
import { randomStream } from '../plugins/utils/random.ts'
import { codeSandbox } from '../plugins/sandbox/sandbox.ts'
import { numeric } from '../suites/numeric/suite.ts'

const POINTS = 10_000
const random = randomStream(0, 'bench', 'sandbox')
const inputs = Float64Array.from({ length: POINTS }, () => -128 + 256 * random())
const codes = [0, 1].flatMap((seed) =>
  numeric.functions(seed).flatMap((fn) => fn.ideal().code ?? []),
)

/** Seconds by the clock, and of processor time in all threads. */
async function measure(work: () => Promise<void> | void): Promise<[number, number]> {
  const begin = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return [(performance.now() - begin) / 1000, (user + system) / 1e6]
}

async function inSandbox(): Promise<void> {
  const sandbox = codeSandbox()
  const evaluations = await Promise.all(codes.map((code) => sandbox.run(code, inputs)))
  await sandbox.close()
  const failed = evaluations.find(({ status }) => status !== 'evaluated')
  if (failed) throw new Error(`a function was not evaluated: ${JSON.stringify(failed)}`)
}

function inContexts(): void {
  for (const { source } of codes) {
    const context = createContext({ inputs: Array.from(inputs) })
    runInContext(`${source}\n;inputs.map(f)`, context)
  }
}

const [sandboxed, sandboxedCpu] = await measure(inSandbox)
const [bare, bareCpu] = await measure(inContexts)
const format = (time: number, cpu: number) =>
  `${time.toFixed(1).padStart(5)} s, ${cpu.toFixed(1)} s of processor time`
console.log(`${codes.length} functions on ${POINTS} points`)
console.log(`sandbox  ${format(sandboxed, sandboxedCpu)}, ${availableParallelism()} workers`)
console.log(`node:vm  ${format(bare, bareCpu)}, one thread, no protection`)
console.log(`ratio    ${(sandboxedCpu / bareCpu).toFixed(1).padStart(5)}, of processor time`)
