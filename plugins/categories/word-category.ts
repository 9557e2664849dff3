/** What categories of functions of words share whose answers hold no code. */
import { z } from 'zod'
import type { Code, Json, Meter, Random, Tools } from '../contracts.ts'
import type { ExemplarDraw } from '../model.ts'
import {
  type FunctionBox,
  functionCategory,
  type FunctionCategory,
  type FunctionPrompt,
  type FunctionTruth,
} from './functions.ts'

export type Words = readonly string[]

/** A function of words, and the words that show it. */
export interface WordTruth<Output> extends FunctionTruth<Words, readonly Output[]> {
  /** They mix what is of the function with what is not; it is judged at none of them. */
  readonly exemplars: Words
}

/** Characters of an input: no name is longer. */
const LONGEST = 200

/**
 * @param about.shown draws so many different words that may show a function.
 */
export function wordCategory<Name extends string, Output extends Json>({
  shown,
  prompt,
  ...about
}: Pick<
  FunctionCategory<Name, string, Output, Words, readonly Output[]>,
  'name' | 'readOutput' | 'show' | 'toModel'
> & {
  readonly prompt: Omit<FunctionPrompt<string>, 'exemplars'>
  readonly shown: (count: number, random: Random) => Words
}) {
  const ofWords = functionCategory<Name, string, Output, Words, readonly Output[]>({
    ...about,
    input: {
      schema: z.string().describe('A word, or several that are one name'),
      expected: `words of at most ${LONGEST} characters`,
      accepts: (input) => typeof input === 'string' && input.length <= LONGEST,
    },
    pack: (inputs) => inputs,
    prompt: { ...prompt, exemplars: { regular: shown, random: shown } },
    samples: { inputs: [], functions: {} },
  })
  const { manuals, experiments, check: _, form: _form, ...told } = ofWords.prompt
  type Box = FunctionBox<string, Output>
  /** The exemplars of each box: a model may be shown them, and no box has them to be asked for. */
  const exemplarsOf = new WeakMap<object, Words>()

  return {
    ...ofWords,

    open(truth: WordTruth<Output>, meter: Meter, random: Random): Box {
      const box = ofWords.open(truth, meter, random)
      exemplarsOf.set(box, truth.exemplars)
      return box
    },

    prompt: {
      ...told,
      manuals: [manuals[0]] as const,
      /** Answers hold no code that could be tried. */
      experiments: (box: Box, run: Tools['run'], language: Code['language']) =>
        [experiments(box, run, language)[0]] as const,
      /** Lines of a function's own exemplars, and of words at random where more are asked for. */
      async exemplars(box: Box, { count, draw }: ExemplarDraw, random: Random) {
        const own = draw === 'regular' ? (exemplarsOf.get(box) ?? []) : []
        const others = shown(count + own.length, random).filter((word) => !own.includes(word))
        const inputs = [...own, ...others].slice(0, count)
        const outputs = await box.queryAll(inputs)
        return inputs.map(
          (one, i) => `${JSON.stringify(one)} -> ${JSON.stringify(about.toModel(outputs[i]!))}`,
        )
      },
    },
  }
}
