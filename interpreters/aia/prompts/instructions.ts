import type { Category } from '../../../plugins/contracts.ts'
import { type AnswerForm, howToAnswer } from '../../../plugins/llm/answer.ts'
import { howToExperiment } from './how-to-experiment.ts'
import { numeric } from './numeric.ts'
import type { Prompt } from './prompt.ts'
import { strings } from './strings.ts'

export const PROMPTS: { readonly [C in Category]: Prompt } = { numeric, strings }

/** Of an interpreter: what it does itself, and then what each prompt says. */
export const versionWithPrompts = (own: number) =>
  [own, ...Object.values(PROMPTS).map(({ version }) => version)].join('.')

/** Instructions for the loop of experiments. */
export const loopInstructions = (prompt: Prompt, form: AnswerForm, synthesis: boolean) =>
  sections(
    prompt,
    prompt.method,
    prompt.judged,
    howToExperiment(form.dialect, synthesis),
    howToAnswer(form),
  )

/** Instructions for an answer from examples, less how to answer. */
export const readingInstructions = (prompt: Prompt) =>
  sections(prompt, prompt.reading, prompt.judged)

const sections = ({ category, task }: Prompt, ...others: readonly string[]) =>
  [`Category: ${category}`, task, ...others].join('\n\n')
