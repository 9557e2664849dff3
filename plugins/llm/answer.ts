/**
 * FIND's three parts of an answer as a model writes them, in two dialects: JSON, for models with
 * tools or structured output, and bracketed sections of plain text, for those without.
 */
import { z } from 'zod'
import type { Code, Interpretation, ModelReply } from '../contracts.ts'
import { MalformedAnswer } from './model-error.ts'

export const DIALECTS = ['tools', 'text'] as const

export interface AnswerForm {
  readonly dialect: (typeof DIALECTS)[number]
  /** Of the code that is asked for. */
  readonly language: Code['language']
}

/** Plain types alone: the JSON schema must be within what servers accept for strict output. */
export const Answer = z.strictObject({
  description: z
    .string()
    .refine((text) => text.trim() !== '', 'expected a description, got an empty string')
    .describe('What the function computes'),
  domain: z
    .string()
    .nullable()
    .describe('Where it departs from that, and what it does there; null for nowhere'),
  code: z.string().nullable().describe('Source that defines the function f; null for none'),
})

const DEFINITION = {
  javascript: 'JavaScript source that defines `function f(x)`, with nothing to import',
  python: 'Python source that defines `def f(x):`, with nothing to import but the standard library',
}

/** Instructions to a model: the parts of an answer, and how they are written. */
export function howToAnswer({ dialect, language }: AnswerForm): string {
  const description = 'what the function computes, in words or a formula, with all its numbers.'
  const domain = 'where it departs from that description, and what it does there;'
  const code = `${DEFINITION[language]}. f takes one input and returns one output.`
  return dialect === 'tools'
    ? `The answer is a JSON object of three parts:
- description: ${description}
- domain: ${domain} null if it departs nowhere.
- code: ${code}`
    : `Write the answer as these three sections, in this order, with nothing after them:
[DESCRIPTION]: ${description}
[DOMAIN]: ${domain} the word none if it departs nowhere.
[CODE]: ${code}`
}

/** What a model is told whose answer could not be read. */
export const repairMessage = ({ message }: MalformedAnswer) =>
  `Your answer could not be read: ${message}\nGive the whole answer again in the form you were told.`

/** @throws MalformedAnswer where the model refused: to ask again would not help. */
export function checkRefusal({ refusal }: ModelReply): void {
  if (refusal !== null) throw new MalformedAnswer('the model refused to answer', refusal)
}

/**
 * Reads an answer in the form that was asked for: JSON of {@link Answer}, or sections of text, of
 * which whatever stands before the first is thought, and passed over.
 *
 * @param truncated whether the text was cut off at the limit of output tokens.
 * @throws MalformedAnswer that says what was expected and what came.
 */
export function readAnswer(
  text: string,
  { dialect, language }: AnswerForm,
  truncated: boolean,
): Interpretation {
  return reading(text, truncated, () => {
    if (dialect === 'tools') return interpretationOf(Answer.parse(JSON.parse(text)), language)
    // What is cut off may still have all its sections.
    if (truncated) throw new SyntaxError('its end is missing')
    return interpretationOf(Answer.parse(sectionsOf(text)), language)
  })
}

/**
 * Reads an answer that is JSON of a schema.
 *
 * @throws MalformedAnswer that says what was expected and what came.
 */
export const readJson = <T>(schema: z.ZodType<T>, { text, truncated }: ModelReply): T =>
  reading(text, truncated, () => schema.parse(JSON.parse(text)))

const SECTION = /^[ \t]*\[(DESCRIPTION|DOMAIN|CODE)\]:?/gm

function sectionsOf(text: string): z.input<typeof Answer> {
  const heads = [...text.matchAll(SECTION)]
  const names = heads.map(([, name]) => `[${name}]`).join(' ')
  if (names !== '[DESCRIPTION] [DOMAIN] [CODE]')
    throw new SyntaxError(
      `expected the sections [DESCRIPTION] [DOMAIN] [CODE], each once and in this order; got ${names || 'none'}`,
    )
  const [description, domain, code] = heads.map((head, i) =>
    text.slice(head.index + head[0].length, heads[i + 1]?.index).trim(),
  ) as [string, string, string]
  return { description, domain, code }
}

const NOWHERE = /^\s*(none\.?)?\s*$/i

function interpretationOf(
  { description, domain, code }: z.output<typeof Answer>,
  language: Code['language'],
): Interpretation {
  const source = withoutFence(code ?? '')
  return {
    description: description.trim(),
    domain: domain === null || NOWHERE.test(domain) ? null : domain.trim(),
    code: source === '' ? null : { language, source },
  }
}

const FENCE = /^[ \t]*```.*$/gm

/** The code inside of its Markdown fence, where it has one. */
function withoutFence(code: string): string {
  const [open, close, ...others] = [...code.matchAll(FENCE)]
  if (!open) return code.trim()
  const before = code.slice(0, open.index).trim()
  const after = close && code.slice(close.index + close[0].length).trim()
  if (before !== '' || after !== '' || others.length > 0)
    throw new SyntaxError('expected code alone, or one fenced block of it and nothing around it')
  return code.slice(open.index + open[0].length, close!.index).trim()
}

function reading<T>(text: string, truncated: boolean, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : error.message
    const cut = truncated ? 'it was cut off at the limit of output tokens; ' : ''
    // oxlint-disable-next-line preserve-caught-error -- all of it is in the reason
    throw new MalformedAnswer(cut + reason, text)
  }
}
