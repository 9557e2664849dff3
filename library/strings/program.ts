import type { Code, Random } from '../../plugins/contracts.ts'
import { helpersOf } from './helpers.ts'
import type { Operator } from './operator.ts'
import { PARAMETER_SPACES } from './parameters.ts'
import { WITH_DIGIT, WITH_LETTER, WITH_OTHER_PARAMETER } from './with-parameter.ts'
import { WITHOUT_PARAMETER } from './without-parameter.ts'

/** Every operator. */
export const OPERATORS: readonly Operator[] = [
  ...WITHOUT_PARAMETER,
  ...WITH_DIGIT,
  ...WITH_LETTER,
  ...WITH_OTHER_PARAMETER,
]

const byName = new Map(OPERATORS.map((operator) => [operator.name, operator]))

/** An operator with its arguments. */
export type Step = {
  readonly operator: string
  readonly params: readonly (string | number)[]
}

export interface Program {
  run(this: void, input: string): string
  /** Defines `function f(x)`; a random program calls `Math.random`. */
  readonly code: Code
  /** One sentence in plain English. */
  readonly description: string
  readonly random: boolean
}

/** Throws where there is no operator of that name. */
export function operatorNamed(name: string): Operator {
  const operator = byName.get(name)
  if (!operator) throw new Error(`No string operator is named ${JSON.stringify(name)}`)
  return operator
}

function literalsOf({ operator, params }: Step): string[] {
  const { parameter } = operatorNamed(operator)
  const space = PARAMETER_SPACES[parameter]
  if (!space.has(params)) {
    throw new Error(`${operator} takes ${space.about}, not ${JSON.stringify(params)}`)
  }
  return params.map((value) => JSON.stringify(value))
}

/** The code of the steps, the first one applied first: the helpers they need, and `f`. */
function stepsSource(steps: readonly Step[]): string {
  const bodies = steps.map((step) => operatorNamed(step.operator).source(...literalsOf(step)))
  const [only] = bodies
  if (only !== undefined && bodies.length === 1) {
    const block = only.startsWith('{') ? only : `{return ${only}}`
    return [...helpersOf(only), `function f(x)${block}`].join('\n')
  }
  const call = bodies.reduce((inner, _, index) => `g${index + 1}(${inner})`, 'x')
  return [
    ...helpersOf(bodies.join('\n')),
    ...bodies.map((body, index) => `const g${index + 1}=x=>${body}`),
    `function f(x){return ${call}}`,
  ].join('\n')
}

function describe(steps: readonly Step[]): string {
  const phrases = steps.map((step) => operatorNamed(step.operator).describe(...literalsOf(step)))
  const [first = 'returns the input unchanged', ...rest] = phrases
  const opening = rest.length === 0 ? first : `first ${first}`
  const sentence = [opening, ...rest.map((phrase) => `then, on the result, ${phrase}`)].join('; ')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}

const noRandom: Random = () => {
  throw new Error('A random string program needs a random source')
}

/**
 * The composition of `steps`, the first one applied first: what runs is the very text that
 * `code` holds, so the two cannot differ. Random operators draw from `random`.
 *
 * Throws where a step names no operator or its arguments are not in the operator's space;
 * `run` of a random program throws where no `random` was given.
 */
export function program(steps: readonly Step[], random: Random = noRandom): Program {
  const source = stepsSource(steps)
  // An operator is its code; only texts of this library get here, with literals checked above.
  // The one use that they make of Math is Math.random, which the parameter shadows.
  // oxlint-disable-next-line typescript/no-implied-eval
  const define = new Function('Math', `${source}\nreturn f`)
  const run: (input: string) => string = define({ random })
  return {
    run,
    code: { language: 'javascript', source },
    description: describe(steps),
    random: steps.some((step) => operatorNamed(step.operator).random),
  }
}

/** One operator with its arguments as a function. Throws as {@link program} does. */
export function compile(operator: string, params: Step['params'], random?: Random): Program['run'] {
  return program([{ operator, params }], random).run
}
