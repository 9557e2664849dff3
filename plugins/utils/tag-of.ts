/** Words and characters that expressions of `--tags-filter` are made of. */
const RESERVED = new Set(['and', 'or', 'not'])
const FORBIDDEN = /[\s()&|!*]/g

/**
 * The tag of a category, variant or operator: its name, unless Vitest's tag expressions cannot
 * hold that. `and` is the tag `and_`, `a b` is `a_b`.
 */
export const tagOf = (name: string): string =>
  RESERVED.has(name.toLowerCase()) ? `${name}_` : name.replaceAll(FORBIDDEN, '_')
