/** Answers to string functions that look up what was seen. */
import type { FindFunction, Interpreter, Random } from '../../../plugins/contracts.ts'
import { prepareCode } from '../../../plugins/sandbox/prepare-code.ts'
import { codeLength } from '../../../plugins/scorers/code-length.ts'
import { lengthLimit } from '../../../plugins/scorers/concise.ts'
import { hardInputs } from '../../../suites/strings/hard-inputs.ts'
import { naturalInputs } from '../../../suites/strings/natural-inputs.ts'

type Pair = readonly [input: string, output: string]
/** A way to answer from pairs of inputs and outputs, with at most so many entries in its tables. */
type Lookup = (pairs: readonly Pair[], entries: number) => string

const PRINTABLE = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
const ENTRIES = [0, 1, 2, 3, 5, 8, 13, 26, 52, 95]

/** What outputs follow from keys of inputs, for keys of which all pairs agree; the most frequent first. */
function tableOf(entries: readonly Pair[], most: number): string {
  const seen = Map.groupBy(entries, ([key]) => key)
  const agreed = [...seen]
    .map(([key, pairs]) => [key, commonest(pairs.map(([, value]) => value)), pairs.length] as const)
    .toSorted((a, b) => b[2] - a[2])
  return JSON.stringify(Object.fromEntries(agreed.slice(0, most)))
}

function commonest(values: readonly string[]): string {
  const counted = [...Map.groupBy(values, (value) => value)]
  return counted.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? ''
}

const singles = (pairs: readonly Pair[]) =>
  pairs.filter(([input, output]) => input.length === 1 && input !== output)
const after = (pairs: readonly Pair[]) =>
  JSON.stringify(pairs.find(([input]) => input === '')?.[1] ?? '')
const first = ([input]: Pair) => input.charAt(0)
const last = ([input]: Pair) => input.charAt(input.length - 1)
const outputs = (pairs: readonly Pair[], key: (pair: Pair) => string) =>
  pairs.map((pair): Pair => [key(pair), pair[1]])

const LOOKUPS: Readonly<Record<string, Lookup>> = {
  'identity with exceptions': (pairs, entries) =>
    `const t=${tableOf(
      pairs.filter(([input, output]) => input !== output),
      entries,
    )};function f(x){return t[x]??x}`,
  'table of seen inputs': (pairs, entries) =>
    `const t=${tableOf(pairs, entries)};function f(x){return t[x]??${JSON.stringify(commonest(pairs.map(([, output]) => output)))}}`,
  'map of characters': (pairs, entries) =>
    `const t=${tableOf(singles(pairs), entries)};function f(x){return x.replace(/./gu,c=>t[c]??c)}`,
  'map of characters, and an end': (pairs, entries) => {
    const end: string = JSON.parse(after(pairs))
    const bare = singles(
      pairs.map(([input, output]): Pair => [
        input,
        output.endsWith(end) ? output.slice(0, output.length - end.length) : output,
      ]),
    )
    return `const t=${tableOf(bare, entries)};function f(x){return x.replace(/./gu,c=>t[c]??c)+${JSON.stringify(end)}}`
  },
  'lookup of the first character': (pairs, entries) =>
    `const t=${tableOf(outputs(pairs, first), entries)};function f(x){return t[x[0]]??x}`,
  'lookup of the last character': (pairs, entries) =>
    `const t=${tableOf(outputs(pairs, last), entries)};function f(x){return t[x.at(-1)]??x}`,
  'lookup of the length': (pairs, entries) =>
    `const t=${tableOf(
      outputs(pairs, ([input]) => String(input.length)),
      entries,
    )};function f(x){return t[x.length]??"unknown"}`,
  'two lookups, of characters and of the whole': (pairs, entries) => {
    const half = Math.ceil(entries / 2)
    const bare = tableOf(singles(pairs), half)
    const map: Record<string, string> = JSON.parse(bare)
    const mapped = (input: string) => input.replace(/./gu, (c) => map[c] ?? c)
    const rest = pairs.filter(([input, output]) => mapped(input) !== output)
    return `const t=${bare},u=${tableOf(
      outputs(rest, ([input]) => mapped(input)),
      half,
    )};function f(x){x=x.replace(/./gu,c=>t[c]??c);return u[x]??x}`
  },
}
export const STRING_ATTACKERS = Object.keys(LOOKUPS)

/** Of each size of its tables the one that is right most often, where it is short enough. */
export const attackingStrings =
  (name: string) =>
  (fn: FindFunction<'strings'>): Interpreter => ({
    name,
    version: '1',
    deterministic: true,
    interpret: {
      async strings(box, { random }) {
        const limit = lengthLimit(codeLength(await prepareCode(fn.ideal().code!.source)))
        const seen = await query(box, ['', ...PRINTABLE, ...inputs(random)])
        const unseen = await query(box, inputs(random))
        let chosen = { source: 'function f(x){return x}', right: -1 }
        for (const entries of ENTRIES) {
          const source = LOOKUPS[name]!(seen, entries)
          if (codeLength(await prepareCode(source)) > limit) break
          const right = count(source, unseen)
          if (right > chosen.right) chosen = { source, right }
        }
        return {
          description: name,
          domain: null,
          code: { language: 'javascript', source: chosen.source },
        }
      },
    },
  })

const inputs = (random: Random) => [
  ...naturalInputs(random, 100, []),
  ...hardInputs(random, { letters: [], numbers: [] }),
]

async function query(
  box: { queryAll(inputs: readonly string[]): Promise<string[]> },
  asked: readonly string[],
): Promise<Pair[]> {
  const given = await box.queryAll(asked)
  return asked.map((input, i) => [input, given[i]!] as const)
}

function count(source: string, pairs: readonly Pair[]): number {
  // Made above, of tables.
  // oxlint-disable-next-line typescript/no-implied-eval
  const f: (x: string) => string = new Function(`${source};return f`)()
  return pairs.filter(([input, output]) => f(input) === output).length
}
