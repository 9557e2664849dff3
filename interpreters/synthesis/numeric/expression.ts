/** ` + 3`, ` - 3`, or nothing for 0: what follows a term that a constant is added to. */
export function plus(constant: number): string {
  if (constant === 0) return ''
  return constant < 0 ? ` - ${-constant}` : ` + ${constant}`
}
