import { inspect } from 'node:util'
import { z } from 'zod'
import type { Category, CategoryPlugin, Interpret, Interpreter } from '../contracts.ts'
import type { RunSettings } from '../run-settings.ts'

const Shape = z.looseObject({
  name: z.string().min(1),
  version: z.union([z.string().min(1), z.function()]),
  deterministic: z.boolean(),
  label: z.string().optional(),
  sealed: z.boolean().optional(),
  estimate: z.function().optional(),
  interpret: z.union(
    [
      z.function(),
      z
        .record(z.string(), z.function())
        .refine((handlers) => Object.keys(handlers).length > 0, 'has no handler'),
    ],
    {
      error: ({ input }) =>
        `expected a function, or functions by category; got ${inspect(input, { depth: 1 })}`,
    },
  ),
})

/**
 * Makes the configured interpreter from its file's default export.
 *
 * @throws Error that names the interpreter, its file, what was expected and what came.
 */
export function loadInterpreter(
  factory: unknown,
  { name, module, options }: Pick<RunSettings['interpreter'], 'name' | 'module' | 'options'>,
): Interpreter {
  const about = `interpreter ${name} (${module})`
  if (typeof factory !== 'function')
    throw new Error(
      `${about}: expected a default export that is a function (options) => interpreter; got ${typeof factory}`,
    )
  let interpreter: unknown
  try {
    interpreter = factory(options)
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause)
    const does =
      options === undefined ? 'cannot be made' : `refuses its options ${JSON.stringify(options)}`
    const refusal = `${about} ${does}: ${reason}`
    // oxlint-disable-next-line preserve-caught-error -- what zod found is in the reason; its stack would bury it
    throw new Error(refusal, cause instanceof z.ZodError ? {} : { cause })
  }
  const shape = Shape.safeParse(interpreter)
  if (!shape.success)
    throw new Error(`${about} is not an interpreter: ${z.prettifyError(shape.error)}`)
  return interpreter as Interpreter
}

/** An interpreter's handler of a category; undefined where it does not take that on. */
export function handlerOf<C extends Category>(
  { interpret }: Interpreter,
  category: CategoryPlugin<C>,
): Interpret<C> | undefined {
  if (typeof interpret === 'function') return interpret(category)
  return Object.hasOwn(interpret, category.name) ? interpret[category.name] : undefined
}

/** The version of an interpreter that its answers about a category depend on. */
export const versionOn = ({ version }: Interpreter, category: CategoryPlugin): string =>
  typeof version === 'string' ? version : version(category)
