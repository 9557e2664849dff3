/** How a word that people or models write is found in a table, whatever its case and form. */

const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  feet: 'foot',
  teeth: 'tooth',
  geese: 'goose',
  mice: 'mouse',
  lice: 'louse',
  oxen: 'ox',
  dice: 'die',
  wolves: 'wolf',
  calves: 'calf',
  leaves: 'leaf',
  loaves: 'loaf',
  shelves: 'shelf',
  thieves: 'thief',
  halves: 'half',
  elves: 'elf',
  scarves: 'scarf',
  hooves: 'hoof',
  knives: 'knife',
  wives: 'wife',
  lives: 'life',
  cacti: 'cactus',
  fungi: 'fungus',
  nuclei: 'nucleus',
  radii: 'radius',
  alumni: 'alumnus',
  octopi: 'octopus',
  hippopotami: 'hippopotamus',
  larvae: 'larva',
  algae: 'alga',
  formulae: 'formula',
  criteria: 'criterion',
  phenomena: 'phenomenon',
  bacteria: 'bacterium',
  analyses: 'analysis',
  crises: 'crisis',
  theses: 'thesis',
  hypotheses: 'hypothesis',
  axes: 'axis',
  matrices: 'matrix',
  indices: 'index',
  vertices: 'vertex',
}

/** Endings of plurals and what stands in the singular, the longest first. */
const ENDINGS: readonly (readonly [plural: RegExp, singular: string])[] = [
  [/ies$/, 'y'],
  [/(?<=s|x|z|ch|sh|o)es$/, ''],
  [/men$/, 'man'],
  [/(?<!s|u|i)s$/, ''],
]

/** Letters that Unicode does not take apart. */
const WHOLE: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
}

/** Words that are clean but for capitals, as most are. */
const PLAIN = /^[a-z0-9]+(?: [a-z0-9]+)*$/i
/** How plurals end that are not irregular. */
const PLURAL = /(?:s|men)$/

/**
 * The key of a word or of several: lower case, without diacritics, a single blank between words.
 * Underscores, hyphens and punctuation count as blanks, apostrophes and points as nothing:
 * `  São_Tomé ` is `sao tome`, `St. John's` is `st johns`. Other scripts are kept.
 */
export function cleanWord(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}'’‘`.]/gu, '')
    .replaceAll(/[^\p{ASCII}]/gu, (letter) => WHOLE[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * The keys under which a word may be known, the likeliest first: as it stands, then what its last
 * word may be the plural of.
 */
export function wordKeys(text: string): readonly string[] {
  const key = cleanWord(text)
  const start = key.lastIndexOf(' ') + 1
  const last = key.slice(start)
  const irregular = Object.hasOwn(IRREGULAR, last) ? IRREGULAR[last] : undefined
  if (irregular === undefined && !PLURAL.test(last)) return [key]
  const singulars = ENDINGS.flatMap(([ending, singular]) => {
    const stem = last.replace(ending, singular)
    return stem !== last && stem.length > 2 ? stem : []
  })
  const lasts = [...(irregular === undefined ? [] : [irregular]), ...singulars]
  return [...new Set([key, ...lasts.map((one) => key.slice(0, start) + one)])]
}

/** The key under which `isKnown` has a word or what it is the plural of; undefined of any other. */
export function findWord(text: string, isKnown: (key: string) => boolean): string | undefined {
  const key = cleanWord(text)
  return isKnown(key) ? key : wordKeys(key).find(isKnown)
}
