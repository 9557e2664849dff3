import type { AnyNode, Program } from 'acorn'
import { BUILT_IN_WORDS } from '../utils/built-in-words.ts'
import { isPropertyName, walk } from '../utils/syntax-tree.ts'

/** Words by which code sees names of properties. */
const OBSERVERS = new Set(
  `Function JSON Proxy Reflect defineProperties defineProperty entries eval fromEntries
  getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames groupBy hasOwn
  hasOwnProperty keys propertyIsEnumerable`.split(/\s+/),
)

/**
 * Tells the minifier which properties it may rename as it does variables: those of the code's own
 * that it reads by their names, `this.slope`, and in no other way that could be seen. A key that
 * is looked up is data, and stays.
 */
export function privateProperties(program: Program): { mangleProps?: { include: RegExp } } {
  const read = new Set<string>()
  const texts: string[] = []
  let observed = false
  walk(program, (node, parent) => {
    observed ||= isObserver(node)
    if (node.type === 'Literal' && typeof node.value === 'string') texts.push(node.value)
    if (node.type === 'TemplateElement') texts.push(node.value.cooked ?? node.value.raw)
    if (node.type === 'Identifier' && isPropertyName(node, parent) && isRead(parent))
      read.add(node.name)
  })
  const names = [...read].filter(
    (name) =>
      /^\w+$/.test(name) && !BUILT_IN_WORDS.has(name) && !texts.some((text) => text.includes(name)),
  )
  if (observed || names.length === 0) return {}
  return { mangleProps: { include: new RegExp(`^(?:${names.join('|')})$`) } }
}

function isObserver(node: AnyNode): boolean {
  if (node.type === 'Identifier') return OBSERVERS.has(node.name)
  return (
    node.type === 'ForInStatement' || (node.type === 'BinaryExpression' && node.operator === 'in')
  )
}

/** A key of a literal alone is not: it may be looked up. */
const isRead = (parent: AnyNode | null): boolean => parent?.type === 'MemberExpression'
