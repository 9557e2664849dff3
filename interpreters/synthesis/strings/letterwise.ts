import { LETTERS, LOWER_LETTERS } from '../../../library/strings/index.ts'
import type { Instance } from './instances.ts'
import type { Library } from './library.ts'

/** What an outer operator made of a text. */
export interface Change {
  readonly from: string
  readonly to: string
}

/** The one replacement of a letter by a letter that explains the changes; it must act on one. */
export function solveReplacement(
  { replacement }: Library,
  changes: readonly Change[],
): Instance | null {
  let found: Instance | null = null
  for (const { from, to } of changes) {
    if (from.length !== to.length) return null
    if (from === to) continue
    let at = 0
    while (from[at] === to[at]) at++
    found = replacement(from.charAt(at), to.charAt(at))
    break
  }
  return found && changes.every(({ from, to }) => found.run(from) === to) ? found : null
}

const A = 97
const isLetter = (code: number) => code >= A && code < A + LOWER_LETTERS.length

/** The images that the changes show, by index of the letter; null where no permutation fits. */
export function readPermutation(changes: readonly Change[]): (number | null)[] | null {
  const images: (number | null)[] = LOWER_LETTERS.split('').map(() => null)
  const sources = [...images]
  for (const { from, to } of changes) {
    if (from.length !== to.length) {
      if (from.toLowerCase().length !== to.length) return null
    }
    const lower = from.toLowerCase()
    for (let i = 0; i < lower.length; i++) {
      const source = lower.charCodeAt(i)
      const image = to.charCodeAt(i)
      if (!isLetter(source)) {
        if (source !== image) return null
        continue
      }
      if (!isLetter(image)) return null
      const known = images[source - A]
      if (known === null && sources[image - A] === null) {
        images[source - A] = image
        sources[image - A] = source
      } else if (known !== image) return null
    }
  }
  return images
}

/**
 * The permutation that explains the changes, with the letters that none of them shows: these
 * are given the free images in order. None where all letters stay: that is lower case.
 */
export function solvePermutation(
  { permutation }: Library,
  changes: readonly Change[],
): { readonly outer: Instance; readonly unseen: string } | null {
  const images = readPermutation(changes)
  if (!images) return null
  if (images.every((image, index) => image === index + A)) return null
  const shown = new Set(images)
  const free = LOWER_LETTERS.split('').filter((letter) => !shown.has(letter.charCodeAt(0)))
  const letters = images.map((image) =>
    image === null ? free.shift() : String.fromCharCode(image),
  )
  const unseen = LOWER_LETTERS.split('').filter((_, index) => images[index] === null)
  const outer = permutation(letters.join(''))
  return outer && { outer, unseen: unseen.join('') }
}

/** The one to five letters that all changes append. */
export function solveSuffix(
  { suffix: suffixOf }: Library,
  changes: readonly Change[],
): Instance | null {
  const [first] = changes
  if (!first) return null
  const suffix = first.to.slice(first.from.length)
  if (!/^[a-z]{1,5}$/i.test(suffix)) return null
  return changes.every(({ from, to }) => to === from + suffix) ? suffixOf(suffix) : null
}

const isPermutation = (letters: readonly (string | undefined)[]) =>
  LOWER_LETTERS.split('').every((letter) => letters.includes(letter))

/**
 * A permutation after the replacement of a letter: without that letter the images in both cases
 * agree, and its own image is that of the letter that took its place.
 */
export function solveReplacedPermutation(
  library: Library,
  { from, to }: Change,
): readonly Instance[][] {
  if (from.length !== to.length) return []
  const images = new Map(Array.from(from, (letter, at) => [letter, to.charAt(at)]))
  return LETTERS.split('').flatMap((replaced) => {
    const sources = LOWER_LETTERS.split('').map((letter) =>
      letter === replaced ? letter.toUpperCase() : letter,
    )
    const permuted = sources.map((letter) => images.get(letter))
    if (!isPermutation(permuted)) return []
    const by = LOWER_LETTERS[permuted.indexOf(images.get(replaced))]
    const replacement = by === undefined ? null : library.replacement(replaced, by)
    const permutation = library.permutation(permuted.join(''))
    return replacement && permutation ? [[replacement, permutation]] : []
  })
}
