import { expect, test } from 'vitest'
import { randomStream } from '../../plugins/utils/random.ts'
import { hashProbes } from '../../plugins/testing/hash-probes.ts'
import { testSuite } from '../../plugins/testing/test-suite.ts'
import { program } from '../../library/strings/index.ts'
import { strings } from './suite.ts'
import { drawnFunctions } from './drawn-functions.ts'
import { stringProbes } from './probes.ts'
import { stringTruth } from './truth.ts'

testSuite(strings)

const functions = strings.functions(0).map((fn, i) => {
  const { name, steps } = drawnFunctions(0)[i]!
  const truth = stringTruth({ name, steps })
  const probes = stringProbes(steps, truth, randomStream(0, name, 'probes'))
  const { description, code } = fn.ideal()
  return { name, steps, variant: fn.variant, truth, probes, description, source: code!.source }
})
const certain = functions.filter(({ probes }) => probes.hard)

/** What the text of an answer does by itself, `random` in place of `Math.random`. */
function evaluate(source: string, random = () => NaN): (input: string) => unknown {
  // The point is to run the text as an answer is run.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function('Math', `${source}\nreturn f`)({ random })
}

test('the code of every function without chance gives the expected outputs', () => {
  for (const { source, probes } of certain) {
    const f = evaluate(source)
    for (const { inputs, expected } of Object.values(probes)) {
      expect(inputs.map((input) => f(input))).toEqual(expected)
    }
  }
})

test('the code of every random function gives what its stream gives', () => {
  for (const { name, source, truth, probes } of functions.filter((each) => !each.probes.hard)) {
    const inputs = probes.examples?.inputs ?? []
    const f = evaluate(source, randomStream(0, name))
    expect(inputs.map((input) => f(input))).toEqual(truth.sample(inputs, randomStream(0, name)))
  }
})

test('only random functions have no hard inputs', () => {
  for (const { steps, probes } of functions) {
    expect(program(steps).random).toBe(!probes.hard)
  }
})

test('composed functions are neither constant nor one of their parts', () => {
  for (const { steps, probes, description } of certain.filter(
    (each) => each.variant === 'composed',
  )) {
    const sets = Object.values(probes)
    const inputs = sets.flatMap((set) => set.inputs)
    const outputs = sets.flatMap((set) => set.expected)
    expect(new Set(outputs).size, description).toBeGreaterThan(1)
    for (const part of [[], ...steps.map((step) => [step])]) {
      expect(outputs, description).not.toEqual(inputs.map(program(part).run))
    }
  }
})

test('every function changes some hard input', () => {
  for (const { probes, description } of certain) {
    expect(probes.hard?.expected, description).not.toEqual(probes.hard?.inputs)
  }
})

test('code is short and descriptions are sentences', () => {
  const lengths = functions.map(({ source }) => source.length).toSorted((a, b) => a - b)
  expect(lengths.at(-1)).toBeLessThan(800)
  expect(lengths[500]).toBeLessThan(400)
  for (const { description } of functions) expect(description).toMatch(/^[A-Z].*\.$/)
})

test('the probes are pinned: a change of them is a new version', async () => {
  expect(await hashProbes(strings)).toMatchInlineSnapshot(
    `"399bf4682b89570adba9b36afdd65a5a60a1316340d86ac10f7585ea8966b316"`,
  )
})
