import type { FunctionTruth } from '../../plugins/categories/functions.ts'
import type { Random } from '../../plugins/contracts.ts'
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
import type { DrawnFunction, NumericParams } from './params.ts'
import { numericProbes } from './probes.ts'

/** An executable numeric function, which nobody has to wait for. */
export interface NumericTruth extends FunctionTruth<Float64Array, Float64Array> {
  sample(inputs: Float64Array, random: Random): Float64Array
}

/** The executable function of a source, with what varies from call to call. */
export function numericTruth(drawn: DrawnFunction, source = numericSource(drawn)): NumericTruth {
  const { params } = drawn
  const { all } = compile(source)
  const truth: NumericTruth = {
    expected: all,
    sample: (inputs, random) => perturb(all(inputs), inputs, params, random),
    probes: (random) => numericProbes(drawn, truth, random),
  }
  return truth
}

/** The expected output, noise averaged out, as `function f(x)`: what a truth runs. */
export function numericSource({ name, params }: DrawnFunction): string {
  const { law } = params
  if (params.variant === 'mlp')
    return networkSource(loadWeights({ id: name, seed: params.seed, law }))
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
