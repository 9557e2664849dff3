/** Arguments of an operator, JSON-safe, in the order in which its source takes them. */
export type Arguments = readonly (string | number)[]

/** What an operator may be given (FIND, section 3.2). */
export interface ParameterSpace {
  /** The space in words. */
  readonly about: string
  /** All of it; null where it is too large to be listed. */
  readonly values: readonly Arguments[] | null
  readonly has: (values: Arguments) => boolean
}

export const LOWER_LETTERS = 'abcdefghijklmnopqrstuvwxyz'
export const LETTERS = LOWER_LETTERS + LOWER_LETTERS.toUpperCase()

function listed(about: string, values: readonly Arguments[]): ParameterSpace {
  const keys = new Set(values.map((value) => JSON.stringify(value)))
  return { about, values, has: (value) => keys.has(JSON.stringify(value)) }
}

const integers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
const singles = (values: Arguments) => values.map((value) => [value])
const differentPairs = (values: Arguments) =>
  values.flatMap((a) => values.filter((b) => b !== a).map((b) => [a, b]))

export const PARAMETER_SPACES = {
  none: listed('nothing', [[]]),
  digit: listed('an integer from 1 to 9', singles(integers(1, 9))),
  letter: listed('a letter, a-z or A-Z', singles(LETTERS.split(''))),
  letters: listed('two different letters, a-z or A-Z', differentPairs(LETTERS.split(''))),
  suffix: {
    about: 'one to five letters, a-z or A-Z, as a string',
    values: null,
    has: ([value, ...rest]) => rest.length === 0 && /^[a-zA-Z]{1,5}$/.test(String(value)),
  },
  indices: listed('two different integers from 0 to 9', differentPairs(integers(0, 9))),
  amount: listed('an integer from 0 to 25', singles(integers(0, 25))),
  permutation: {
    about: 'a permutation of a-z, as a string',
    values: null,
    has: ([value, ...rest]) =>
      rest.length === 0 && String(value).split('').toSorted().join('') === LOWER_LETTERS,
  },
} as const satisfies Record<string, ParameterSpace>

export type ParameterKind = keyof typeof PARAMETER_SPACES
