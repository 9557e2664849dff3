import type { ModelSettings } from '../run-settings.ts'

const MARK = '[redacted]'

/** Shorter keys are stand-ins that local servers are given, `none` or `EMPTY`. */
const SHORTEST = 8

/** A key of a known provider by its looks, or what follows `Bearer`, whoever it belongs to. */
const LOOKS =
  /(?<![a-z0-9])(?:c?sk-|gsk_|xai-|pplx-|nvapi-|hf_|AIza)[\w*-]{12,}|(?<=\bbearer(?:\s|%20){1,8})(?:(?=[\w.~+/=*-]{0,15}\d)[\w.~+/=*-]{8,}|[\w.~+/=*-]{16,})/gi

/** Gives the texts, as far as known, that no log, record, cache, transcript or error may show. */
export function secretsOf(settings: ModelSettings, env: NodeJS.ProcessEnv): readonly string[] {
  const headers = (env['OPENAI_CUSTOM_HEADERS'] ?? '').split('\n')
  return [
    env[settings.apiKeyEnv ?? ''],
    env['OPENAI_API_KEY'],
    env['OPENAI_ADMIN_KEY'],
    env['ANTHROPIC_API_KEY'],
    env['GEMINI_API_KEY'],
    ...headers.map((line) => line.slice(line.indexOf(':') + 1).trim()),
  ].filter((secret): secret is string => secret !== undefined && secret !== '')
}

/**
 * Gives the text with `[redacted]` for every secret and for whatever looks like a key.
 *
 * A secret is also found in the escapes of JSON and of URLs, mixed and several deep. Where
 * secrets overlap, all that they cover is replaced. White space around a secret is no part of
 * it. Secrets of fewer than 8 characters are left alone: they would take words out of the text.
 */
export const redact = (text: string, secrets: readonly string[]): string =>
  without(text, [
    ...spansOfSecrets(text, secrets),
    ...Array.from(text.matchAll(LOOKS), (match): Span => [match.index, match[0].length]),
  ])

/**
 * Gives a value of JSON with `[redacted]` for every secret in its texts and names of fields. What
 * merely looks like a key stays: thoughts that a server encrypted may have such letters in them.
 */
export function redactJson(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return without(value, spansOfSecrets(value, secrets))
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((one) => redactJson(one, secrets))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      without(name, spansOfSecrets(name, secrets)),
      redactJson(one, secrets),
    ]),
  )
}

type Span = readonly [start: number, length: number]

function without(text: string, spans: readonly Span[]): string {
  let result = ''
  let end = 0
  for (const [start, length] of spans.toSorted(([a], [b]) => a - b)) {
    if (start >= end) result += text.slice(end, start) + MARK
    end = Math.max(end, start + length)
  }
  return result + text.slice(end)
}

/** Keys of fewer than 8 characters would take words out of the text; quotes may be left of a file. */
const spansOfSecrets = (text: string, secrets: readonly string[]): Span[] =>
  secrets
    .flatMap((secret) => [secret.trim(), unquoted(secret.trim())])
    .filter(({ length }) => length >= SHORTEST)
    .flatMap((key) => spansOf(text, key))

/** A key as a file of settings may quote it. */
const unquoted = (key: string) => /^(["'])(.*)\1$/s.exec(key)?.[2]?.trim() ?? key

/** Patterns by key: to make one takes longer than most searches, and the keys are few. */
const patterns = new Map<string, RegExp>()

/** Finds where the key is, its occurrences within occurrences too. */
function spansOf(text: string, key: string): Span[] {
  const parts = key.match(/\\+|[^\\]/gu) ?? []
  const pattern = patterns.get(key) ?? new RegExp(parts.map(patternOf).join(''), 'g')
  patterns.set(key, pattern)
  const spans: Span[] = []
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    spans.push([match.index, match[0].length])
    pattern.lastIndex = match.index + 1
  }
  return spans
}

/** Expressions of what JSON and forms write for characters that have an escape of their own. */
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\\\{1,8}b',
  '\f': '\\\\{1,8}f',
  '\n': '\\\\{1,8}n',
  '\r': '\\\\{1,8}r',
  '\t': '\\\\{1,8}t',
  ' ': '\\+',
}

/**
 * Makes a regular expression of one character or one run of backslashes, plain or escaped.
 * Backslashes are bounded, for a search through a long run of them would take quadratic time.
 */
function patternOf(part: string): string {
  const escaped = part.replaceAll(/[^]/g, (unit) => `\\\\{1,8}u${hex(unit.charCodeAt(0), 4)}`)
  const percent = Array.from(Buffer.from(part), (byte) => `%(?:25){0,3}${hex(byte, 2)}`).join('')
  const plain = part.startsWith('\\')
    ? [`\\\\{${part.length},${8 * part.length}}`]
    : [`\\\\{0,8}${part.replaceAll(/\W/g, (unit) => `\\u${digitsOf(unit.charCodeAt(0), 4)}`)}`]
  const short = SHORT_ESCAPES[part]
  return `(?:${[...plain, escaped, percent, ...(short ? [short] : [])].join('|')})`
}

/** Makes a regular expression of the number's digits, small or capital. */
const hex = (value: number, digits: number) =>
  digitsOf(value, digits).replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)

const digitsOf = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
