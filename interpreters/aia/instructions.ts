import {
  type AnswerForm,
  type Category,
  type CategoryPlugin,
  type Dialect,
  howToAnswer,
  type Interpretation,
  type Prompt,
} from '../../plugins/index.ts'

/** A category that tells language models of itself. */
export type Prompted<C extends Category> = CategoryPlugin<C> & { readonly prompt: Prompt<C> }

export const isPrompted = <C extends Category>(
  category: CategoryPlugin<C>,
): category is Prompted<C> => category.prompt !== undefined

/** An interpreter's own number, and what the category's prompt says of itself. */
export const versionWith = (own: number) => (category: CategoryPlugin) =>
  category.prompt ? `${own}.${category.prompt.version}` : String(own)

const SYNTHESIS = `
- run_synthesis, once: a program makes experiments of its own and fits laws from a library that it knows. It takes of your queries. Its answer is one hypothesis: test it before you submit it.`

/** How a model asks for experiments, by function tools or by lines of text, and when it ends. */
const howToExperiment = ({ tools, text }: Prompt<never>['experimenting']) => ({
  tools: `How to work here:
${tools}
- submit_interpretation gives your answer and ends the work.
- Every turn must call a tool. Before the call, say in a sentence or two what you think now and what the next experiment is to decide.`,
  text: `How to work here:
${text}
- Whatever else you write is your own thought: keep it to a sentence or two of what you think now and what the next experiment is to decide.
- Every turn has either [RUN] lines or the answer, not both. The answer ends the work.`,
})

/** Instructions for the loop of experiments. */
export function loopInstructions<C extends Category>(
  category: Prompted<C>,
  form: AnswerForm<Interpretation>,
  { dialect, synthesis }: { readonly dialect: Dialect; readonly synthesis: boolean },
): string {
  const { method, judged, experimenting } = category.prompt
  const work = howToExperiment(experimenting)[dialect] + (synthesis ? SYNTHESIS : '')
  return sections(category, method, judged, work, howToAnswer(form, dialect))
}

/** Instructions for an answer from examples, less how to answer. */
export const readingInstructions = <C extends Category>(category: Prompted<C>) =>
  sections(category, category.prompt.reading, category.prompt.judged)

const sections = <C extends Category>(
  { name, prompt }: Prompted<C>,
  ...others: readonly string[]
): string => [`Category: ${name}`, prompt.task, ...others].join('\n\n')
