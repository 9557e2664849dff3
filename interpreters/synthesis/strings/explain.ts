import type { FunctionAnswer } from '../../../plugins/index.ts'
import { program, type Step } from '../../../library/strings/index.ts'
import { type Candidate, stepsOf } from './candidate.ts'
import type { Evidence } from './evidence.ts'
import type { Library } from './library.ts'
import type { RandomProgram } from './random-programs.ts'

/** An answer in the library's own words. */
export function explain(candidate: Candidate): FunctionAnswer {
  return interpretationOf(stepsOf(candidate))
}

function interpretationOf(steps: readonly Step[]): FunctionAnswer {
  const { description, code } = program(steps)
  return { description, domain: null, code }
}

/** An answer that says what is random. */
export function explainRandom({ steps }: RandomProgram): FunctionAnswer {
  const { description, code } = program(steps)
  return {
    description: `Random: the same input may give different outputs. ${description} The index is drawn anew at every call, each one equally likely.`,
    domain: null,
    code,
  }
}

/** What is seen of a function that no program explains: the operator that is right most often. */
export function explainFailure({ pairs }: Evidence, { plain }: Library): FunctionAnswer {
  const right = (run: (input: string) => string) =>
    pairs.filter(({ input, output }) => run(input) === output).length
  let steps: Step[] = []
  let most = right((input) => input)
  for (const { step, runFirst } of plain) {
    const count = right(runFirst)
    if (count > most) {
      steps = [step]
      most = count
    }
  }
  const { code, description } = program(steps)
  return {
    description: `No program of two known operators fits. The closest is right on ${most} of ${pairs.length} inputs: ${description}`,
    domain: null,
    code,
  }
}
