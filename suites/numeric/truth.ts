import type { FunctionSpec, Random, Truth } from '../../plugins/contracts.ts'
import { corruptionNoise } from './corruption.ts'
import { loadWeights } from './mlp/load-weights.ts'
import { networkSource } from './mlp/network.ts'
import { NOISE } from './noise.ts'
import {
  compile,
  contains,
  corrupted,
  lawExpression,
  sourceOf,
  sum,
} from '../../library/numeric/index.ts'
import { paramsOf, type NumericParams } from './params.ts'

/** The executable function: what it shows as its code is what it runs. */
export function buildTruth(spec: FunctionSpec<'numeric'>): Truth<'numeric'> {
  const params = paramsOf(spec)
  const source = sourceCode(spec.id, params)
  const { all } = compile(source)
  return {
    expected: all,
    sample: (inputs, random) => perturb(all(inputs), inputs, params, random),
    code: { language: 'javascript', source },
  }
}

/** The expected output, noise averaged out, as `function f(x)`. */
function sourceCode(id: string, params: NumericParams): string {
  const { law } = params
  if (params.variant === 'mlp') return networkSource(loadWeights({ id, seed: params.seed, law }))
  return sourceOf(departFrom(lawExpression(law), params))
}

function departFrom(expression: string, params: NumericParams): string {
  if (params.variant === 'corrupted') {
    return corrupted(expression, params.corruption.interval, params.corruption.level)
  }
  const shift = params.variant === 'noisy' ? NOISE[params.noise].mean : 0
  return shift === 0 ? expression : sum(expression, `${shift}`)
}

/** Adds to the expected outputs, in place, what varies from call to call. */
function perturb(
  outputs: Float64Array,
  inputs: Float64Array,
  params: NumericParams,
  random: Random,
): Float64Array {
  if (params.variant === 'noisy') {
    const draw = NOISE[params.noise].centred(random)
    return outputs.map((y) => y + draw())
  }
  if (params.variant === 'corrupted') {
    const { interval } = params.corruption
    const draw = corruptionNoise(random)
    return outputs.map((y, i) => (contains(interval, inputs[i]!) ? y + draw() : y))
  }
  return outputs
}
