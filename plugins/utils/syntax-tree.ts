/** What acorn's own types leave out: to walk a syntax tree, and to tell names apart. */
import type { AnyNode, Pattern } from 'acorn'

/** The nodes right below one, and null for each that a list or an optional part leaves out. */
export function partsOf(node: AnyNode): (AnyNode | null)[] {
  return Object.values(node)
    .flat()
    .filter((part) => part === null || isNode(part))
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value
}

/** Deeper trees may not fit the stack of whoever reads them next. */
const DEEPEST = 1000

/**
 * Visits a tree, a node before its parts.
 *
 * @throws SyntaxError where it is too deep.
 */
export function walk(root: AnyNode, visit: (node: AnyNode, parent: AnyNode | null) => void): void {
  const descend = (node: AnyNode, parent: AnyNode | null, depth: number) => {
    if (depth > DEEPEST) throw new SyntaxError(`nested more than ${DEEPEST} deep`)
    visit(node, parent)
    for (const part of partsOf(node)) if (part) descend(part, node, depth + 1)
  }
  descend(root, null, 1)
}

/** Whether an identifier names a property, and not a variable. */
export function isPropertyName(node: AnyNode, parent: AnyNode | null): boolean {
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.property === node && !parent.computed
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.key === node && !parent.computed
    default:
      return false
  }
}

/** Names of all variables that a tree declares, whatever their scope. */
export function declaredNames(tree: AnyNode): Set<string> {
  const names = new Set<string>()
  walk(tree, (node) => {
    for (const name of namesDeclaredBy(node)) names.add(name)
  })
  return names
}

/** Names of the variables that a node declares itself, in its own scope or around it. */
function namesDeclaredBy(node: AnyNode): string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return namesIn(node.id)
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [node.id ?? [], node.params].flat().flatMap(namesIn)
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.id ? [node.id.name] : []
    case 'CatchClause':
      return node.param ? namesIn(node.param) : []
    default:
      return []
  }
}

/** Names of the variables that a pattern binds, or assigns to. */
export function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((part) =>
        namesIn(part.type === 'RestElement' ? part.argument : part.value),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap((part) => (part ? namesIn(part) : []))
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'RestElement':
      return namesIn(pattern.argument)
    default:
      return []
  }
}

/** Names that the statements of a program declare for all of it. */
export function topLevelNames(body: readonly AnyNode[]): Set<string> {
  return new Set(
    body.flatMap((statement) => {
      if (statement.type === 'VariableDeclaration')
        return statement.declarations.flatMap(namesDeclaredBy)
      const declares = /^(Function|Class)Declaration$/.test(statement.type) && 'id' in statement
      return declares && statement.id ? [(statement.id as { name: string }).name] : []
    }),
  )
}
