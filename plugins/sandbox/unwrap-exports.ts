import type { AnyNode, Expression, Program } from 'acorn'
import { topLevelNames } from '../utils/syntax-tree.ts'

/** What to write in place of a part of the source. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** How well a statement says that it is about `f`, from not at all. */
const RANKS = ['other', 'bare', 'default', 'named'] as const

interface Offer {
  readonly rank: (typeof RANKS)[number]
  readonly statement: AnyNode
  /** Undefined for a declaration that was exported. */
  readonly value?: Expression
  /** The variable that `f` is, if `f` is no expression of the statement. */
  readonly name?: string
}

/**
 * Makes a module, of whichever system, one that exports nothing but `f`, by that name. What it
 * exports by default, or as all of it, is `f` where nothing else is; so is a function that is an
 * answer's whole statement.
 *
 * @param implicit names of variables that are assigned to and declared nowhere.
 */
export function unwrapExports({ body, end }: Program, implicit: ReadonlySet<string>): Edit[] {
  const edits: Edit[] = []
  const offers: Offer[] = []
  for (const statement of body) {
    switch (statement.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        throw new SyntaxError('there is nothing to import from')
      case 'ExportNamedDeclaration': {
        const { declaration, specifiers, start } = statement
        edits.push({ start, end: declaration?.start ?? statement.end, text: '' })
        for (const { local, exported } of specifiers) {
          const as = nameOf(exported)
          if (as === 'f' || as === 'default')
            offers.push({ rank: as === 'f' ? 'named' : 'default', statement, name: nameOf(local) })
        }
        break
      }
      case 'ExportDefaultDeclaration': {
        const { declaration, start } = statement
        const named = KEPT.test(declaration.type)
        const id = named && 'id' in declaration ? declaration.id : null
        if (id) {
          edits.push({ start, end: declaration.start, text: '' })
          offers.push({ rank: 'default', statement: declaration, name: nameOf(id) })
        } else offers.push(offer('default', statement, declaration as Expression))
        break
      }
      case 'ExpressionStatement': {
        const exported = exportedBy(statement.expression)
        if (exported) offers.push(offer(exported.rank, statement, exported.value))
        break
      }
    }
  }
  const declarations = body.map((node) =>
    'declaration' in node && node.declaration ? node.declaration : node,
  )
  const isThere = implicit.has('f') || topLevelNames(declarations).has('f')
  const best = isThere
    ? undefined
    : offers
        .filter(({ rank }) => rank !== 'other')
        .toSorted((a, b) => RANKS.indexOf(b.rank) - RANKS.indexOf(a.rank))[0]
  for (const one of offers) edits.push(...settle(one, one === best))
  const alias = best?.name === undefined ? '' : `;const f=${aliasOf(best, best.name, declarations)}`
  if (best || isThere) edits.push({ start: end, end, text: `\n${alias};export{f}` })
  return edits
}

function offer(rank: Offer['rank'], statement: AnyNode, value: Expression): Offer {
  if (value.type === 'Identifier') return { rank, statement, name: value.name }
  return { rank, statement, value }
}

/** What a statement gives to CommonJS, or to the globals, as `f`. */
function exportedBy(expression: Expression): Pick<Required<Offer>, 'rank' | 'value'> | undefined {
  if (/^(Arrow)?FunctionExpression$/.test(expression.type))
    return { rank: 'bare', value: expression }
  if (expression.type !== 'AssignmentExpression' || expression.operator !== '=') return undefined
  const { left } = expression
  // exports = module.exports = f
  const value = exportedBy(expression.right)?.value ?? expression.right
  const path = pathOf(left)
  if (/^(module\.)?exports(\.default)?$/.test(path)) {
    const its = value.type === 'ObjectExpression' ? propertyF(value) : undefined
    return its ? { rank: 'named', value: its } : { rank: 'default', value }
  }
  if (/^((module\.)?exports|globalThis|global|window|self|this)\.f$/.test(path))
    return { rank: 'named', value }
  return /^(module\.)?exports\./.test(path) ? { rank: 'other', value } : undefined
}

/** The variable that an object holds as its property `f`. */
function propertyF({ properties }: Expression & { type: 'ObjectExpression' }) {
  for (const property of properties)
    if (property.type === 'Property' && !property.computed && pathOf(property.key) === 'f')
      return property.value.type === 'Identifier' ? property.value : undefined
  return undefined
}

const KEPT = /^(Function|Class)Declaration$/

/** Writes down what an offer gives: `f` itself, or an expression of no use. */
function settle({ statement, value }: Offer, isF: boolean): Edit[] {
  const { start, end } = statement
  if (!value) return KEPT.test(statement.type) ? [] : [{ start, end, text: '' }]
  const open = isF ? `const f=${hasF(value) ? CALL_F : ''}(` : '('
  return [
    { start, end: value.start, text: open },
    { start: value.end, end, text: ');' },
  ]
}

function aliasOf({ statement }: Offer, name: string, declarations: readonly AnyNode[]): string {
  const declared = declarations.find(
    (node) => node.type === 'ClassDeclaration' && node.id?.name === name,
  )
  return hasF(declared ?? statement) ? `${CALL_F}(${name})` : name
}

const CALL_F = '(o=>x=>o.f(x))'

/** Whether a class has a static method `f`, or an object any property of that name. */
function hasF(node: AnyNode): boolean {
  if (node.type === 'ObjectExpression')
    return node.properties.some((part) => 'key' in part && pathOf(part.key) === 'f')
  if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return false
  return node.body.body.some((part) => 'key' in part && part.static && pathOf(part.key) === 'f')
}

const nameOf = (node: AnyNode): string =>
  node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : ''

/** `a.b` as text; empty for any other expression. */
function pathOf(node: AnyNode): string {
  if (node.type === 'ThisExpression') return 'this'
  if (node.type !== 'MemberExpression' || node.computed) return nameOf(node)
  const object = pathOf(node.object)
  return object && `${object}.${nameOf(node.property)}`
}
