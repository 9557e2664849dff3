/**
 * How a model writes an answer: description, domain and confidence, and the parts of the category
 * beside them. It does so in one of two dialects: JSON, for models with tools or structured output, and
 * bracketed sections of plain text, for those without.
 */
import { z } from 'zod'
import type { Code, Interpretation } from '../contracts.ts'
import type { AnswerForm, AnswerPart, ModelReply, Tool } from '../model.ts'
import { isInFence, parseJson, unfenced, withoutLastFence, withoutThoughts } from './lenient.ts'
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
/** Many models leave out what they have nothing to say of, and write numbers as text. */
const Readable = Written.extend({
  domain: Written.shape.domain.default(null),
  confidence: z.preprocess(
    (given) => (typeof given === 'string' ? confidenceOf(given) : given),
    Written.shape.confidence.default(null),
  ),
})

type Parts = Pick<AnswerForm<Interpretation>, 'parts'>

/** The schema of an answer in JSON. */
export const answerSchema = (form: Parts) =>
  z.strictObject({ ...Written.shape, ...shapeOf(form) }) as z.ZodType<z.infer<typeof Written>>

/** The tool by which an answer is given; `readAnswer` reads its arguments, which are JSON. */
export const submitTool = (form: Parts): Tool => ({
  name: 'submit',
  description: 'Gives your answer and ends the work.',
  parameters: answerSchema(form),
})

/** What is beside an answer is passed over. */
const readableSchema = (form: Parts) =>
  z.object({ ...Readable.shape, ...shapeOf(form) }) as z.ZodType<z.infer<typeof Written>>

const shapeOf = ({ parts }: Parts) =>
  Object.fromEntries(parts.map(({ name, schema }) => [name, schema]))

const NUMBER_WORDS = ['three', 'four', 'five', 'six', 'seven']

/** Instructions to a model: the parts of an answer, and how they are written. */
export function howToAnswer({ parts }: Parts, dialect: Dialect): string {
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

/** The engines that answers run in, and their limits, to which a test holds them. */
const DEFINITION = {
  javascript:
    'JavaScript source that defines `function f(x)`. It runs in QuickJS, in strict mode, without modules, files or network, within 10 seconds for all inputs together.',
  python:
    'Python source that defines `def f(x):`. It runs in CPython with the standard library alone, without files or network, within 10 seconds for all inputs together.',
}

/** FIND's form of an answer: description, domain and code in one of the languages. */
export function codeForm(
  language: Code['language'],
): AnswerForm<Interpretation & { readonly code: Code | null }> {
  const code: AnswerPart = {
    name: 'code',
    about: `${DEFINITION[language]} f takes one input and returns one output.`,
    schema: z.string().nullable().describe('Source that defines the function f; null for none'),
    fromText: (text) => text,
  }
  return {
    parts: [code],
    read(written, parts) {
      const source = unfenced(z.string().nullable().parse(parts['code']) ?? '')
      return { ...written, code: source === '' ? null : { language, source } }
    },
  }
}

/**
 * Reads an answer in the form that was asked for: JSON of {@link answerSchema}, or sections of
 * text, of which whatever stands before the first is thought, and passed over. Fences, marks of
 * Markdown around the headings and small slips of JSON are no matter where there is but one way
 * to read them.
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
      dialect === 'tools' ? jsonOf(text, truncated) : sectionsOf(withoutThoughts(text), form.parts)
    const { description, domain, confidence, ...parts } = readableSchema(form).parse(written)
    const nowhere = domain === null || isNone(domain)
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
  reading(text, truncated, () => schema.parse(jsonOf(text, truncated)))

const isNone = (text: string): boolean => /^(none\.?)?$/i.test(text.trim())

/** Sections that may be left out, as there is nothing to say. */
const OPTIONAL = new Set(['domain', 'confidence'])

/** A heading `[NAME]:`, also in the marks that Markdown has for headings and bold text. */
export const headingOf = (names: readonly string[]): RegExp =>
  new RegExp(
    `^[ \\t>]*(?:#+[ \\t]*)?[*_\`]*\\[(${names.join('|').toUpperCase()})\\]:?[*_\`]*:?`,
    'gm',
  )

/** What each section of a text says, as it would stand in JSON. */
function sectionsOf(text: string, parts: readonly AnswerPart[]): Record<string, unknown> {
  const others = parts.map(({ name }) => name)
  const names = ['description', 'domain', 'confidence', ...others]
  const first = text.search(headingOf(names))
  const all = isInFence(text.slice(0, Math.max(0, first))) ? withoutLastFence(text) : text
  const heads = [...all.matchAll(headingOf(names))]
  const found = heads.map(([, name]) => name!.toLowerCase())
  const expected = names.filter((name) => found.includes(name) || !OPTIONAL.has(name))
  if (found.toSorted().join(' ') !== expected.toSorted().join(' ')) {
    throw new SyntaxError(
      `expected the sections ${listed(names)}, each once; got ${listed(found) || 'none'}`,
    )
  }
  const sections = new Map(
    heads.map((head, i) => [
      head[1]!.toLowerCase(),
      all.slice(head.index + head[0].length, heads[i + 1]?.index).trim(),
    ]),
  )
  const section = (name: string) => sections.get(name) ?? ''
  const words = (name: string) =>
    section(name).startsWith('```') ? unfenced(section(name)) : section(name)
  return {
    description: words('description'),
    domain: words('domain'),
    confidence: confidenceOf(words('confidence')),
    ...Object.fromEntries(parts.map(({ name, fromText }) => [name, fromText(section(name))])),
  }
}

const listed = (names: readonly string[]) =>
  names.map((name) => `[${name.toUpperCase()}]`).join(' ')

/** A share or a percentage; what is neither is refused as any other number out of range is. */
function confidenceOf(text: string): number | null {
  if (isNone(text)) return null
  const [, number, percent] = /^([\d.]+) *(%?)\.?$/.exec(text.trim()) ?? []
  return number === undefined ? NaN : Number(number) / (percent ? 100 : 1)
}

/** What is wrong with JSON that was cut off: the place where it broke off explains nothing. */
export const CUT_OFF = 'it was cut off at the limit of output tokens: write less'

function jsonOf(text: string, truncated: boolean): unknown {
  try {
    return parseJson(withoutThoughts(text))
  } catch (error) {
    // oxlint-disable-next-line preserve-caught-error -- where the text broke off says nothing, and would keep equal failures apart
    throw truncated && error instanceof SyntaxError ? new MalformedAnswer(CUT_OFF, text) : error
  }
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
