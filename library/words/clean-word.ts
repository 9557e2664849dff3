/** How a word that people or models write is found in a table, whatever its case and form. */

const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
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
  }),
)

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

/**
 * The key of a word or of several: lower case, without diacritics, a single blank between words.
 * Underscores, hyphens and punctuation count as blanks, apostrophes and points as nothing:
 * `  São_Tomé ` is `sao tome`, `St. John's` is `st johns`. Other scripts are kept.
 */
export function cleanWord(text: string): string {
  let isLower = true
  let blank = true
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const isCapital = code >= A && code <= Z
    if (isCapital) isLower = false
    else if (code === BLANK ? blank : !isPlain(code)) return cleanOdd(text)
    blank = code === BLANK
  }
  if (blank) return cleanOdd(text)
  return isLower ? text : text.toLowerCase()
}

const [BLANK, NINE, ZERO, A, Z, SMALL_A, SMALL_Z] = [32, 57, 48, 65, 90, 97, 122]

const isPlain = (code: number) =>
  (code >= SMALL_A && code <= SMALL_Z) || (code >= ZERO && code <= NINE)

/** Of what has more than letters, digits and single blanks in it, as few words have. */
const cleanOdd = (text: string): string =>
  /^\p{ASCII}*$/u.test(text)
    ? text
        .toLowerCase()
        .replaceAll(/['`.]/g, '')
        .replaceAll(/[^a-z0-9]+/g, ' ')
        .trim()
    : text
        .normalize('NFKD')
        .toLowerCase()
        .replaceAll(/[\p{M}'’‘`.]/gu, '')
        .replaceAll(/[^\p{ASCII}]/gu, (letter) => WHOLE[letter] ?? letter)
        .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()

/**
 * The keys under which a word may be known, the likeliest first: as it stands, then what its last
 * word may be the plural of.
 */
export function wordKeys(text: string): readonly string[] {
  const key = cleanWord(text)
  return [...new Set([key, ...singularsOf(key)])]
}

/** The key under which `isKnown` has a word or what it is the plural of; undefined of any other. */
export const findWord = (text: string, isKnown: (key: string) => boolean): string | undefined =>
  findKey(cleanWord(text), isKnown)

/** The same of a word that is clean. */
export const findKey = (key: string, isKnown: (key: string) => boolean): string | undefined =>
  isKnown(key) ? key : singularsOf(key).find(isKnown)

/** What the last word of a key may be the plural of, with the words before it. */
function singularsOf(key: string): readonly string[] {
  const start = key.lastIndexOf(' ') + 1
  const last = key.slice(start)
  const irregular = IRREGULAR.get(last)
  const found = irregular === undefined ? [] : [key.slice(0, start) + irregular]
  /** The key with so many letters less and an ending, where enough of a word is left. */
  const add = (less: number, ending: string) => {
    if (last.length - less + ending.length > SHORTEST)
      found.push(key.slice(0, key.length - less) + ending)
  }
  if (last.endsWith('ies')) add(3, 'y')
  if (/(?:s|x|z|ch|sh|o)es$/.test(last)) add(2, '')
  if (last.endsWith('men')) add(3, 'man')
  if (last.endsWith('s') && !/[sui]s$/.test(last) && last !== 's') add(1, '')
  return found
}

/** Shorter than that no singular is. */
const SHORTEST = 2
