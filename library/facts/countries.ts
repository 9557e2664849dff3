/**
 * Facts about countries, read from packages at run time: world-countries (ODbL 1.0: it stays a
 * dependency, and no extract of it is committed) and countries-list (MIT). Where both know a fact
 * it is taken as one where they agree.
 */
import { createRequire } from 'node:module'
import { continents, countries, languages, type TCountryCode } from 'countries-list'
import type { Countries, Country } from 'world-countries'
import { readTable } from './read-table.ts'
import type { TableSource } from './table.ts'

const require = createRequire(import.meta.url)
/** The smallest of the package's forms. */
const FILE = 'world-countries/dist/countries-unescaped.json'
/** A shorter spelling is a code, and may be a word of its own: IS, NO, TO. */
const SHORTEST = 3
/** Names in other languages that are words of English. */
const WORDS = new Set(['Island'])
const ABBREVIATIONS: Readonly<Record<string, string>> = { GB: 'UK' }

/** The independent countries. */
export const independentCountries = (): readonly Country[] =>
  (require(FILE) as Countries).filter(({ independent }) => independent)

/** Rows of facts about them. */
export function countryRows(independent: readonly Country[]): TableSource['rows'] {
  const names = new Map(independent.map(({ cca3, name }) => [cca3, name.common]))
  const own = new Map(readTable('country-facts.txt').map(({ word, values }) => [word, values]))
  return independent.map((country) => {
    const { name, cca2, capital, borders, landlocked, altSpellings, tld, demonyms } = country
    const listed = countries[cca2 as TCountryCode]
    const neighbours = borders.flatMap((code) => names.get(code) ?? [])
    const demonym = demonyms['eng']?.m ?? ''
    return {
      word: name.common,
      also: [
        name.official,
        ...altSpellings.filter((text) => text.length >= SHORTEST && !WORDS.has(text)),
        ...(ABBREVIATIONS[cca2] === undefined ? [] : [ABBREVIATIONS[cca2]]),
      ],
      values: present({
        capital: capital.length === 1 && capital[0] === listed.capital ? capital[0] : undefined,
        continent: continentOf(country),
        'official language': agreed(
          Object.values(country.languages),
          listed.languages.map((code) => languages[code].name),
        ),
        currency:
          country.currencies[agreed(Object.keys(country.currencies), listed.currency) ?? '']?.name,
        'bordering country': neighbours.toSorted()[0],
        coast: landlocked ? 'landlocked' : 'coastal',
        'calling code': listed.phone.length === 1 ? `+${listed.phone[0]}` : undefined,
        'internet domain': tld.find((domain) => /^\.[a-z]+$/.test(domain)),
        demonym: / or |,/.test(demonym) || demonym === '' ? undefined : demonym,
        ...own.get(name.common),
      }),
    }
  })
}

/** Absent of a country that the packages put on two: Russia, East Timor. */
function continentOf({ cca2, region }: Country): string | undefined {
  const continent: string = continents[countries[cca2 as TCountryCode].continent]
  return (continent.includes('America') ? 'Americas' : continent) === region ? continent : undefined
}

/** The only value of both lists. */
const agreed = (one: readonly string[], other: readonly string[]): string | undefined =>
  one.length === 1 && other.length === 1 && one[0] === other[0] ? one[0] : undefined

const present = (values: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
