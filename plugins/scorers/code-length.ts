import { type AnyNode, type Literal, parse } from 'acorn'
import { BUILT_IN_WORDS } from '../utils/built-in-words.ts'
import { declaredNames, partsOf, walk } from '../utils/syntax-tree.ts'
import { bigintBits, numberBits, ownWordBits, textBits } from './literal-length.ts'

/**
 * Bits of a kind of node, the more the rarer it is in code that explains something. For each
 * place, the shares 2 ** -bits of the kinds that can stand there sum to 1 at most, `RARE` being
 * any other.
 */
export const NODE_BITS = {
  expressions: {
    Variable: 2,
    Number: 2.5,
    BinaryExpression: 3,
    CallExpression: 3.5,
    MemberExpression: 3.5,
    ArrowFunctionExpression: 5,
    String: 5,
    UnaryExpression: 5,
    Word: 5,
    ConditionalExpression: 5.5,
    ArrayExpression: 6,
    AssignmentExpression: 6,
    ComputedMember: 6,
    FunctionExpression: 7,
    LogicalExpression: 7,
    SpreadElement: 7,
    TemplateLiteral: 7,
    NewExpression: 8,
    ObjectExpression: 8,
    RegExp: 8,
    SequenceExpression: 8,
    ThisExpression: 8,
    UpdateExpression: 8,
    False: 9,
    Infinity: 9,
    Null: 9,
    True: 9,
    Undefined: 9,
  },
  statements: {
    ReturnStatement: 1.5,
    FunctionDeclaration: 2.5,
    ExpressionStatement: 3,
    VariableDeclaration: 3,
    IfStatement: 4,
    ForOfStatement: 5,
    BlockStatement: 6,
    ClassDeclaration: 6,
    ForStatement: 6,
    ThrowStatement: 6,
    TryStatement: 6,
  },
  members: { MethodDefinition: 0.5, PropertyDefinition: 2 },
  /** Of a function, which may be an expression instead. */
  bodies: { Body: 1 },
} as const
const RARE = 9
/** Kinds that have a place to themselves, and so tell nothing. */
const GIVEN =
  /^(Program|VariableDeclarator|TemplateElement|Property|ClassBody|CatchClause|SwitchCase|Method)$/

const BITS = new Map<string, number>(Object.values(NODE_BITS).flatMap(Object.entries))

const OPERATORS = new Map([
  ...['+', '-', '*', '=', '!', '??'].map((operator) => [operator, 2] as const),
  ...['/', '<', '>', '===', '+=', '&&', '||', '++', '--'].map((operator) => [operator, 4] as const),
])
const OTHER_OPERATOR = 5.5

/** That a list goes on, or ends. */
const MORE = 1
/** That a part is left out which may be: `return` of nothing, a hole of an array. */
const ABSENT = 4
/** Each that is up. */
const FLAGS = ['async', 'await', 'delegate', 'generator', 'method', 'optional', 'static']
const FLAG = 3

/** A word of the language, the first time. */
const BUILT_IN_WORD = 8

/**
 * The length of code in bits: what it takes to write down all that can be seen of it when it
 * runs. It is the length of a code from which the syntax tree can be read back, but for names of
 * variables; so, whichever way a table is hidden in a tree, n bits of it take about n bits.
 *
 * - A node costs {@link NODE_BITS}, its operator, and a bit for each part of a list.
 * - A number costs 5 bits, 3.33 a digit and 3 for a point; a bigint its binary length; text of
 *   strings, templates, regular expressions 5.5 bits and 6.7 a character.
 * - A word, which is a property or a global, costs 8 bits if it is one of the language, and its
 *   text if it is not; when it comes again, and for variables each time, which of them it is.
 *
 * @param script what `prepareCode` gives: there a name tells no more than which variable it is.
 * @throws SyntaxError where it does not parse.
 */
