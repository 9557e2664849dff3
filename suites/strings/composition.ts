import type { Random } from '../../plugins/contracts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { pick } from './draw.ts'
import { naturalInputs } from './natural-inputs.ts'
import {
  compile,
  LETTERS,
  type Operator,
  operatorNamed,
  type Step,
} from '../../library/strings/index.ts'

/**
 * Whether `outer(inner(x))` can be worth finding, judged by the kinds of the two operators.
 *
 * A text that an operator has reduced to a character or to number words is not reduced again: a
 * count after a count would see a number word only, of which there are some thirty, and the
 * first character after the last one is the last one.
 */
export function composes(outer: Operator, inner: Operator): boolean {
  return outer.name !== inner.name && (outer.output === 'text' || inner.output === 'text')
}

/** Inputs on which a composition must differ from each of its parts. */
const SHOWING_INPUTS = 2
/** Largest share of the inputs that may have one and the same output. */
const LARGEST_SHARE = 0.8

/** Inputs of the sample with white space around them. */
const PADDED = 6

/**
 * The inputs that show whether a composition collapses: natural ones with a letter put in
 * somewhere, one for each letter in lower and in upper case, and some with white space around.
 */
export function sampleInputs(random: Random): string[] {
  const inputs = naturalInputs(random, LETTERS.length, []).map((input, index) => {
    const at = pick(random, [0, input.length >> 1, input.length])
    return input.slice(0, at) + LETTERS.charAt(index) + input.slice(at)
  })
  return [...inputs, ...inputs.slice(0, PADDED).map((input) => ` \t${input}  `)]
}

const differing = (a: readonly string[], b: readonly string[]) =>
  a.filter((output, index) => output !== b[index]).length

function compiled({ operator, params }: Step) {
  const { random } = operatorNamed(operator)
  return compile(operator, params, random ? randomStream(0, 'collapse', operator) : undefined)
}

/**
 * Why `outer(inner(x))` is no function of its own on the sample, or null where it is one: it is
 * constant on nearly all inputs, or hardly ever differs from its parts or from its input.
 */
export function collapse(outer: Step, inner: Step, sample: readonly string[]): string | null {
  const runOuter = compiled(outer)
  const runInner = compiled(inner)
  const innerOutputs = sample.map(runInner)
  const outputs = innerOutputs.map(runOuter)

  const counts = Map.groupBy(outputs, (output) => output)
  const most = Math.max(...Array.from(counts.values(), (same) => same.length))
  if (most > LARGEST_SHARE * sample.length) return `constant on ${most} of ${sample.length} inputs`
  if (differing(outputs, sample) < SHOWING_INPUTS) return 'equal to its input'
  if (differing(outputs, innerOutputs) < SHOWING_INPUTS) return `equal to ${inner.operator} alone`
  const outerOutputs = sample.map(runOuter)
  if (differing(outputs, outerOutputs) < SHOWING_INPUTS) return `equal to ${outer.operator} alone`
  return null
}
