/**
 * Whether the questions of the unit tests measure what they claim, without a model: a reader who
 * knows the truth should be right, one who missed a part of it should not, and one who guesses is
 * right in a third. Readers work with code instead of descriptions. Prints a Markdown table:
 *
 *   node studies/judge.ts --seed 0
 */
import { parseArgs } from 'node:util'
import { mean } from 'simple-statistics'
import { z } from 'zod'
import type { Category, Question, Random, Suite } from '../plugins/contracts.ts'
import { functionName } from '../plugins/records.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { drawnFunctions as drawnNumeric } from '../suites/numeric/drawn-functions.ts'
import { contradicts, noiseUnit, subject, type Subject } from '../suites/numeric/examples.ts'
import type { DrawnFunction as DrawnNumeric } from '../suites/numeric/params.ts'
import { lawOf, withOtherLaw } from '../suites/numeric/relatives.ts'
import { numeric } from '../suites/numeric/suite.ts'
import { program } from '../library/strings/index.ts'
import {
  type DrawnFunction as DrawnString,
  drawnFunctions as drawnStrings,
} from '../suites/strings/drawn-functions.ts'
import { strings } from '../suites/strings/suite.ts'
import { stringTruth } from '../suites/strings/truth.ts'

const { values } = parseArgs({ options: { seed: { type: 'string', default: '0' } } })
const seed = Number(values.seed)

type Choice = Question['choices'][number]
/** How badly an example fits what the reader believes; 0 is best. */
type Misfit = (example: Choice) => number
/** A reader of what a function is drawn from. */
interface Reader<Drawn> {
  /** Null where there is no such reader of the function. */
  readonly of: (drawn: Drawn, random: Random) => Misfit | null
  /** The questions that are counted; all where it is absent. */
  readonly counts?: (drawn: Drawn, question: Question) => boolean
}
type Readers<Drawn> = Readonly<Record<string, Reader<Drawn>>>

const OfNumbers = z.strictObject({ input: z.number(), output: z.number() })
const OfStrings = z.strictObject({ input: z.string(), output: z.string() })

/** Off by how many times what rounding and noise explain, and a tenth beside. */
const misfitOf =
  (f: Subject): Misfit =>
  (choice) => {
    const { input, output } = OfNumbers.parse(choice)
    const expected = f.at(input)
    if (!Number.isFinite(expected)) return Infinity
    const size = Math.max(Math.abs(output), Math.abs(expected))
    return Math.abs(output - expected) / Math.max(0.1 * size, 4 * noiseUnit(f, input), 0.01)
  }

const GUESS = { of: () => () => 0 }

const ofLaw = (drawn: DrawnNumeric) =>
  drawn.params.variant === 'clean' ? null : misfitOf(lawOf(drawn))

const NUMERIC: Readers<DrawnNumeric> = {
  'the truth': { of: (drawn) => misfitOf(subject(drawn)) },
  'the law without its departure': { of: ofLaw },
  'the same, where the law is wrong': {
    of: ofLaw,
    counts: (drawn, { choices, right }) =>
      contradicts(lawOf(drawn), OfNumbers.parse(choices[right])),
  },
  'the same operators, other parameters': {
    of(drawn, random) {
      const other = withOtherLaw(drawn, random)
      return other && misfitOf(other)
    },
  },
  'a guess': GUESS,
}

const DRAWS = 200
const STRINGS: Readers<DrawnString> = {
  'the truth': {
    of(drawn, random) {
      const truth = stringTruth(drawn)
      return (choice) => {
        const { input, output } = OfStrings.parse(choice)
        const inputs = Array.from({ length: DRAWS }, () => input)
        return truth.sample(inputs, random).includes(output) ? 0 : 1
      }
    },
  },
  'the first operator alone': {
    of({ steps: [first, second] }, random) {
      if (!first || !second) return null
      const { run } = program([first], random)
      return (choice) => {
        const { input, output } = OfStrings.parse(choice)
        return run(input) === output ? 0 : 1
      }
    },
  },
  'a guess': GUESS,
}

/** Share of the questions in which the reader picks the right one, by chance among equals. */
function score(misfit: Misfit, questions: readonly Question[], random: Random): number {
  const hits = questions.map(({ choices, right }) => {
    const misfits = choices.map(misfit)
    const least = Math.min(...misfits)
    const best = [...choices.keys()].filter((i) => misfits[i] === least)
    return Number(best[Math.floor(random() * best.length)] === right)
  })
  return mean(hits)
}

function study<C extends Category, Drawn extends { readonly name: string }>(
  suite: Suite<C>,
  drawn: readonly Drawn[],
  readers: Readers<Drawn>,
): void {
  const drawnOf = new Map(drawn.map((one) => [one.name, one]))
  const scores = new Map<string, number[]>()
  for (const fn of suite.functions(seed)) {
    const id = functionName(suite.name, fn.id)
    const own = drawnOf.get(id)!
    for (const name of suite.unitTests) {
      const asked = fn.questions(name, randomStream(seed, id, name))
      if ('inapplicable' in asked) continue
      for (const [reader, { of, counts }] of Object.entries(readers)) {
        const random = randomStream(seed, id, name, reader)
        const misfit = of(own, random)
        const counted = asked.filter((question) => counts?.(own, question) ?? true)
        if (!misfit || counted.length === 0) continue
        const key = `${fn.variant} | ${reader} | ${name}`
        const list = scores.get(key) ?? []
        scores.set(key, list)
        list.push(score(misfit, counted, random))
      }
    }
  }
  const tests = suite.unitTests
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

study(numeric, drawnNumeric(seed), NUMERIC)
study(strings, drawnStrings(seed), STRINGS)
