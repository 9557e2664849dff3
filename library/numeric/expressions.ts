/**
 * Building blocks of JavaScript expressions of `x`. None uses powers: `**` may differ in the last
 * bit between versions of V8.
 */

/** ` + 3`, ` - 3`, or nothing for 0: what follows a term that a constant is added to. */
export function plus(constant: number): string {
  if (constant === 0) return ''
  return constant < 0 ? ` - ${-constant}` : ` + ${constant}`
}

/** `x` less a constant, ready to be a factor. */
export function centred(constant: number): string {
  return constant === 0 ? 'x' : `(x${plus(-constant)})`
}

/** The polynomial in `x` by Horner's rule, from coefficients in descending powers. */
export function horner(descending: readonly number[]): string {
  const [leading = 0, ...rest] = descending
  return rest.reduce(
    (inner, coefficient) => `${factor(inner)} * x${plus(coefficient)}`,
    `${leading}`,
  )
}

export function sum(left: string, right: string): string {
  return `${factor(left)} + ${factor(right)}`
}

export function product(left: string, right: string): string {
  return `${factor(left)} * ${factor(right)}`
}

/** `otherwise`, except where `condition` holds. */
export function choose(condition: string, value: number, otherwise: string): string {
  return `${condition} ? ${value} : ${factor(otherwise)}`
}

/** Puts an expression in parentheses, unless it is one number, name or simple call. */
function factor(expression: string): string {
  return /^-?[\w.]+(\([\w.]*\))?$/.test(expression) ? expression : `(${expression})`
}
