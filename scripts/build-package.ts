/**
 * Builds the package that is published, `npm run build`: JavaScript and types beside the data
 * they read, in the layout of the sources, with a manifest of its own.
 *
 *     node scripts/build-package.ts [folder]
 */
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import manifest from '../package.json' with { type: 'json' }

const REPOSITORY = resolve(import.meta.dirname, '..')
const target = resolve(process.argv[2] ?? join(REPOSITORY, 'dist'))

function compile(): void {
  const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc')
  const options = ['--project', 'tsconfig.build.json', '--outDir', target]
  execFileSync(process.execPath, [tsc, ...options], { cwd: REPOSITORY, stdio: 'inherit' })
  // The compiler rewrites paths in JavaScript alone.
  for (const file of globSync('**/*.d.ts', { cwd: target })) {
    const text = readFileSync(join(target, file), 'utf8')
    const paths = /(from |import\(|module )(['"])(\.[^'"]*)\.ts\2/g
    writeFileSync(join(target, file), text.replaceAll(paths, '$1$2$3.js$2'))
  }
  // Entries of other people's suites import `#interpreter`; the compiler would point to the source.
  const door = join(target, 'plugins/index.d.ts')
  const alias = '/// <reference path="./setup/interpreter-alias.d.ts" />\n'
  writeFileSync(door, alias + readFileSync(door, 'utf8'))
}

/** What modules read, and what people do. Baselines, and what tests alone read, stay here. */
function copyData(): void {
  const beside = globSync('{plugins,library,suites,interpreters}/**/*.{d.ts,mjs,py,wasm}', {
    cwd: REPOSITORY,
  })
  const whole = ['plugins/setup/init/template', 'docs', 'LICENSE', 'README.md', 'CHANGELOG.md']
  for (const path of [...beside, ...whole, 'fixtures'])
    cpSync(join(REPOSITORY, path), join(target, path), {
      recursive: true,
      filter: (from) =>
        !/[/\\]fixtures[/\\](baselines|circuits[/\\](checkpoints|tracr))$/.test(from),
    })
}

function writeManifest(): void {
  const built = globSync('**/*.{js,d.ts}', { cwd: target })
    .map((file) => readFileSync(join(target, file), 'utf8'))
    .join('\n')
  const isUsed = ([module]: [string, unknown]) => new RegExp(`['"]${module}['"/]`).test(built)
  const used = <T>(group: Record<string, T>) =>
    Object.fromEntries(Object.entries(group).filter(isUsed))
  const missing = Object.keys(used(manifest.devDependencies)).filter(
    (name) => !(name in manifest.peerDependencies) && !name.startsWith('@types/'),
  )
  if (missing.length > 0)
    throw new Error(`devDependencies: the package needs ${missing.join(', ')} at run time`)
  const { name, version, description, license, type, engines } = manifest
  const packed = {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin: Object.fromEntries(
      Object.entries(manifest.bin).map(([command, path]) => [command, builtPath(path)]),
    ),
    exports: packedExports(),
    dependencies: used(manifest.dependencies),
    peerDependencies: used(manifest.peerDependencies),
    peerDependenciesMeta: used(manifest.peerDependenciesMeta),
  }
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(packed, null, 2)}\n`)
}

/** The repository's exports, with a line for each module where those are by pattern. */
function packedExports(): Record<string, { types: string; default: string }> {
  const lines = Object.entries(manifest.exports).flatMap(([door, path]) => {
    const [before = '', after] = path.split('*')
    if (after === undefined) return [[door, path] as const]
    return globSync(path, { cwd: REPOSITORY, exclude: ['**/*.test.ts'] })
      .toSorted()
      .map((file) => `./${file.replaceAll('\\', '/')}`)
      .filter((file) => !before.includes('reporters') || isReporter(file))
      .map((file) => [door.replace('*', file.slice(before.length, -after.length)), file] as const)
  })
  return Object.fromEntries(
    lines.map(([door, path]) => [
      door,
      { types: builtPath(path).replace(/\.js$/, '.d.ts'), default: builtPath(path) },
    ]),
  )
}

const builtPath = (path: string): string => path.replace(/\.ts$/, '.js')

/** The others in that folder are parts of those. */
const isReporter = (file: string): boolean =>
  readFileSync(join(REPOSITORY, file), 'utf8').includes('export default')

rmSync(target, { recursive: true, force: true })
copyData()
compile()
writeManifest()