export function codeLength(script: string): number {
  const program = parse(script, { ecmaVersion: 'latest' })
  const variables = declaredNames(program)
  const labels = new Set<string>()
  walk(program, (node) => {
    if (node.type === 'LabeledStatement') labels.add(node.label.name)
  })
  const words = new Set<string>()

  function wordBits(word: string): number {
    if (words.has(word)) return MORE + Math.log2(words.size)
    words.add(word)
    return BUILT_IN_WORDS.has(word) ? BUILT_IN_WORD : ownWordBits(word)
  }

  /** A name that stands in a place of its own. */
  function nameBits(node: AnyNode, parent: AnyNode): number | undefined {
    if ('label' in parent && parent.label === node) return MORE + Math.log2(labels.size)
    const isName =
      ('key' in parent && parent.key === node) ||
      (parent.type === 'MemberExpression' && parent.property === node)
    if (!isName || ('computed' in parent && parent.computed)) return undefined
    if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') return wordBits(node.name)
    return node.type === 'Literal' && typeof node.value === 'string'
      ? wordBits(node.value)
      : undefined
  }

  function bitsOf(node: AnyNode, parent: AnyNode | null): number {
    const name = parent && nameBits(node, parent)
    if (name != null) return name
    const constant = constantOf(node)
    if (constant) return BITS.get(constant)!
    const kind = kindOf(node, parent, variables)
    let bits = GIVEN.test(kind) ? 0 : (BITS.get(kind) ?? RARE)
    if (node.type === 'Identifier')
      return bits + (kind === 'Word' ? wordBits(node.name) : Math.log2(variables.size))
    if (node.type === 'Literal') return bits + literalBits(node)
    // The raw text is what a tag can see.
    if (node.type === 'TemplateElement') return textBits(node.value.raw)
    // new.target
    if (node.type === 'MetaProperty') return bits
    if ('operator' in node) bits += OPERATORS.get(node.operator) ?? OTHER_OPERATOR
    for (const flag of FLAGS) if (flag in node && node[flag as keyof AnyNode]) bits += FLAG
    if ('kind' in node && (node.kind === 'get' || node.kind === 'set')) bits += FLAG
    for (const list of Object.values(node))
      if (Array.isArray(list) && kind !== 'String') bits += MORE * (list.length + 1)
    for (const part of partsOf(node)) bits += part ? bitsOf(part, node) : ABSENT
    return bits
  }

  return bitsOf(program, null)
}

/** Whose parts are statements. */
const LISTS =
  /^(Program|BlockStatement|StaticBlock|SwitchCase|(If|For|While|DoWhile|ForIn|ForOf|Labeled)Statement)$/

/** Kinds of node, finer than those of the tree where one type stands for several. */
function kindOf(node: AnyNode, parent: AnyNode | null, variables: ReadonlySet<string>): string {
  if (node.type === 'FunctionExpression' && parent?.type === 'MethodDefinition') return 'Method'
  if (node.type === 'BlockStatement' && parent && !LISTS.test(parent.type)) return 'Body'
  if (node.type === 'Identifier') return variables.has(node.name) ? 'Variable' : 'Word'
  if (node.type === 'MemberExpression' && node.computed) return 'ComputedMember'
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return 'String'
  if (node.type !== 'Literal') return node.type
  if (node.regex) return 'RegExp'
  if (node.bigint) return 'BigInt'
  return typeof node.value === 'string' ? 'String' : 'Number'
}

/** A constant, as a minifier writes it: `!0`, `void 0`, `1/0`. */
function constantOf(node: AnyNode): keyof typeof NODE_BITS.expressions | undefined {
  if (node.type === 'Literal') {
    if (node.raw === 'null') return 'Null'
    return typeof node.value === 'boolean' ? (node.value ? 'True' : 'False') : undefined
  }
  if (node.type === 'UnaryExpression') {
    if (node.operator === '!' && isNumber(node.argument, 0)) return 'True'
    if (node.operator === '!' && isNumber(node.argument, 1)) return 'False'
    if (node.operator === 'void' && isNumber(node.argument, 0)) return 'Undefined'
  }
  const divides = node.type === 'BinaryExpression' && node.operator === '/'
  return divides && isNumber(node.left, 1) && isNumber(node.right, 0) ? 'Infinity' : undefined
}

const isNumber = (node: AnyNode, value: number): boolean =>
  node.type === 'Literal' && node.value === value

function literalBits({ value, regex, bigint }: Literal): number {
  if (regex) return textBits(regex.pattern) + FLAG * regex.flags.length
  if (bigint) return bigintBits(bigint)
  return typeof value === 'string' ? textBits(value) : numberBits(Number(value))
}
