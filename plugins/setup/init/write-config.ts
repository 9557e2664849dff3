import { parseSync } from 'rolldown/experimental'

const IMPORT = "import { findConfig } from 'vitest-find/config'\n"

/** A config whose tests are those of `own`, an expression. */
export const newConfig = (imports: string, own: string): string =>
  `${IMPORT}${imports}
/** \`npx vitest\` runs the tests and, beside them, the benchmark: a project for each interpreter. */
export default ${withBenchmark(own)}
`

/**
 * The same config with the benchmark beside its tests; null where there is nothing to add it to,
 * for lack of an expression after `export default`.
 *
 * @throws Error where the text cannot be parsed.
 */
export function addBenchmark(file: string, text: string): string | null {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]!.message}`)
  const exported = program.body.find((node) => node.type === 'ExportDefaultDeclaration')
  if (!exported || /^(Function|Class|TS)/.test(exported.declaration.type)) return null
  const { start, end } = exported.declaration
  const own = text.slice(start, end).replaceAll('\n', '\n  ')
  const first = program.body[0]!.start
  return (
    text.slice(0, first) + IMPORT + text.slice(first, start) + withBenchmark(own) + text.slice(end)
  )
}

const withBenchmark = (own: string): string => `findConfig(
  {
    root: import.meta.dirname,
    // A tenth of the functions, in proportion; 'full' is all of them.
    size: 'mini',
    // interpreters/mine.ts, and an embedded one to compare it with.
    interpreters: { mine: {}, synthesis: {} },
  },
  ${own},
)`
