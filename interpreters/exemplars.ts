import type {
  BlackBox,
  Category,
  Interpretation,
  Interpreter,
  InterpreterContext,
} from '../plugins/contracts.ts'
import { howToAnswer } from '../plugins/llm/answer.ts'
import { askForInterpretation } from '../plugins/llm/ask-for-interpretation.ts'
import { estimateOnce } from './aia/estimate.ts'
import { exemplarLines, ExemplarOptions } from './aia/exemplars/exemplars.ts'
import { FormOptions } from './aia/options.ts'
import { PROMPTS, readingInstructions, versionWithPrompts } from './aia/prompts/instructions.ts'

const Options = FormOptions.extend(ExemplarOptions.shape)

/**
 * FIND's MILAN-like baseline (arXiv 2309.03886): a language model that sees exemplars
 * alone, and answers once.
 */
export default function exemplars(options: unknown = {}): Interpreter {
  const settings = Options.parse(options)

  async function interpret<C extends Category>(
    box: BlackBox<C>,
    { model, random }: InterpreterContext,
  ): Promise<Interpretation> {
    const prompt = PROMPTS[box.category]
    const lines = await exemplarLines(box, settings, random)
    return askForInterpretation(
      model,
      {
        prompt: `exemplars/${box.category}@${prompt.version}`,
        instructions: readingInstructions(prompt),
        messages: [{ role: 'user', text: `Inputs of the function and their outputs:\n${lines}` }],
      },
      settings,
    )
  }

  return {
    name: 'exemplars',
    version: versionWithPrompts(1),
    deterministic: false,
    estimate(category) {
      const text = readingInstructions(PROMPTS[category]) + howToAnswer(settings)
      return estimateOnce({ instructions: text.length, exemplars: settings.count })
    },
    interpret: { numeric: interpret, strings: interpret },
  }
}
