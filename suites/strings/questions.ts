/**
 * Questions about string functions for FIND's unit test of descriptions, and its strict twin.
 * Inputs are such as people would try; half of them hold what the function looks at.
 */
import type { Questions, Random } from '../../plugins/contracts.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { type Drafting, drawQuestions, type Example } from '../../plugins/categories/unit-test.ts'
import { pick, repeat } from './draw.ts'
import { baitOf } from './hard-inputs.ts'
import { naturalInputs } from './natural-inputs.ts'
import { operatorNamed, PARAMETER_SPACES, program, type Step } from '../../library/strings/index.ts'
import { type DrawnFunction, drawnFunctions, drawParams } from './drawn-functions.ts'
import { type StringTruth, stringTruth } from './truth.ts'

/** Any seed does: whatever its functions are, an example that also fits the truth is not used. */
const OTHERS_SEED = 0
/** Outputs drawn of a random function, to know those that it can have. */
const CHANCES = 200
/** Inputs that are tried for one at which functions differ. */
const CANDIDATES = 24
/** Functions of other parameters that are tried for one that differs. */
const RIVALS = 10

/** The function's own example among examples of two other string functions. */
export function unitTest(drawn: DrawnFunction, random: Random): Questions {
  const { steps: own } = drawn
  const truth = stringTruth(drawn)
  const others = certainFunctions(OTHERS_SEED)
  const { letters } = baitOf(own)
  const other = (): Example<string, string> => {
    const steps = pick(random, others)
    const input = naturalInput(baitOf(steps).letters, random)
    return { input, output: program(steps).run(input) }
  }
  const drafting: Drafting<string, string> = () => {
    const input = naturalInput(letters, random)
    const [first, second] = [other(), other()]
    if ([first, second].some((example) => fits(own, truth, example, random))) return null
    return {
      own: { input, output: truth.sample([input], random)[0]! },
      others: [first, second],
    }
  }
  return (
    drawQuestions([drafting], random) ?? {
      inapplicable: 'no example of another function contradicts it',
    }
  )
}

/**
 * The function's own example among examples of two functions of the same operators with other
 * parameters, at inputs where the three are not alike.
 */
export function strictUnitTest({ steps }: DrawnFunction, random: Random): Questions {
  const own = program(steps)
  if (isRandom(steps)) return { inapplicable: 'the function is random' }
  if (steps.every((step) => !hasParameters(step)))
    return { inapplicable: 'its operators have no parameters' }
  const drafting: Drafting<string, string> = () => {
    const first = rival(steps, random)
    const second = first && rival(steps, random)
    if (!first || !second) return null
    const letters = [steps, first.steps, second.steps].flatMap((each) => baitOf(each).letters)
    const input = candidates(letters, random).find(
      (x) => own.run(x) !== first.run(x) && own.run(x) !== second.run(x),
    )
    if (input === undefined) return null
    return { own: { input, output: own.run(input) }, others: [first.example, second.example] }
  }
  return (
    drawQuestions([drafting], random) ?? {
      inapplicable: 'no other parameters of its operators make another function of it',
    }
  )
}

const certainFunctions = perSeed((seed) =>
  drawnFunctions(seed)
    .map(({ steps }) => steps)
    .filter((steps) => !isRandom(steps)),
)

const isRandom = (steps: readonly Step[]) =>
  steps.some(({ operator }) => operatorNamed(operator).random)

/** Whether the function may give the example's output. */
function fits(
  steps: readonly Step[],
  truth: StringTruth,
  { input, output }: Example<string, string>,
  random: Random,
): boolean {
  if (!isRandom(steps)) return truth.expected([input])[0] === output
  const inputs = Array.from({ length: CHANCES }, () => input)
  return truth.sample(inputs, random).includes(output)
}

/** Draws an input that has one of the letters, where there are any, in one of two draws. */
function naturalInput(letters: readonly string[], random: Random): string {
  return pick(random, naturalInputs(random, 2, letters))
}

/** Draws an input into which one of the letters is put, in one of two draws. */
function baitedInput(letters: readonly string[], random: Random): string {
  const input = pick(random, naturalInputs(random, 1, []))
  if (letters.length === 0 || random() < 0.5) return input
  const letter = pick(random, letters)
  if (input.includes(letter)) return input
  const at = pick(random, [0, input.length >> 1, input.length])
  return input.slice(0, at) + letter + input.slice(at)
}

const candidates = (letters: readonly string[], random: Random) =>
  repeat(CANDIDATES, () => baitedInput(letters, random))

/** The same operators with other parameters, and an example that shows it. */
function rival(own: readonly Step[], random: Random) {
  const truth = program(own).run
  for (let i = 0; i < RIVALS; i++) {
    const steps = otherSteps(own, random)
    const { run } = program(steps)
    const letters = [...baitOf(own).letters, ...baitOf(steps).letters]
    const input = candidates(letters, random).find((x) => run(x) !== truth(x))
    if (input !== undefined) return { steps, run, example: { input, output: run(input) } }
  }
  return null
}

const hasParameters = ({ params }: Step) => params.length > 0

/** The same operators; every parameter is drawn anew or kept, at random. */
function otherSteps(steps: readonly Step[], random: Random): Step[] {
  return steps.map((step) => {
    const operator = operatorNamed(step.operator)
    const space = PARAMETER_SPACES[operator.parameter]
    for (;;) {
      const fresh = drawParams(random, operator)
      const params = step.params.map((value, i) => (random() < 0.5 ? value : fresh[i]!))
      if (space.has(params)) return { operator: step.operator, params }
    }
  })
}
