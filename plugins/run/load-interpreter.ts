import { z } from 'zod'
import { CATEGORIES, type Interpreter, type RunSettings } from '../contracts.ts'

const Shape = z.looseObject({
  name: z.string().min(1),
  version: z.string().min(1),
  deterministic: z.boolean(),
  label: z.string().optional(),
  estimate: z.function().optional(),
  interpret: z
    .partialRecord(z.enum(CATEGORIES), z.function())
    .refine((handlers) => Object.keys(handlers).length > 0, 'has no handler'),
})

/**
 * Makes the configured interpreter from its file's default export.
 *
 * @throws Error that names the interpreter, its file, what was expected and what came.
 */
export function loadInterpreter(
  factory: unknown,
  { name, module, options }: RunSettings['interpreter'],
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
    const refusal = `${about} refuses its options ${JSON.stringify(options)}: ${reason}`
    // What zod found is all in the reason; its stack would bury it.
    // oxlint-disable-next-line preserve-caught-error -- as just said
    throw new Error(refusal, cause instanceof z.ZodError ? {} : { cause })
  }
  const shape = Shape.safeParse(interpreter)
  if (!shape.success)
    throw new Error(`${about} is not an interpreter: ${z.prettifyError(shape.error)}`)
  return interpreter as Interpreter
}
