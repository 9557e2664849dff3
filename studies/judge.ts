/**
 * Whether the questions of the unit tests measure what they claim, without a model: a reader who
 * knows the truth should be right, one who missed a part of it should not, and one who guesses is
 * right in a third. Readers work with code instead of descriptions. Prints a Markdown table:
 *
 *   node studies/judge.ts --seed 0
 */
import { parseArgs } from 'node:util'
import { mean } from 'simple-statistics'
import type { Category, FunctionSpec, Question, Random, Suite } from '../plugins/contracts.ts'
import { randomStream } from '../plugins/utils/random.ts'
import type { Example } from '../plugins/categories/unit-test.ts'
import { contradicts, noiseUnit, subject, type Subject } from '../suites/numeric/examples.ts'
import { lawOf, withOtherLaw } from '../suites/numeric/relatives.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { program } from '../library/strings/index.ts'
import { strings } from '../suites/strings/suite.ts'
import { stepsOf } from '../suites/strings/truth.ts'

const { values } = parseArgs({ options: { seed: { type: 'string', default: '0' } } })
const seed = Number(values.seed)

/** How badly an example fits what the reader believes; 0 is best. */
type Misfit<C extends Category> = (example: Example<C>) => number
interface Reader<C extends Category> {
  /** Null where there is no such reader of the function. */
  readonly of: (spec: FunctionSpec<C>, random: Random) => Misfit<C> | null
  /** The questions that are counted; all where it is absent. */
  readonly counts?: (spec: FunctionSpec<C>, question: Question<C>) => boolean
}
type Readers<C extends Category> = Readonly<Record<string, Reader<C>>>

/** Off by how many times what rounding and noise explain, and a tenth beside. */
function misfitOf(f: Subject): Misfit<'numeric'> {
  return ({ input, output }) => {
    const expected = f.at(input)
    if (!Number.isFinite(expected)) return Infinity
    const size = Math.max(Math.abs(output), Math.abs(expected))
    return Math.abs(output - expected) / Math.max(0.1 * size, 4 * noiseUnit(f, input), 0.01)
  }
}

const GUESS = { of: () => () => 0 }

const ofLaw = (spec: FunctionSpec<'numeric'>) =>
  spec.variant === 'clean' ? null : misfitOf(lawOf(spec))

const NUMERIC: Readers<'numeric'> = {
  'the truth': { of: (spec) => misfitOf(subject(spec, numeric.build(spec))) },
  'the law without its departure': { of: ofLaw },
  'the same, where the law is wrong': {
    of: ofLaw,
    counts: (spec, { choices, right }) => contradicts(lawOf(spec), choices[right]!),
  },
  'the same operators, other parameters': {
    of(spec, random) {
      const other = withOtherLaw(spec, random)
      return other && misfitOf(other)
    },
  },
  'a guess': GUESS,
}

const DRAWS = 200
const STRINGS: Readers<'strings'> = {
  'the truth': {
    of(spec, random) {
      const truth = strings.build(spec)
      return ({ input, output }) => {
        const inputs = Array.from({ length: DRAWS }, () => input)
        return truth.sample(inputs, random).includes(output) ? 0 : 1
      }
    },
  },
  'the first operator alone': {
    of(spec, random) {
      const [first, second] = stepsOf(spec)
      if (!first || !second) return null
      const { run } = program([first], random)
      return ({ input, output }) => (run(input) === output ? 0 : 1)
    },
  },
  'a guess': GUESS,
}

/** Share of the questions in which the reader picks the right one, by chance among equals. */
function score<C extends Category>(
  misfit: Misfit<C>,
  questions: readonly Question<C>[],
  random: Random,
): number {
  const hits = questions.map(({ choices, right }) => {
    const misfits = choices.map(misfit)
    const least = Math.min(...misfits)
    const best = [...choices.keys()].filter((i) => misfits[i] === least)
    return Number(best[Math.floor(random() * best.length)] === right)
  })
  return mean(hits)
}

function study<C extends Category>(suite: Suite<C>, readers: Readers<C>): void {
  const scores = new Map<string, number[]>()
  for (const spec of suite.specs(seed)) {
    const truth = suite.build(spec)
    for (const unitTest of suite.unitTests) {
      const { name } = unitTest
      const asked = unitTest.questions(spec, truth, randomStream(seed, spec.id, name))
      if ('inapplicable' in asked) continue
      for (const [reader, { of, counts }] of Object.entries(readers)) {
        const random = randomStream(seed, spec.id, name, reader)
        const misfit = of(spec, random)
        const counted = asked.filter((question) => counts?.(spec, question) ?? true)
        if (!misfit || counted.length === 0) continue
        const key = `${spec.variant} | ${reader} | ${name}`
        const list = scores.get(key) ?? []
        scores.set(key, list)
        list.push(score(misfit, counted, random))
      }
    }
  }
  const tests = suite.unitTests.map(({ name }) => name)
  console.log(
    `\n| ${suite.name} | reader of | ${tests.map((name) => `${name}, % | n`).join(' | ')} |`,
  )
  console.log(`|---|---|${tests.map(() => '---|---|').join('')}`)
  for (const variant of suite.variants)
    for (const reader of Object.keys(readers)) {
      const cells = tests.map((name) => scores.get(`${variant} | ${reader} | ${name}`) ?? [])
      if (cells.every(({ length }) => length === 0)) continue
      const figures = cells.map((list) =>
        list.length > 0 ? `${(100 * mean(list)).toFixed(1)} | ${list.length}` : '– | 0',
      )
      console.log(`| ${variant} | ${reader} | ${figures.join(' | ')} |`)
    }
}

study(numeric, NUMERIC)
study(strings, STRINGS)
