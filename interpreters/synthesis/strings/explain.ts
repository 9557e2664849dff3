import type { FunctionAnswer } from '../../../plugins/index.ts'
import { helpersOf } from '../../../library/strings/helpers.ts'
import { operatorNamed, program, type Step } from '../../../library/strings/index.ts'
import { confidenceAfter } from '../confidence-after.ts'
import { type Candidate, candidateOf, stepsOf } from './candidate.ts'
import type { Evidence, Pair } from './evidence.ts'
import { FRESH, OPENING } from './inputs.ts'
import type { Library } from './library.ts'
import type { RandomProgram } from './random-programs.ts'

/** Departures that are shown. */
const SHOWN = 3

/** An answer in the library's own words. */
export function explain(candidate: Candidate): FunctionAnswer {
  return { ...inWords(stepsOf(candidate)), domain: null }
}

/**
 * An answer that fresh inputs did not refute. It says where the box refused to answer, and where its
 * answers depart from the program.
 *
 * @param checks fresh inputs at which the program was right.
 */
export function explainFound(
  candidate: Candidate,
  { pairs, refused }: Evidence,
  checks: number,
): FunctionAnswer {
  const answer = explain(candidate)
  const departures = pairs.filter(({ input, output }) => candidate.run(input) !== output)
  const description = `${answer.description}${refusalInWords(refused)}`
  if (departures.length === 0)
    return { ...answer, description, confidence: confidenceAfter(checks) }
  return {
    ...answer,
    description,
    domain: `On other text than printable ASCII the outputs may depart: ${quoted(departures)}.`,
    confidence: 0,
  }
}

function refusalInWords(refused: ReadonlySet<string>): string {
  if (refused.size === 0) return ''
  const some = [...refused].slice(0, SHOWN).map((input) => JSON.stringify(input))
  return ` Refuses some inputs, for instance ${some.join(', ')}.`
}

function quoted(pairs: readonly Pair[]): string {
  const shortest = pairs.toSorted((a, b) => a.input.length - b.input.length).slice(0, SHOWN)
  return shortest
    .map(({ input, output }) => `${JSON.stringify(input)} gives ${JSON.stringify(output)}`)
    .join(', ')
}

function inWords(steps: readonly Step[]): Pick<FunctionAnswer, 'description' | 'code'> {
  const turn = steps.reduce((sum, step) => sum + turnOf(step), 0)
  if (steps.length < 2 || Number.isNaN(turn)) {
    const { description, code } = program(steps)
    return { description, code }
  }
  // Two shifts are one, which may be wider than the library has it.
  const [operator, way] = [operatorNamed(turn < 0 ? 'shift_down' : 'shift_up'), Math.abs(turn)]
  const source = operator.source(`${way}`)
  const words = operator.describe(`${way}`)
  return {
    description: `${words.charAt(0).toUpperCase()}${words.slice(1)}.`,
    code: {
      language: 'javascript',
      source: [...helpersOf(source), `function f(x){return ${source}}`].join('\n'),
    },
  }
}

/** How far a step turns the alphabet; NaN where it does anything else. */
function turnOf({ operator, params }: Step): number {
  const way = { shift_up: 1, shift_down: -1 }[operator] ?? NaN
  return way * Number(params[0])
}

/**
 * An answer that says what is random.
 *
 * @param checks how many of the fresh inputs had an output that the program could have given.
 */
export function explainRandom({ steps }: RandomProgram, checks: number): FunctionAnswer {
  const { description, code } = program(steps)
  return {
    description: `Random: the same input may give different outputs. ${description} The index is drawn anew at every call, each one equally likely.`,
    domain: null,
    confidence: confidenceAfter(checks, FRESH.length),
    code,
  }
}

/** So many compositions that are right about the opening are compared on all inputs. */
const COMPARED = 3000

/**
 * What is seen of a function that no program explains: the program that is right most often, of
 * one operator or of two.
 */
export function explainFailure(evidence: Evidence, library: Library): FunctionAnswer {
  const { pairs, refused } = evidence
  const right = ({ run }: Candidate) =>
    pairs.filter(({ input, output }) => run(input) === output).length
  let closest = candidateOf([])
  let most = right(closest)
  for (const candidate of conceivable(evidence, library)) {
    const count = right(candidate)
    if (count > most) [closest, most] = [candidate, count]
  }
  const { code, description } = program(stepsOf(closest))
  const where =
    pairs.length === 0 ? 'No input had an output' : 'No program of two known operators fits'
  return {
    description: `${where}.${refusalInWords(refused)} The closest is right on ${most} of ${pairs.length} inputs: ${description}`,
    domain: null,
    confidence: 0,
    code,
  }
}

/** Single operators, then pairs that are right about the opening. */
function* conceivable(evidence: Evidence, { plain, opening }: Library): Generator<Candidate> {
  for (const one of plain) yield candidateOf([one])
  const [output] = evidence.answers(OPENING)
  if (output === undefined) return
  let compared = 0
  for (const { inners, outer } of opening.leadsTo(output))
    for (const index of inners) {
      const inner = opening.inner[index]
      if (inner) yield candidateOf([inner, outer])
      if (++compared === COMPARED) return
    }
}
