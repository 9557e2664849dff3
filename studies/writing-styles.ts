/** Ways in which people and models write the same function down. */
import { type AnyNode, type FunctionDeclaration, parse } from 'acorn'
type Category = 'numeric' | 'strings'
import { declaredNames, isPropertyName, walk } from '../plugins/utils/syntax-tree.ts'

/** A function's code in parts: what stands before `function f(x) { … }`, and that. */
interface Parts {
  readonly category: Category
  readonly head: string
  /** The statements of `f`. */
  readonly body: string
  /** What `f` returns, where that is all it does. */
  readonly result: string | null
  /** The whole. */
  readonly source: string
}
export type Style = (parts: Parts) => string

/** Rewrites code that ends in `function f(x) { … }`. */
export function rewrite(style: Style, category: Category, source: string): string {
  const f = functionF(source)
  const [only] = f.body.body
  const argument = only?.type === 'ReturnStatement' ? only.argument : null
  return style({
    category,
    source,
    head: source.slice(0, f.start),
    body: source.slice(f.body.start + 1, f.body.end - 1).trim(),
    result: argument ? source.slice(argument.start, argument.end) : null,
  })
}

function functionF(source: string): FunctionDeclaration {
  const { body } = parse(source, { ecmaVersion: 'latest' })
  const f = body.find((node) => node.type === 'FunctionDeclaration' && node.id.name === 'f')
  if (f?.type !== 'FunctionDeclaration') throw new Error(`expected a function f in: ${source}`)
  return f
}

const FENCE = '```'
const TYPE = { numeric: 'number', strings: 'string' } as const
const SAMPLE = { numeric: '2.5', strings: '"Hello, world"' } as const

/** Gives every variable but `f` a name that says at length what it is. */
function longNames(source: string): string {
  const program = parse(source, { ecmaVersion: 'latest' })
  const names = new Map(
    [...declaredNames(program)]
      .filter((name) => name !== 'f')
      .map((name, i) => [
        name,
        `${WORDS[i % WORDS.length]}${WORDS[(i * 7 + 3) % WORDS.length]}${i}`,
      ]),
  )
  const spots: { node: AnyNode; name: string }[] = []
  walk(program, (node, parent) => {
    if (node.type !== 'Identifier' || isPropertyName(node, parent)) return
    const name = names.get(node.name)
    if (name) spots.push({ node, name: isShorthand(parent) ? `${node.name}:${name}` : name })
  })
  return replaceAll(source, spots)
}
const WORDS = ['input', 'Value', 'Current', 'Character', 'Result', 'Offset', 'Buffer', 'Index']

const isShorthand = (parent: AnyNode | null) => parent?.type === 'Property' && parent.shorthand

function replaceAll(source: string, spots: readonly { node: AnyNode; name: string }[]): string {
  return spots
    .toSorted((a, b) => b.node.start - a.node.start)
    .reduce(
      (text, { node, name }) => text.slice(0, node.start) + name + text.slice(node.end),
      source,
    )
}

/** Takes the numbers out of `f`, as the constants that `refer` speaks of. */
function namedNumbers(
  { head, body }: Parts,
  refer: (i: number) => string,
): { numbers: string[]; f: string; head: string } {
  const source = `function f(x) { ${body} }`
  const numbers: string[] = []
  const spots: { node: AnyNode; name: string }[] = []
  walk(parse(source, { ecmaVersion: 'latest' }), (node) => {
    if (node.type !== 'Literal' || typeof node.value !== 'number') return
    spots.push({ node, name: refer(numbers.length) })
    numbers.push(source.slice(node.start, node.end))
  })
  return { numbers, f: replaceAll(source, spots), head }
}

/** `c ? a : b` at the end of `f`, as an if statement. */
function withIf({ head, body, result }: Parts): string {
  if (result === null) return `${head}function f(x) { ${body} }`
  const [statement] = parse(`(${result})`, { ecmaVersion: 'latest' }).body
  const value = statement?.type === 'ExpressionStatement' ? statement.expression : undefined
  if (value?.type !== 'ConditionalExpression')
    return `${head}function f(x) { let result = ${result};\n  return result; }`
  const text = (node: AnyNode) => `(${result})`.slice(node.start, node.end)
  return `${head}function f(x) {
  let result;
  if (${text(value.test)}) {
    result = ${text(value.consequent)};
  } else {
    result = ${text(value.alternate)};
  }
  return result;
}`
}

const checked = ({ category, head, body }: Parts) => `${head}
function f(x) {
  if (typeof x !== '${TYPE[category]}') {
    throw new TypeError(\`Expected a ${TYPE[category]} as input, but received \${typeof x}: \${x}\`);
  }
  ${body}
}`

const rounded = ({ category, head, body }: Parts) =>
  category === 'numeric'
    ? `${head}function compute(x) { ${body} }
function f(x) {
  const y = compute(x);
  return Number(y.toFixed(6));
}`
    : `${head}function compute(x) { ${body} }\nfunction f(x) {\n  return String(compute(String(x)));\n}`

