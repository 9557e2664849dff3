/**
 * Questions about numeric functions for FIND's unit test of descriptions, and its strict twin. Of
 * a corrupted function, half of the questions are about the corrupted interval.
 */
import { quantile } from 'd3-array'
import type { Questions, Random } from '../../plugins/contracts.ts'
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
import { drawnFunctions } from './drawn-functions.ts'
import type { DrawnFunction } from './params.ts'

/** Any seed does: whatever its functions are, an example that also fits the truth is not used. */
const OTHERS_SEED = 0
/** Inputs that are tried for one at which functions differ. */
const CANDIDATES = 40
/** Relatives that are tried for one that tells. */
const RIVALS = 10
/** How far other constants may be off. */
const CONSTANT_REACH = 10

/** The function's own example among examples of two other numeric functions. */
export function unitTest(drawn: DrawnFunction, random: Random): Questions {
  const f = subject(drawn)
  const interval = corruptedInterval(f)
  const inside: Drafting<number, number> = () =>
    amongOthers(f, drawWithin(interval!, random), random)
  const outside: Drafting<number, number> = () => {
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
}

/**
 * The function's own example among examples of two functions of the same operators: with other
 * parameters, or with another corrupted interval.
 */
export function strictUnitTest(drawn: DrawnFunction, random: Random): Questions {
  const f = subject(drawn)
  const interval = corruptedInterval(f)
  if (!interval && !withOtherLaw(drawn, random))
    return { inapplicable: 'its operators have no parameters' }
  const reach = spanOf(lawOf(drawn)) || CONSTANT_REACH
  const ofLaw: Drafting<number, number> = () => amongLaws(drawn, f, reach, random)
  const ofInterval: Drafting<number, number> = () => amongIntervals(drawn, f, random)
  return (
    drawQuestions(interval ? [ofInterval, ofLaw] : [ofLaw], random) ?? {
      inapplicable: 'no other parameters of its operators give an output that is clearly another',
    }
  )
}

function amongOthers(f: Subject, x: number, random: Random): Draft<number, number> | null {
  const own = exampleAt(f, x, random)
  const [first, second] = [exampleOfAnother(random), exampleOfAnother(random)]
  return checked(f, own, first, second)
}

function exampleOfAnother(random: Random): Example<number, number> | null {
  const all = drawnFunctions(OTHERS_SEED)
  const g = subject(all[Math.floor(random() * all.length)]!)
  const interval = random() < 0.5 && corruptedInterval(g)
  return exampleAt(g, interval ? drawWithin(interval, random) : drawInput(g, random), random)
}

/** Drafts a question in which both others differ at the function's own input: no example is right of the whole family. */
function amongLaws(
  drawn: DrawnFunction,
  f: Subject,
  reach: number,
  random: Random,
): Draft<number, number> | null {
  const inputs = candidates(() => drawInput(f, random))
  const first = rival(drawn, f, inputs, reach, random)
  const second = first && rival(drawn, f, inputs, reach, random)
  if (!first || !second) return null
  const x = first.where.find((at) => second.where.includes(at))
  const x1 = first.where.find((at) => at !== x)
  const x2 = second.where.find((at) => at !== x && at !== x1)
  return examples([f, x], [first.g, x1], [second.g, x2], random)
}

/** A relative, and where it differs: not by too much, or else a vague description would do. */
function rival(
  drawn: DrawnFunction,
  f: Subject,
  inputs: readonly number[],
  reach: number,
  random: Random,
) {
  for (let i = 0; i < RIVALS; i++) {
    const g = withOtherLaw(drawn, random)
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
  drawn: DrawnFunction,
  f: Subject,
  random: Random,
): Draft<number, number> | null {
  const [interval, lacking, having] = [
    corruptedInterval(f),
    withOtherInterval(drawn, random),
    withOtherInterval(drawn, random),
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
): Draft<number, number> | null {
  const at = ([f, x]: Place) => (x === undefined ? null : exampleAt(f, x, random))
  return checked(own[0], at(own), at(first), at(second))
}

function checked(
  f: Subject,
  own: Example<number, number> | null,
  first: Example<number, number> | null,
  second: Example<number, number> | null,
): Draft<number, number> | null {
  if (!own || !first || !second) return null
  return contradicts(f, first) && contradicts(f, second) ? { own, others: [first, second] } : null
}

/** Between the quantiles 2 % and 98 % of the outputs around the centre of its law. */
function spanOf(f: Subject): number {
  const outputs = f.truth.expected(nearby(f)).filter(Number.isFinite)
  return (quantile(outputs, 0.98) ?? 0) - (quantile(outputs, 0.02) ?? 0)
}
