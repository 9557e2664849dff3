/**
 * Facts about cities, read at run time from @vvo/tzdb (MIT, made from GeoNames), and those of the
 * United States.
 */
import { createRequire } from 'node:module'
import type { RawTimeZone } from '@vvo/tzdb'
import { cleanWord } from '../words/clean-word.ts'
import { readTable } from './read-table.ts'
import type { TableSource } from './table.ts'

const require = createRequire(import.meta.url)

/** Cities in whose place another of the name is thought of: it is larger, or better known. */
const ECLIPSED = new Set([
  'Bharatpur',
  'Birmingham',
  'Brandon',
  'Creston',
  'Delmas',
  'Durham',
  'Freeport',
  'Killarney',
  'Maipú',
  'Manas',
  'Mpanda',
  'Newcastle',
  'Newport',
  'Norfolk',
  'Paradise',
  'Richmond',
  'San Fernando',
  'San Pedro',
  'Santa Ana',
  'Santa Fe',
  'Toledo',
  'Viana',
  'Worcester',
])

/**
 * Cities whose name stands for one place in the package, those of independent countries.
 *
 * @param nameOf the name of a country by its code; undefined of what is none.
 */
export function cityRows(nameOf: (code: string) => string | undefined): TableSource['rows'] {
  const zones = require('@vvo/tzdb/raw-time-zones.json') as readonly RawTimeZone[]
  const cities = zones.flatMap(({ alternativeName, countryCode, mainCities }) =>
    mainCities
      .flatMap((names) => names.split(' / '))
      .map((word) => ({ word, countryCode, zone: alternativeName })),
  )
  const times = new Map<string, number>()
  for (const { word } of cities) {
    const key = cleanWord(word)
    times.set(key, (times.get(key) ?? 0) + 1)
  }
  const large = cities.flatMap(({ word, countryCode, zone }): TableSource['rows'] => {
    const country = nameOf(countryCode)
    if (country === undefined || times.get(cleanWord(word)) !== 1 || ECLIPSED.has(word)) return []
    return [{ word, also: [], values: { country, 'time zone': zone } }]
  })
  const american = readTable('us-cities.txt')
    .filter(({ word }) => !times.has(cleanWord(word)) && !ECLIPSED.has(word))
    .map(({ word }) => ({ word, also: [], values: { country: 'United States' } }))
  return [...large, ...american]
}
