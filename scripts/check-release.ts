/**
 * Checks that what is committed can be published, `npm run release:check`, and stops before
 * publishing.
 */
import { execSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import manifest from '../package.json' with { type: 'json' }

const REPOSITORY = resolve(import.meta.dirname, '..')
const { name, version } = manifest

const CHECKS = [
  'npm ci',
  'npm run format:check',
  'npm run lint',
  'npm run types',
  'npm run knip',
  'npm test',
  'npm run test:versions',
  'npx vitest run',
  'npm run build',
  'npm run check:package',
  'npm pack ./dist --dry-run',
]

requireCleanTree()
requireText('CHANGELOG.md', `\n## [${version}] - `)
requireText('CITATION.cff', `\nversion: ${version}\n`)
for (const command of CHECKS) {
  console.log(`\n--- ${command}`)
  execSync(command, { cwd: REPOSITORY, stdio: 'inherit' })
}
requireCleanTree()
console.log(`\n${name} ${version} can be published: npm publish ./dist`)

function requireCleanTree(): void {
  const changes = execSync('git status --porcelain', { cwd: REPOSITORY, encoding: 'utf8' })
  if (changes !== '') throw new Error(`expected a clean tree; got\n${changes}`)
}

function requireText(file: string, text: string): void {
  if (!readFileSync(join(REPOSITORY, file), 'utf8').includes(text))
    throw new Error(`${file}: expected ${JSON.stringify(text)}, for the version of package.json`)
}
