import { LETTERS, type Operator, OPERATORS } from '../../../library/strings/index.ts'
import { type Instance, instanceOf, instancesOf } from './instances.ts'
import { createOpeningIndex, type OpeningIndex } from './opening-index.ts'

/** The operators that the interpreter knows, with their arguments. */
export interface Library {
  /**
   * Deterministic operators whose arguments can be listed, the replacements of a letter by a
   * letter apart; and suffixes of one letter.
   */
  readonly plain: readonly Instance[]
  /** Replacements of a letter by a letter: 2652, more than all others together. */
  readonly replacements: readonly Instance[]
  /** Operators that draw at random. */
  readonly random: readonly Operator[]
  /** What pairs of plain operators make of the opening. */
  readonly opening: OpeningIndex
  /** All plain operators of one letter, given that letter. */
  readonly ofLetter: (letter: string) => readonly Instance[]
  /** The replacement of one letter by another; null where there is none. */
  readonly replacement: (from: string, to: string) => Instance | null
  /** The map of a-z to `letters`, in this order; null where there is none. */
  readonly permutation: (letters: string) => Instance | null
  /** The appending of one to five letters; null where there is none. */
  readonly suffix: (letters: string) => Instance | null
}

const libraries = new Map<string, Library>()
/** So many libraries are kept: each holds an index of some hundred thousand pairs. */
const KEPT = 4

/** The library without the operators of the hidden names; other names hide nothing. */
export function libraryWithout(hidden: ReadonlySet<string>): Library {
  const operators = OPERATORS.filter(({ name }) => !hidden.has(name))
  const key = operators.map(({ name }) => name).join()
  const library = libraries.get(key) ?? createLibrary(operators)
  libraries.delete(key)
  libraries.set(key, library)
  const [oldest] = libraries.keys()
  if (libraries.size > KEPT && oldest !== undefined) libraries.delete(oldest)
  return library
}

function createLibrary(operators: readonly Operator[]): Library {
  const of = (kind: Operator['parameter']) =>
    operators.filter(({ parameter }) => parameter === kind)

  const [appending] = of('suffix')
  const suffixes = new Map<string, Instance>()
  const suffix = (letters: string) => {
    if (!appending) return null
    const instance = suffixes.get(letters) ?? instanceOf(appending, [letters])
    if (letters.length === 1) suffixes.set(letters, instance)
    return instance
  }
  const [permuting] = of('permutation')
  const replacements = of('letters').flatMap(instancesOf)
  const replacing = new Map(replacements.map((one) => [one.step.params.join(''), one]))
  const byLetter = Map.groupBy(of('letter').flatMap(instancesOf), ({ step }) => step.params[0])
  const plain = [
    ...operators
      .filter(({ parameter, random }) => !random && parameter !== 'letters')
      .flatMap(instancesOf),
    ...LETTERS.split('')
      .map(suffix)
      .filter((one) => one !== null),
  ]
  let opening: OpeningIndex | undefined
  return {
    plain,
    replacements,
    random: operators.filter(({ random }) => random),
    get opening() {
      return (opening ??= createOpeningIndex(plain))
    },
    ofLetter: (letter) => byLetter.get(letter) ?? [],
    replacement: (from, to) => replacing.get(from + to) ?? null,
    permutation: (letters) => (permuting ? instanceOf(permuting, [letters]) : null),
    suffix,
  }
}
