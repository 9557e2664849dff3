/**
 * Patching metrics: what is measured of a prompt's logits (Zhang and Nanda, arXiv 2309.16042,
 * section 2). Each is larger the more the model does what it does on the clean prompt.
 */
import type { Numbers } from '../transformer/model.ts'

export const METRICS = ['logit-difference', 'probability', 'kl-divergence'] as const
export type MetricName = (typeof METRICS)[number]

/** What a metric is told of one prompt. */
export interface Reading {
  /** The answer of the clean prompt, and that of the corrupted one. */
  readonly answer: number
  readonly wrong: number
  /** Logits of the clean prompt, [vocabulary]. */
  readonly clean: Numbers
}

export interface Metric {
  readonly value: (logits: Numbers, reading: Reading) => number
  /** Derivatives of the value by the logits. */
  readonly derivative: (logits: Numbers, reading: Reading) => Float64Array
}

/** logit(r) - logit(r'), of the answers of the clean and of the corrupted prompt. */
const logitDifference: Metric = {
  value: (logits, { answer, wrong }) => logits[answer]! - logits[wrong]!,
  derivative(logits, { answer, wrong }) {
    const gradient = new Float64Array(logits.length)
    gradient[answer]! += 1
    gradient[wrong]! -= 1
    return gradient
  },
}

/** The probability of the clean prompt's answer. */
const probability: Metric = {
  value: (logits, { answer }) => softmax(logits)[answer]!,
  derivative(logits, { answer }) {
    const p = softmax(logits)
    const own = p[answer]!
    return p.map((other, token) => own * ((token === answer ? 1 : 0) - other))
  },
}

/** Minus the KL divergence from the distribution of the clean prompt: 0 of that itself. */
const klDivergence: Metric = {
  value(logits, { clean }) {
    const [p, q] = [logSoftmax(clean), logSoftmax(logits)]
    return -p.reduce((sum, log, token) => sum + Math.exp(log) * (log - q[token]!), 0)
  },
  derivative(logits, { clean }) {
    const [p, q] = [softmax(clean), softmax(logits)]
    return p.map((share, token) => share - q[token]!)
  },
}

const metrics: Readonly<Record<MetricName, Metric>> = {
  'logit-difference': logitDifference,
  probability,
  'kl-divergence': klDivergence,
}

export const metricNamed = (name: MetricName): Metric => metrics[name]

export function logSoftmax(logits: Numbers): Float64Array {
  let most = -Infinity
  for (const logit of logits) most = Math.max(most, logit)
  let sum = 0
  for (const logit of logits) sum += Math.exp(logit - most)
  const shift = most + Math.log(sum)
  return Float64Array.from(logits, (logit) => logit - shift)
}

const softmax = (logits: Numbers) => logSoftmax(logits).map(Math.exp)
