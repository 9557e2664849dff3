/** What tests of compiled programs share: all short inputs, and what a compiled model answers. */
import { openEngine } from '../transformer/engine.ts'
import type { Transformer } from '../transformer/model.ts'
import { ANSWER_LOGIT, type TokenNumbers } from './assemble.ts'
import { tokens as ofTokens, type Value } from './language.ts'
import type { Plan } from './plan.ts'

/** All sequences of tokens of one length. */
export function sequences(tokens: readonly Value[], length: number): readonly (readonly Value[])[] {
  return Array.from({ length }).reduce<readonly (readonly Value[])[]>(
    (shorter) => shorter.flatMap((start) => tokens.map((token) => [...start, token])),
    [[]],
  )
}

/**
 * The value that a model answers at each position of inputs of equal length, null where all
 * logits are 0; undefined where they are neither, to 1e-6.
 */
export function answersOf(
  model: Transformer,
  numbers: TokenNumbers,
  inputs: readonly (readonly Value[])[],
): readonly (readonly (Value | undefined)[])[] {
  const prompts = inputs.map((input) => [
    numbers.begin,
    ...input.map((token) => numbers.inputs.get(token)!),
  ])
  const { logits } = openEngine(model).run(prompts)
  const positions = prompts[0]!.length
  return inputs.map((input, b) =>
    input.map((_, i) => {
      const from = (b * positions + 1 + i) * numbers.size
      return decode(logits.subarray(from, from + numbers.size), numbers)
    }),
  )
}

function decode(logits: ArrayLike<number>, { outputs }: TokenNumbers): Value | undefined {
  const said = [...outputs].filter(([, number]) => Math.abs(logits[number]! - ANSWER_LOGIT) < 1e-6)
  const silent = Array.from(logits).filter((logit) => Math.abs(logit) < 1e-6).length
  if (silent === logits.length) return null
  return said.length === 1 && silent === logits.length - 1 ? said[0]![0] : undefined
}

/** Numbers for the tokens and answers of a program, in order. */
export function numbersOf({ spaces, program }: Plan): TokenNumbers {
  const inputs = new Map<Value, number>()
  const outputs = new Map<Value, number>()
  let size = 1
  for (const value of spaces.get(ofTokens)!.values) inputs.set(value, size++)
  for (const value of spaces.get(program)!.values) outputs.set(value, size++)
  return { begin: 0, size, inputs, outputs }
}
