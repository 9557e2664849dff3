import {
  type AnswerForm,
  type Category,
  type CategoryPlugin,
  type Dialect,
  howToAnswer,
  type Interpretation,
  type Manual,
  type Prompt,
} from '../../plugins/index.ts'
import type { AiaOptions } from './options.ts'

/** A category that tells language models of itself. */
export type Prompted<C extends Category> = CategoryPlugin<C> & { readonly prompt: Prompt<C> }

export const isPrompted = <C extends Category>(
  category: CategoryPlugin<C>,
): category is Prompted<C> => category.prompt !== undefined

/** An interpreter's own number, what the category's prompt says of itself, and what is left out. */
export const versionWith =
  (own: number, variant = '') =>
  (category: CategoryPlugin) =>
    (category.prompt ? `${own}.${category.prompt.version}` : String(own)) + variant

const SYNTHESIS = `
- run_synthesis, once: a program makes experiments of its own and fits laws from a library that it knows. It takes of your queries. Its answer is one hypothesis: test it before you submit it.`

const TOOLS = `
- submit gives your answer and ends the work.
- Every turn must call a tool. Before the call, say in a sentence or two what you think now and what the next experiment is to decide.`

const TEXT = `
- Stop after these lines. The next message answers each of them, in their order: after [OUTPUT] there is JSON, of inputs an array of [input, output] pairs in the order of the inputs; after [ERROR] it says what was wrong. Never write outputs yourself.
- Whatever else you write is your own thought: keep it to a sentence or two of what you think now and what the next experiment is to decide.
- Every turn has either such lines or the answer, not both. The answer ends the work.`

interface Working {
  readonly manuals: readonly Manual[]
  readonly told: AiaOptions['told']
  readonly dialect: Dialect
  readonly synthesis: boolean
}

/** Instructions for the loop of experiments. */
export function loopInstructions<C extends Category>(
  category: Prompted<C>,
  form: AnswerForm<Interpretation>,
  { manuals, told, dialect, synthesis }: Working,
): string {
  const { method, judged, example } = category.prompt
  const tools = manuals.map((manual) => manual[dialect]).join('\n')
  const rules = (dialect === 'tools' ? TOOLS : TEXT) + (synthesis ? SYNTHESIS : '')
  const exchange =
    dialect === 'text' && told.includes('example') && example !== undefined
      ? [`Two turns of such work, on another function:\n${example}`]
      : []
  return sections(
    category,
    method,
    ...(told.includes('judged') ? [judged] : []),
    `How to work here:\n${tools}${rules}`,
    ...exchange,
    howToAnswer(form, dialect),
  )
}

/** Instructions for an answer from examples, less how to answer. */
export const readingInstructions = <C extends Category>(category: Prompted<C>) =>
  sections(category, category.prompt.reading, category.prompt.judged)

const sections = <C extends Category>(
  { name, prompt }: Prompted<C>,
  ...others: readonly string[]
): string => [`Category: ${name}`, prompt.task, ...others].join('\n\n')
