import {
  compile,
  type Operator,
  PARAMETER_SPACES,
  type Step,
} from '../../../library/strings/index.ts'
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
  const outputs: (string | undefined)[] = []
  return {
    operator,
    step: { operator: operator.name, params },
    run,
    runFirst(input) {
      const index = COMMON_INPUTS.get(input)
      return index === undefined ? run(input) : (outputs[index] ??= run(input))
    },
  }
}

const known = new Map<Operator, readonly Instance[]>()

/** An operator with each of its arguments; none where they are too many to list. */
export function instancesOf(operator: Operator): readonly Instance[] {
  const instances =
    known.get(operator) ??
    (PARAMETER_SPACES[operator.parameter].values ?? []).map((params) =>
      instanceOf(operator, params),
    )
  known.set(operator, instances)
  return instances
}
