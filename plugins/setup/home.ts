/** Where the harness itself is: TypeScript in its repository, JavaScript in the package. */
import { existsSync, readdirSync } from 'node:fs'
import { extname, join, relative, resolve, sep } from 'node:path'

const HOME = resolve(import.meta.dirname, '../..')
const SUFFIX = extname(import.meta.filename)

/** Suffixes of modules of the user's. */
const SUFFIXES = ['.ts', '.mts', '.js', '.mjs'] as const

/** Path of a module of the harness, by its name without a suffix. */
export const homeModule = (name: string): string => join(HOME, name + SUFFIX)

/**
 * Path of an interpreter's file, a user's before one that is embedded; undefined where there is
 * none.
 */
export const findInterpreter = (root: string, name: string): string | undefined =>
  interpreterHomes(root)
    .flatMap(([folder, suffixes]) =>
      [name, `${name}/index`].flatMap((stem) =>
        suffixes.map((suffix) => join(folder, stem + suffix)),
      ),
    )
    .find((path) => existsSync(path))

/** Names of all interpreters there are. */
export const interpreterNames = (root: string): string[] =>
  interpreterHomes(root).flatMap(([folder, suffixes]) =>
    entriesOf(folder).flatMap((entry) => {
      if (entry.isDirectory()) return entry.name
      const suffix = suffixes.find((one) => entry.name.endsWith(one))
      const isTest = /\.test\.\w+$|\.d\.\w+$/.test(entry.name)
      return suffix === undefined || isTest ? [] : entry.name.slice(0, -suffix.length)
    }),
  )

const interpreterHomes = (root: string) =>
  [
    [join(root, 'interpreters'), SUFFIXES],
    [join(HOME, 'interpreters'), [SUFFIX]],
  ] as const

/** The files that hold suites, the user's and those that are embedded. */
export const suiteFiles = (root: string, embedded: readonly string[]): string[] => [
  ...namesIn(join(root, 'suites')).flatMap(
    (name) =>
      SUFFIXES.map((suffix) => join(root, 'suites', name, `suite${suffix}`)).find((path) =>
        existsSync(path),
      ) ?? [],
  ),
  ...embedded.map((name) => homeModule(`suites/${name}/suite`)),
]

/** What Vitest collects below the root: entries of the user's suites, and those embedded. */
export const entryPatterns = (root: string, embedded: readonly string[]): string[] => [
  `suites/**/*.find.{${SUFFIXES.map((suffix) => suffix.slice(1)).join()}}`,
  ...embedded.map((name) => {
    const folder = relative(root, join(HOME, 'suites', name)).replaceAll(sep, '/')
    return `${folder.replaceAll(/[()[\]{}!*?@+$^|]/g, String.raw`\$&`)}/**/*.find${SUFFIX}`
  }),
]

/**
 * The embedded suites that run: of those that are wanted, the ones for which the user has no
 * folder of the same name.
 *
 * @param wanted undefined: all.
 * @throws Error that names one that there is not.
 */
export function embeddedSuites(root: string, wanted: readonly string[] | undefined): string[] {
  const known = namesIn(join(HOME, 'suites'))
  const unknown = wanted?.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new Error(
      `vitest.config.ts: embedded: expected some of ${known.join(', ')}; got ${JSON.stringify(unknown)}`,
    )
  const own = new Set(namesIn(join(root, 'suites')))
  return (wanted ?? known).filter((name) => !own.has(name))
}

const namesIn = (folder: string): string[] =>
  entriesOf(folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()

const entriesOf = (folder: string) =>
  existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
