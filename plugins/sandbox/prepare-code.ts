import { stripVTControlCharacters } from 'node:util'
import { type AnyNode, parse, type Program } from 'acorn'
import { BUILT_IN_WORDS } from '../utils/built-in-words.ts'
import { declaredNames, isPropertyName, namesIn, walk } from '../utils/syntax-tree.ts'
import { privateProperties } from './private-properties.ts'
import { type Edit, unwrapExports } from './unwrap-exports.ts'

const MOST_CHARACTERS = 100_000

/**
 * The code that is run for an answer in JavaScript or TypeScript: a script that defines `f`,
 * minified. What an author may write at will is gone before it runs, so that nothing can hide in
 * it: comments, names, messages of thrown errors. Exports of either module system and a Markdown
 * fence are unwrapped; what is written for a console or another host is dropped.
 *
 * @throws SyntaxError of one line where the source is neither.
 */
export function prepareCode(source: string, purpose: Purpose = 'measure'): Promise<string> {
  const key = `${purpose} ${source}`
  const known = prepared.get(key)
  if (known) return known
  if (prepared.size >= MOST_KEPT) prepared.delete(prepared.keys().next().value!)
  const made = prepare(source, purpose)
  prepared.set(key, made)
  return made
}

/**
 * Code that is run keeps the names of its properties, for an output that is an object has them.
 * Code that is measured keeps those that it could itself read as data, and no others.
 */
export type Purpose = 'run' | 'measure'

/** Code is run and measured, one after the other: the last few are kept. */
const prepared = new Map<string, Promise<string>>()
const MOST_KEPT = 64

async function prepare(source: string, purpose: Purpose): Promise<string> {
  // It holds a compiler: 30 ms to load.
  const { minifySync, transformSync } = await import('rolldown/experimental')
  const text = withoutFence(source)
  if (text.length > MOST_CHARACTERS)
    throw new SyntaxError(`${text.length} characters, at most ${MOST_CHARACTERS}`)
  const { script, program } = parseEither(text, transformSync)
  const implicit = implicitNames(program)
  const edits = [...unwrapExports(program, implicit), ...withoutHidingPlaces(program)]
  if (implicit.size) edits.push({ start: 0, end: 0, text: `let ${[...implicit].join()};` })
  const { code, errors } = minifySync('answer.js', edit(script, edits), {
    module: true,
    compress: { dropConsole: true },
    mangle: { toplevel: true, reserved: ['f'] },
    ...(purpose === 'measure' ? privateProperties(program) : {}),
  })
  if (errors[0]) throw new SyntaxError(firstLine(errors[0].message))
  return code.replace(/;?export\{f\};?$/, '')
}

const FENCE = /^ *(```|~~~)[^\n`]*\n([\s\S]*?)(?:^ *\1 *$|(?![\s\S]))/gm