const inClass = ({ head, body }: Parts) => `${head}
class BlackBoxFunction {
  constructor(description) {
    this.description = description;
  }
  evaluateAt(x) {
    ${body}
  }
}
const instance = new BlackBoxFunction(null);
function f(x) { return instance.evaluateAt(x); }`

const commented = ({ source }: Parts) => `/**
 * The function that was found, after 97 queries: f(-3)=1.25, f(0)=7, f(12)=88.4.
 * @license not at all
 * @param {*} x - the input
 * @returns {*} the output
 */
${source.replaceAll(/\bfunction f\(x\) ?\{/g, '$& // the rule itself, see above\n')}
// f(1) === 2, f(2) === 4`

/** A person's, of whom some know TypeScript. */
const HUMAN: Record<string, Style> = {
  'use strict': ({ source }) => `'use strict';\n\n${source}`,
  'export function f': ({ head, body }) => `${head}export function f(x) {\n  ${body}\n}\n`,
  'export default function f': ({ head, body }) =>
    `${head}export default function f(x) { ${body} }`,
  'export default function': ({ head, body }) => `${head}export default function (x) { ${body} }`,
  'export default arrow': ({ head, body, result }) =>
    `${head}export default (x) => ${result === null ? `{ ${body} }` : `(${result})`};`,
  'export { g as f }': ({ head, body }) =>
    `${head}function compute(x) { ${body} }\nexport { compute as f };`,
  'const f = x =>': ({ head, body, result }) =>
    `${head}const f = x => ${result === null ? `{ ${body} }` : `(${result})`}`,
  'f = x =>': ({ head, body }) => `${head}f = (x) => { ${body} }`,
  'var f = function': ({ head, body }) => `${head}var f = function (x) { ${body} };`,
  'module.exports = f': ({ source }) => `${source}\n\nmodule.exports = f;\n`,
  'module.exports = { f }': ({ source }) => `${source}\nmodule.exports = { f };`,
  'exports.f =': ({ head, body }) => `${head}exports.f = function (x) { ${body} };`,
  'console.log': ({ category, source }) =>
    `${source}\n\nconsole.log(f(${SAMPLE[category]}));\nconsole.log('done', [1, 2, 3].map(String));`,
  'if (require.main === module)': ({ category, source }) => `${source}
if (typeof module !== 'undefined' && module.exports) {
  module.exports = { f };
}
if (require.main === module) {
  console.log(f(${SAMPLE[category]}));
}`,
  comments: commented,
  'long names': ({ source }) => longNames(source),
  'if, else': withIf,
  helper: ({ head, body }) =>
    `${head}function evaluateInput(input) { const x = input; ${body} }\nfunction f(x) { return evaluateInput(x); }`,
  class: inClass,
}

const constants = (parts: Parts) => {
  const { numbers, f, head } = namedNumbers(parts, (i) => `COEFFICIENT_${i}`)
  return `${numbers.map((number, i) => `const COEFFICIENT_${i} = ${number};`).join('\n')}\n${head}${f}`
}

/** A model's, most of which put several together. */
const MODEL: Record<string, Style> = {
  'Markdown fence': ({ source }) => `${FENCE}javascript\n${source}\n${FENCE}`,
  'fence in prose': ({ category, source }) => `Here is what I found.

${FENCE}js
'use strict';
${longNames(source)}

// Example usage:
console.log(f(${SAMPLE[category]}));
${FENCE}

It fits all the samples that I drew.`,
  TypeScript: ({ category, head, body }) => `type Input = ${TYPE[category]};
interface Rule { (x: Input): ${TYPE[category]} }
${head}
export const f: Rule = (x: Input): ${TYPE[category]} => { ${body} } `,
  'TypeScript in a fence': ({ category, head, body }) => `${FENCE}typescript
${head}
/** The rule. */
export function f(x: ${TYPE[category]}): ${TYPE[category]} {
  ${body.replaceAll(/\bx\b(?=\s*[*)])/g, 'x')}
}
${FENCE}`,
  'checks its input': checked,
  rounds: rounded,
  'named constants': constants,
  parameters: (parts) => {
    const { numbers, f, head } = namedNumbers(parts, (i) => `PARAMETERS.coefficient${i}`)
    const fields = numbers.map((number, i) => `  coefficient${i}: ${number},`).join('\n')
    return `const PARAMETERS = {\n${fields}\n};\n${head}${f}`
  },
  factory: ({ head, body }) =>
    `const f = (() => {\n${head}\n  return function (x) { ${body} };\n})();`,
  'try, catch': ({ category, head, body }) => `${head}function f(x) {
  try {
    ${body}
  } catch (error) {
    console.error('failed to evaluate', error);
    return ${category === 'numeric' ? 'NaN' : "''"};
  }
}`,
  'all of it': (parts) => `${FENCE}js
'use strict';
${commented({ ...parts, source: checked(parts) })}
module.exports = { f };
console.log(f(${SAMPLE[parts.category]}));
${FENCE}`,
}

export const STYLES: Readonly<Record<'human' | 'model', Readonly<Record<string, Style>>>> = {
  human: HUMAN,
  model: MODEL,
}
