/**
 * How a model writes an answer: description, domain and confidence, and the parts of the category
 * beside them. It does so in one of two dialects: JSON, for models with tools or structured output, and
 * bracketed sections of plain text, for those without.
 */
import { z } from 'zod'
import type { Code, Interpretation } from '../contracts.ts'
import type { AnswerForm, AnswerPart, ModelReply } from '../model.ts'
import { MalformedAnswer } from './model-error.ts'

export const DIALECTS = ['tools', 'text'] as const
export type Dialect = (typeof DIALECTS)[number]

/** Plain types alone: the JSON schema must be within what servers accept for strict output. */
const Written = z.strictObject({
  description: z
    .string()
    .refine((text) => text.trim() !== '', 'expected a description, got an empty string')
    .describe('What the function computes'),
  domain: z
    .string()
    .nullable()
    .describe('Where it departs from that, and what it does there; null for nowhere'),
  confidence: z
    .number()
    .nullable()
    .refine((c) => c === null || (c >= 0 && c <= 1), 'expected a number from 0 to 1')
    .describe('How likely the answer is right everywhere, from 0 to 1'),
})
/** Many models leave out what they have nothing to say of. */
const Readable = Written.extend({ confidence: Written.shape.confidence.default(null) })

/** The schema of an answer in JSON. */
export const answerSchema = (form: Pick<AnswerForm<Interpretation>, 'parts'>) =>
  schemaOf(Written.shape, form)

const schemaOf = (
  shape: typeof Written.shape | typeof Readable.shape,
  { parts }: Pick<AnswerForm<Interpretation>, 'parts'>,
) =>
  z.strictObject({
    ...shape,
    ...Object.fromEntries(parts.map(({ name, schema }) => [name, schema])),
  }) as z.ZodType<z.infer<typeof Written>>

const NUMBER_WORDS = ['three', 'four', 'five', 'six', 'seven']

/** Instructions to a model: the parts of an answer, and how they are written. */
export function howToAnswer(
  { parts }: Pick<AnswerForm<Interpretation>, 'parts'>,
  dialect: Dialect,
): string {
  const number = NUMBER_WORDS[parts.length] ?? String(parts.length + 3)
  const description = 'what the function computes, in words or a formula, with all its numbers.'
  const domain = 'where it departs from that description, and what it does there;'
  const write = (named: (name: string) => string, nowhere: string) =>
    [
      `${named('description')}: ${description}`,
      `${named('domain')}: ${domain} ${nowhere} if it departs nowhere.`,
      `${named('confidence')}: how likely the answer is right everywhere, a number from 0 to 1.`,
      ...parts.map(({ name, about }) => `${named(name)}: ${about}`),
    ].join('\n')
  return dialect === 'tools'
    ? `The answer is a JSON object of ${number} parts:\n${write((name) => `- ${name}`, 'null')}`
    : `Write the answer as these ${number} sections, in this order, with nothing after them:
${write((name) => `[${name.toUpperCase()}]`, 'the word none')}`
}

const DEFINITION = {
  javascript: 'JavaScript source that defines `function f(x)`, with nothing to import',
  python: 'Python source that defines `def f(x):`, with nothing to import but the standard library',
}

/** FIND's form of an answer: description, domain and code in one of the languages. */
export function codeForm(
  language: Code['language'],
): AnswerForm<Interpretation & { readonly code: Code | null }> {
  const code: AnswerPart = {
    name: 'code',
    about: `${DEFINITION[language]}. f takes one input and returns one output.`,
    schema: z.string().nullable().describe('Source that defines the function f; null for none'),
    fromText: (text) => text,
  }
  return {
    parts: [code],
    read(written, parts) {
      const source = withoutFence(z.string().nullable().parse(parts['code']) ?? '')
      return { ...written, code: source === '' ? null : { language, source } }
    },
  }
}

/**
 * Reads an answer in the form that was asked for: JSON of {@link answerSchema}, or sections of
 * text, of which whatever stands before the first is thought, and passed over.
 *
 * @param truncated whether the text was cut off at the limit of output tokens.
 * @throws MalformedAnswer that says what was expected and what came.
 */
export function readAnswer<A extends Interpretation>(
  text: string,
  form: AnswerForm<A>,
  dialect: Dialect,
  truncated: boolean,
): A {
  return reading(text, truncated, () => {
    // What is cut off may still have all its sections.
    if (truncated && dialect === 'text') throw new SyntaxError('its end is missing')
    const written =
      dialect === 'tools' ? (JSON.parse(text) as unknown) : sectionsOf(text, form.parts)
    const { description, domain, confidence, ...parts } = schemaOf(Readable.shape, form).parse(
      written,
    )
    const nowhere = domain === null || NOWHERE.test(domain)
    return form.read(
      {
        description: description.trim(),
        domain: nowhere ? null : domain.trim(),
        ...(confidence === null ? {} : { confidence }),
      },
      parts,
    )
  })
}

/**
 * Reads an answer that is JSON of a schema.
 *
 * @throws MalformedAnswer that says what was expected and what came.
 */
export const readJson = <T>(schema: z.ZodType<T>, { text, truncated }: ModelReply): T =>
  reading(text, truncated, () => schema.parse(JSON.parse(text)))

const NOWHERE = /^\s*(none\.?)?\s*$/i

/** What each section of a text says, as it would stand in JSON. */
function sectionsOf(text: string, parts: readonly AnswerPart[]): Record<string, unknown> {
  const others = parts.map(({ name }) => name)
  const names = ['description', 'domain', 'confidence', ...others]
  const heading = new RegExp(`^[ \\t]*\\[(${names.join('|').toUpperCase()})\\]:?`, 'gm')
  const heads = [...text.matchAll(heading)]
  const expected = names.map((name) => `[${name.toUpperCase()}]`).join(' ')
  const found = heads.map(([, name]) => `[${name}]`).join(' ')
  if (found !== expected && found !== expected.replace('[CONFIDENCE] ', ''))
    throw new SyntaxError(
      `expected the sections ${expected}, each once and in this order; got ${found || 'none'}`,
    )
  const sections = new Map(
    heads.map((head, i) => [
      head[1]!.toLowerCase(),
      text.slice(head.index + head[0].length, heads[i + 1]?.index).trim(),
    ]),
  )
  const section = (name: string) => sections.get(name) ?? ''
  return {
    description: section('description'),
    domain: section('domain'),
    confidence: confidenceOf(section('confidence')),
    ...Object.fromEntries(parts.map(({ name, fromText }) => [name, fromText(section(name))])),
  }
}

/** A share or a percentage; what is neither is refused as any other number out of range is. */
function confidenceOf(text: string): number | null {
  if (NOWHERE.test(text)) return null
  const [, number, percent] = /^([\d.]+) *(%?)\.?$/.exec(text) ?? []
  return number === undefined ? NaN : Number(number) / (percent ? 100 : 1)
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
