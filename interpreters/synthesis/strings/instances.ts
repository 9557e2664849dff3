import {
  compile,
  LETTERS,
  type Operator,
  OPERATORS,
  PARAMETER_SPACES,
  type Step,
} from '../../../suites/strings/operators.ts'
import { COMMON_INPUTS } from './inputs.ts'

/** An operator with its arguments, compiled when it first runs. */
export interface Instance {
  readonly operator: Operator
  readonly step: Step
  readonly run: (input: string) => string
  /** The same, kept for inputs that are asked of many functions. */
  readonly runFirst: (input: string) => string
}

export function instanceOf(operator: Operator, params: Step['params']): Instance {
  let compiled: ((input: string) => string) | undefined
  const run = (input: string) => (compiled ??= compile(operator.name, params))(input)
  const outputs = new Map<string, string>()
  return {
    operator,
    step: { operator: operator.name, params },
    run,
    runFirst(input) {
      const known = outputs.get(input)
      if (known !== undefined) return known
      const output = run(input)
      if (COMMON_INPUTS.has(input)) outputs.set(input, output)
      return output
    },
  }
}

const instancesOf = (wanted: (operator: Operator) => boolean) =>
  OPERATORS.filter(wanted).flatMap((operator) =>
    (PARAMETER_SPACES[operator.parameter].values ?? []).map((params) =>
      instanceOf(operator, params),
    ),
  )

/** Replacements of a letter by a letter: 2652, more than all others together. */
export const REPLACEMENTS = instancesOf(({ parameter }) => parameter === 'letters')

const replacements = new Map(REPLACEMENTS.map((one) => [one.step.params.join(''), one]))

/** The replacement of one letter by another; undefined where it is none of the library's. */
export const replacementOf = (from: string, to: string) => replacements.get(from + to)

const operatorOf = (kind: Operator['parameter']) => {
  const operator = OPERATORS.find(({ parameter }) => parameter === kind)
  if (!operator) throw new Error(`The library has no operator of a ${kind}`)
  return operator
}
const permuting = operatorOf('permutation')
const appending = operatorOf('suffix')

/** The library's map of a-z to `letters`, in this order. */
export const permutationOf = (letters: string) => instanceOf(permuting, [letters])

/** The library's appending of some letters. */
export const suffixOf = (letters: string) => instanceOf(appending, [letters])

/** Every other deterministic operator whose arguments can be listed, and suffixes of one letter. */
export const PLAIN: readonly Instance[] = [
  ...instancesOf(({ parameter, random }) => !random && parameter !== 'letters'),
  ...LETTERS.split('').map(suffixOf),
]
