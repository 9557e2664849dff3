import process from 'node:process'

const REQUIRED = [22, 18] as const

/**
 * Throws where Node is too old for Vitest 5 and for running TypeScript as it is.
 *
 * `npm ci` installs a Node 24 for Linux and Windows as an optional dependency, which npm
 * scripts and npx put first on the PATH; this speaks up where that did not happen.
 */
export function requireNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > REQUIRED[0] || (major === REQUIRED[0] && minor >= REQUIRED[1])) return
  throw new Error(
    `vitest-find needs Node >= ${REQUIRED.join('.')}; this is Node ${version}. ` +
      'Install a newer Node. In its repository `npm ci`, without --omit=optional, brings one ' +
      'that `npx` and npm scripts use.',
  )
}