/** The first fenced block in which there is an `f`; a text without a fence is code. */
function withoutFence(source: string): string {
  const blocks = Array.from(source.matchAll(FENCE), ([, , block]) => block ?? '')
  const text = blocks.find((block) => /\bf\b/.test(block)) ?? blocks[0] ?? source
  return text.replace(/^#!.*/, '')
}

type Transform = (typeof import('rolldown/experimental'))['transformSync']

/** The types are taken from what is no JavaScript. */
function parseEither(text: string, transform: Transform): { script: string; program: Program } {
  try {
    return { script: text, program: parseModule(text) }
  } catch (error) {
    if (!(error instanceof SyntaxError) || isTooDeep(text)) throw error
    const script = withoutTypes(text, transform)
    return { script, program: parseModule(script) }
  }
}

const MOST_OF_TYPESCRIPT = 10_000
const MOST_BRACKETS = 1000

/** The compiler's parser does not guard its stack: a text that is nested too deeply ends it all. */
const isTooDeep = (text: string): boolean =>
  text.length > MOST_OF_TYPESCRIPT || text.replaceAll(/[^[({<]/g, '').length > MOST_BRACKETS

const parseModule = (text: string) => parse(text, { ecmaVersion: 'latest', sourceType: 'module' })

function withoutTypes(text: string, transform: Transform): string {
  const { code, errors } = transform('answer.ts', text, { lang: 'ts', tsconfig: false })
  const [error] = errors
  if (!error) return code
  const { loc } = error as { loc?: { line: number; column: number } }
  const at = loc ? ` (line ${loc.line}, column ${loc.column})` : ''
  throw new SyntaxError(firstLine(error.message) + at)
}

const firstLine = (message: string): string =>
  (stripVTControlCharacters(message).split('\n')[0] ?? '').replace(/^\[\w+\] /, '')

/** Of edits that overlap the one that begins first is made. */
function edit(text: string, edits: readonly Edit[]): string {
  let result = ''
  let done = 0
  for (const { start, end, text: insertion } of edits.toSorted(
    (a, b) => a.start - b.start || b.end - a.end,
  )) {
    if (start < done) continue
    result += text.slice(done, start) + insertion
    done = end
  }
  return result + text.slice(done)
}

const ERROR = /^(|Eval|Internal|Range|Reference|Syntax|Type|URI)Error$/
const HOSTS = new Set(
  'define document exports global module process require self window'.split(' '),
)

/** Edits that leave no place to hide a text, and no question about a host. */
function withoutHidingPlaces(program: Program): Edit[] {
  const edits: Edit[] = []
  const declared = declaredNames(program)
  const isFree = (node: AnyNode, names: (name: string) => boolean) =>
    node.type === 'Identifier' && names(node.name) && !declared.has(node.name)
  walk(program, (node) => {
    const { start, end } = node
    if ('directive' in node) edits.push({ start, end, text: '' })
    if (node.type === 'ThrowStatement') edits.push(...withoutMessage(node.argument))
    // Where code can be made that sees the names, they would be kept.
    if (node.type === 'CallExpression' && isFree(node.callee, (name) => name === 'eval'))
      edits.push({ ...node.callee, text: '(0,eval)' })
    if (node.type === 'UnaryExpression' && node.operator === 'typeof')
      if (isFree(node.argument, (name) => HOSTS.has(name)))
        edits.push({ start, end, text: '"undefined"' })
    if (node.type === 'BinaryExpression' && isMainModule(node.left))
      if (isFree(node.right, (name) => name === 'module')) edits.push({ start, end, text: 'false' })
  })
  return edits
}

function withoutMessage(thrown: AnyNode): Edit[] {
  if (thrown.type !== 'NewExpression' && thrown.type !== 'CallExpression') return []
  const { callee, arguments: given } = thrown
  if (callee.type !== 'Identifier' || !ERROR.test(callee.name)) return []
  return given.length ? [{ start: given[0]!.start, end: given.at(-1)!.end, text: '' }] : []
}

/** `require.main` */
function isMainModule(node: AnyNode): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'require' &&
    isPropertyName(node.property, node)
  )
}

/** Names of variables that sloppy code makes by assigning to them. */
function implicitNames(program: Program): Set<string> {
  const declared = declaredNames(program)
  const names = new Set<string>()
  walk(program, (node) => {
    for (const name of namesAssignedBy(node))
      if (!declared.has(name) && !BUILT_IN_WORDS.has(name) && !HOSTS.has(name)) names.add(name)
  })
  return names
}

/** Names of the variables that a node gives another value. */
function namesAssignedBy(node: AnyNode): string[] {
  switch (node.type) {
    case 'AssignmentExpression':
      return namesIn(node.left)
    case 'UpdateExpression':
      return node.argument.type === 'Identifier' ? [node.argument.name] : []
    case 'ForInStatement':
    case 'ForOfStatement':
      return node.left.type === 'VariableDeclaration' ? [] : namesIn(node.left)
    default:
      return []
  }
}
