import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { hashProbes } from '../../plugins/testing/hash-probes.ts'
import { testSuite } from '../../plugins/testing/test-suite.ts'
import { program } from '../../library/strings/index.ts'
import { strings } from './suite.ts'
import { stepsOf } from './truth.ts'

testSuite(strings)

const functions = strings.specs(0).map((spec) => {
  const truth = strings.build(spec)
  return { spec, truth, probes: strings.probes(spec, truth, randomStream(0, spec.id, 'probes')) }
})
const certain = functions.filter(({ probes }) => probes.hard)

/** What the text of an answer does by itself, `random` in place of `Math.random`. */
function evaluate(source: string, random = () => NaN): (input: string) => unknown {
  // The point is to run the text as an answer is run.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function('Math', `${source}\nreturn f`)({ random })
}

test('the code of every function without chance gives the expected outputs', () => {
  for (const { truth, probes } of certain) {
    const f = evaluate(truth.code.source)
    for (const { inputs, expected } of Object.values(probes)) {
      expect(inputs.map((input) => f(input))).toEqual(expected)
    }
  }
})

test('the code of every random function gives what its stream gives', () => {
  for (const { spec, truth, probes } of functions.filter((each) => !each.probes.hard)) {
    const inputs = probes.examples?.inputs ?? []
    const f = evaluate(truth.code.source, randomStream(0, spec.id))
    expect(inputs.map((input) => f(input))).toEqual(truth.sample(inputs, randomStream(0, spec.id)))
  }
})

test('only random functions have no hard inputs', () => {
  for (const { spec, probes } of functions) {
    expect(program(stepsOf(spec)).random).toBe(!probes.hard)
  }
})

test('composed functions are neither constant nor one of their parts', () => {
  for (const { spec, probes } of certain.filter((each) => each.spec.variant === 'composed')) {
    const sets = Object.values(probes)
    const inputs = sets.flatMap((set) => set.inputs)
    const outputs = sets.flatMap((set) => set.expected)
    expect(new Set(outputs).size, spec.description).toBeGreaterThan(1)
    for (const part of [[], ...stepsOf(spec).map((step) => [step])]) {
      expect(outputs, spec.description).not.toEqual(inputs.map(program(part).run))
    }
  }
})

test('every function changes some hard input', () => {
  for (const { spec, probes } of certain) {
    expect(probes.hard?.expected, spec.description).not.toEqual(probes.hard?.inputs)
  }
})

test('code is short and descriptions are sentences', () => {
  const lengths = functions.map(({ truth }) => truth.code.source.length).toSorted((a, b) => a - b)
  expect(lengths.at(-1)).toBeLessThan(800)
  expect(lengths[500]).toBeLessThan(400)
  for (const { spec } of functions) expect(spec.description).toMatch(/^[A-Z].*\.$/)
})

test('the probes are pinned: a change of them is a new version', () => {
  expect(hashProbes(strings)).toMatchInlineSnapshot(
    `"2198e0ce5dd4d03b1c1d2eb0ac2b920799189ff9920d86dfafb827612227d74a"`,
  )
})
