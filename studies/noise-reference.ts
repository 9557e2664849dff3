/**
 * What noise leaves to be had: for the noisy functions, a least-squares fit that is told the
 * operators and starts at the true parameters, on the very queries that `synthesis` asked. For
 * normal noise that is maximum likelihood.
 *
 *   node studies/noise-reference.ts --seeds 1,2
 */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { levenbergMarquardt } from 'ml-levenberg-marquardt'
import synthesis from '../interpreters/synthesis/index.ts'
import type { FindFunction, Interpreter } from '../plugins/contracts.ts'
import { functionName, type RunRecord } from '../plugins/records.ts'
import { handlerOf } from '../plugins/run/load-interpreter.ts'
import { NOISE } from '../suites/numeric/noise.ts'
import { compile, lawExpression, sourceOf, sum, type Law } from '../library/numeric/index.ts'
import { drawnFunctions } from '../suites/numeric/drawn-functions.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { recordedBox, type Samples } from './recorded-box.ts'
import { runBenchmark } from './run-benchmark.ts'

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1' } } })

function report(name: string, records: readonly RunRecord[]): void {
  const share = (scorer: string) => {
    const scores = records
      .flatMap((record) => (record.state === 'interpreted' ? record.scores : []))
      .filter((entry) => entry.scorer === scorer)
      .flatMap(({ score }) => (score.status === 'scored' ? [score.value] : []))
    const right = scores.filter((value) => value === 1).length
    return `${((100 * right) / scores.length).toFixed(1)} % of ${scores.length}`
  }
  console.log(`  ${name.padEnd(20)} solved ${share('solved')}, paper ${share('nmse')}`)
}

/** Asks what `synthesis` asks, and fits the true law's parameters to the answers. */
function reference(seed: number, { id }: FindFunction<'numeric'>): Interpreter {
  const name = functionName(numeric.name, id)
  const params = drawnFunctions(seed).find((drawn) => drawn.name === name)?.params
  if (params?.variant !== 'noisy') throw new Error(`${name} is not noisy`)
  const { law, noise } = params
  const shift = NOISE[noise].mean
  const interpret = handlerOf(synthesis(), numeric.category)!
  return {
    name: 'reference',
    version: '1',
    deterministic: true,
    interpret: {
      async numeric(box, context) {
        const samples: Samples = { inputs: [], outputs: [] }
        await interpret(recordedBox(box, samples), context)
        const expression = lawExpression(fit(law, samples, shift))
        const source = sourceOf(shift === 0 ? expression : sum(expression, `${shift}`))
        return {
          description: 'a fit that is told the operators',
          domain: null,
          code: { language: 'javascript', source },
        }
      },
    },
  }
}

/** The law with the parameters of least squared error: edges by search, all others by descent. */
function fit(law: Law, { inputs: x, outputs: y }: Samples, shift: number): Law {
  const targets = y.map((output) => output - shift)
  const error = (numbers: readonly number[]) => {
    const got = evaluate(withNumbers(law, numbers), x)
    return targets.reduce((total, target, i) => total + (target - got[i]!) * (target - got[i]!), 0)
  }
  let best: readonly number[] = numbersOf(law).map(({ value }) => value)
  for (let round = 0; round < 2; round++) {
    for (const [k, { isEdge }] of numbersOf(law).entries()) {
      if (!isEdge) continue
      const near = Array.from({ length: 41 }, (_, i) => best[k]! + (i - 20) / 20)
      const tried = near.map((value) => best.with(k, Number(value.toFixed(2))))
      best = lowest([best, ...tried], error)
    }
    best = lowest([best, descend(best)], error)
  }
  return withNumbers(law, best)

  function descend(begin: readonly number[]): readonly number[] {
    const free = numbersOf(law).flatMap(({ isEdge, isFixed }, k) =>
      isEdge || isFixed || !matters(begin, k) ? [] : [k],
    )
    if (free.length === 0) return begin
    const joined = (some: readonly number[]) =>
      begin.map((value, k) => (free.includes(k) ? some[free.indexOf(k)]! : value))
    const { parameterValues } = levenbergMarquardt(
      { x, y: targets },
      (some: number[]) => compile(sourceOf(lawExpression(withNumbers(law, joined(some))))).one,
      {
        initialValues: free.map((k) => begin[k]!),
        gradientDifference: 1e-5,
        centralDifference: true,
        maxIterations: 20,
        errorTolerance: 0,
        improvementThreshold: 1e-6,
      },
    )
    return parameterValues.every(Number.isFinite) ? joined(parameterValues) : begin
  }

  /** A factor of 0, for instance, hides all parameters of the other. */
  function matters(numbers: readonly number[], k: number): boolean {
    const before = evaluate(withNumbers(law, numbers), x)
    const after = evaluate(withNumbers(law, numbers.with(k, numbers[k]! + 1e-3)), x)
    return before.some((value, i) => value !== after[i])
  }
}

function lowest<T>(items: readonly T[], cost: (item: T) => number): T {
  return items.reduce((best, item) => (cost(item) < cost(best) ? item : best))
}

function evaluate(law: Law, x: readonly number[]): Float64Array {
  return compile(sourceOf(lawExpression(law))).all(Float64Array.from(x))
}

const EDGES: ReadonlySet<string> = new Set(['w', 'period', 'shift'])
/** Parameters that are known: the order of a root, and what only scales with another one. */
const FIXED: ReadonlySet<string> = new Set(['n', 'base'])

/** All numbers of a law, in a fixed order. */
function numbersOf(law: Law) {
  const terms = law.form === 'atomic' ? [law.term] : law.terms
  return terms.flatMap(({ operator, parameters }) =>
    Object.entries(parameters).flatMap(([name, value]) =>
      [value].flat().map((one) => ({
        value: one,
        isEdge: EDGES.has(name),
        isFixed:
          FIXED.has(name) ||
          (operator === 'step' && name === 's') ||
          (operator === 'constant' && law.form === 'product'),
      })),
    ),
  )
}

function withNumbers(law: Law, numbers: readonly number[]): Law {
  let next = 0
  const take = () => numbers[next++]!
  const changed = ({ operator, parameters }: (typeof law & { form: 'atomic' })['term']) => ({
    operator,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        typeof value === 'number' ? take() : value.map(take),
      ]),
    ),
  })
  if (law.form === 'atomic') return { form: 'atomic', term: changed(law.term) }
  return { form: law.form, terms: [changed(law.terms[0]), changed(law.terms[1])] }
}

const noisy: typeof numeric = {
  ...numeric,
  functions: (seed) => numeric.functions(seed).filter(({ variant }) => variant === 'noisy'),
}
for (const seed of values.seeds.split(',').map(Number)) {
  const options = { seed, size: 'full' as const }
  console.log(`seed ${seed}`)
  report('synthesis', await runBenchmark(noisy, synthesis(), options))
  report('told the operators', await runBenchmark(noisy, (fn) => reference(seed, fn), options))
}
process.exit(0)
