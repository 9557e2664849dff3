/**
 * Questions about numeric functions for FIND's unit test of descriptions, and its strict twin. Of
 * a corrupted function, half of the questions are about the corrupted interval.
 */
import { quantile } from 'd3-array'
import type { FunctionSpec, Random, UnitTest } from '../../plugins/contracts.ts'
import {
  type Draft,
  drawQuestions,
  type Drafting,
  type Example,
} from '../../plugins/categories/unit-test.ts'
import {
  contradicts,
  corruptedInterval,
  drawInput,
  drawWithin,
  exampleAt,
  nearby,
  subject,
  type Subject,
  whereDiffer,
} from './examples.ts'
import { contains } from '../../library/numeric/index.ts'
import { lawOf, withOtherInterval, withOtherLaw } from './relatives.ts'
import { numericSpecs } from './specs.ts'
import { buildTruth } from './truth.ts'

/** Any seed does: whatever its functions are, an example that also fits the truth is not used. */
const OTHERS_SEED = 0
/** Inputs that are tried for one at which functions differ. */
const CANDIDATES = 40
/** Relatives that are tried for one that tells. */
const RIVALS = 10
/** How far other constants may be off. */
const CONSTANT_REACH = 10

/** The function's own example among examples of two other numeric functions. */
export const unitTest: UnitTest<'numeric'> = {
  name: 'unit-test',
  questions(spec, truth, random) {
    const f = subject(spec, truth)
    const interval = corruptedInterval(f)
    const inside: Drafting<'numeric'> = () => amongOthers(f, drawWithin(interval!, random), random)
    const outside: Drafting<'numeric'> = () => {
      const x = candidates(() => drawInput(f, random)).find(
        (at) => !(interval && contains(interval, at)) && Number.isFinite(f.at(at)),
      )
      return x === undefined ? null : amongOthers(f, x, random)
    }
    return (
      drawQuestions(interval ? [inside, outside] : [outside], random) ?? {
        inapplicable: 'no example of another function contradicts it',
      }
    )
  },
}

/**
 * The function's own example among examples of two functions of the same operators: with other
 * parameters, or with another corrupted interval.
 */
export const strictUnitTest: UnitTest<'numeric'> = {
  name: 'unit-test-strict',
  questions(spec, truth, random) {
    const f = subject(spec, truth)
    const interval = corruptedInterval(f)
    if (!interval && !withOtherLaw(spec, random))
      return { inapplicable: 'its operators have no parameters' }
    const reach = spanOf(lawOf(spec)) || CONSTANT_REACH
    const ofLaw: Drafting<'numeric'> = () => amongLaws(spec, f, reach, random)
    const ofInterval: Drafting<'numeric'> = () => amongIntervals(spec, f, random)
    return (
      drawQuestions(interval ? [ofInterval, ofLaw] : [ofLaw], random) ?? {
        inapplicable: 'no other parameters of its operators give an output that is clearly another',
      }
    )
  },
}

function amongOthers(f: Subject, x: number, random: Random): Draft<'numeric'> | null {
  const own = exampleAt(f, x, random)
  const [first, second] = [exampleOfAnother(random), exampleOfAnother(random)]
  return checked(f, own, first, second)
}

function exampleOfAnother(random: Random): Example<'numeric'> | null {
  const specs = numericSpecs(OTHERS_SEED)
  const spec = specs[Math.floor(random() * specs.length)]!
  const g = subject(spec, buildTruth(spec))
  const interval = random() < 0.5 && corruptedInterval(g)
  return exampleAt(g, interval ? drawWithin(interval, random) : drawInput(g, random), random)
}

/** At the function's own input both others differ: no example is right of the whole family. */
function amongLaws(
  spec: FunctionSpec<'numeric'>,
  f: Subject,
  reach: number,
  random: Random,
): Draft<'numeric'> | null {
  const inputs = candidates(() => drawInput(f, random))
  const first = rival(spec, f, inputs, reach, random)
  const second = first && rival(spec, f, inputs, reach, random)
  if (!first || !second) return null
  const x = first.where.find((at) => second.where.includes(at))
  const x1 = first.where.find((at) => at !== x)
  const x2 = second.where.find((at) => at !== x && at !== x1)
  return examples([f, x], [first.g, x1], [second.g, x2], random)
}

/** A relative, and where it differs: not by too much, or else a vague description would do. */
function rival(
  spec: FunctionSpec<'numeric'>,
  f: Subject,
  inputs: readonly number[],
  reach: number,
  random: Random,
) {
  for (let i = 0; i < RIVALS; i++) {
    const g = withOtherLaw(spec, random)
    if (!g) return null
    const where = whereDiffer(f, g, inputs, reach)
    if (where.length > 0) return { g, where }
  }
  return null
}

/**
 * The own example is inside of the interval and one of the others inside of it too, as if it were
 * nowhere: who missed the corruption takes that one. The last is of an interval too far.
 */
function amongIntervals(
  spec: FunctionSpec<'numeric'>,
  f: Subject,
  random: Random,
): Draft<'numeric'> | null {
  const [interval, lacking, having] = [
    corruptedInterval(f),
    withOtherInterval(spec, random),
    withOtherInterval(spec, random),
  ]
  const beyond = having && corruptedInterval(having)
  if (!interval || !lacking || !having || !beyond) return null
  const inside = candidates(() => drawWithin(interval, random))
  const outside = candidates(() => drawWithin(beyond, random)).filter((x) => !contains(interval, x))
  const [x, x1] = whereDiffer(f, lacking, inside)
  const [x2] = whereDiffer(f, having, outside)
  return examples([f, x], [lacking, x1], [having, x2], random)
}

/** Different ones. */
function candidates(draw: () => number): number[] {
  return [...new Set(Array.from({ length: CANDIDATES }, draw))]
}

type Place = readonly [f: Subject, x: number | undefined]

function examples(
  own: Place,
  first: Place,
  second: Place,
  random: Random,
): Draft<'numeric'> | null {
  const at = ([f, x]: Place) => (x === undefined ? null : exampleAt(f, x, random))
  return checked(own[0], at(own), at(first), at(second))
}

function checked(
  f: Subject,
  own: Example<'numeric'> | null,
  first: Example<'numeric'> | null,
  second: Example<'numeric'> | null,
): Draft<'numeric'> | null {
  if (!own || !first || !second) return null
  return contradicts(f, first) && contradicts(f, second) ? { own, others: [first, second] } : null
}

/** Between the quantiles 2 % and 98 % of the outputs around the centre of its law. */
function spanOf(f: Subject): number {
  const outputs = f.truth.expected(nearby(f)).filter(Number.isFinite)
  return (quantile(outputs, 0.98) ?? 0) - (quantile(outputs, 0.02) ?? 0)
}
