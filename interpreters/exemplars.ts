import {
  askForInterpretation,
  type Category,
  type CategoryPlugin,
  howToAnswer,
  type Interpret,
  type Interpreter,
} from '../plugins/index.ts'
import { estimateOnce } from './aia/estimate.ts'
import { isPrompted, readingInstructions, versionWith } from './aia/instructions.ts'
import { ExemplarOptions, FormOptions } from './aia/options.ts'

const Options = FormOptions.extend(ExemplarOptions.shape)

/**
 * FIND's MILAN-like baseline (arXiv 2309.03886): a language model that sees exemplars
 * alone, and answers once.
 */
export default function exemplars(options: unknown = {}): Interpreter {
  const settings = Options.parse(options)
  const { dialect, language, count } = settings

  function interpret<C extends Category>(category: CategoryPlugin<C>): Interpret<C> | undefined {
    if (!isPrompted(category) || !category.prompt.exemplars) return undefined
    const { prompt } = category
    return async (box, { model, random, run }) => {
      const lines = (await prompt.exemplars?.(box, settings, random)) ?? []
      return askForInterpretation(model, {
        prompt: `exemplars/${category.name}@${prompt.version}`,
        instructions: readingInstructions(category),
        messages: [
          {
            role: 'user',
            text: `Inputs of the function and their outputs:\n${lines.join('\n')}`,
          },
        ],
        form: prompt.form(language),
        dialect,
        check: async (answer) => (await prompt.check?.(answer, box, run)) ?? null,
      })
    }
  }

  return {
    name: 'exemplars',
    version: versionWith(2),
    deterministic: false,
    estimate(category) {
      const text = isPrompted(category)
        ? readingInstructions(category) + howToAnswer(category.prompt.form(language), dialect)
        : ''
      return estimateOnce({ instructions: text.length, exemplars: count })
    },
    interpret,
  }
}
