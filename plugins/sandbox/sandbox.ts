import type { Code, Evaluation, Json } from '../contracts.ts'
import { javascriptSandbox } from './javascript-sandbox.ts'
import { notCompiled, TIME_LIMIT } from './limits.ts'
import { prepareCode } from './prepare-code.ts'
import { pythonSandbox } from './python-sandbox.ts'

/**
 * What `f` is run on, which decides how inputs and outputs travel.
 *
 * A Float64Array travels on the numbers wire: float64 in, float64 out, where NaN, -0 and
 * infinities are kept, and any output but a number is none.
 *
 * An array travels on the JSON wire: any JSON in, any JSON out. A string comes back as it is,
 * lone surrogates included, and any other output as JSON.stringify writes it: inside of arrays
 * and objects NaN, infinities and undefined become null or are left out, and -0 becomes 0, also
 * on its way in. An output that JSON cannot hold (undefined, a function, symbol or bigint, NaN,
 * an infinity) is none, which is not null, and so is one that is too long or nested too deep.
 * In Python a tuple is an array, a key that is no str makes an object none, and whole numbers
 * are rounded to float64.
 */
export type Inputs = Float64Array | readonly Json[]

/** Runs code apart from the harness. */
export interface Sandbox {
  /** Runs `f` of the code on each input. Rejects only when the sandbox itself fails. */
  run(code: Code, inputs: Inputs): Promise<Evaluation>
  close(): Promise<void>
}

export interface CodeSandboxOptions {
  /** Milliseconds that one batch may take before its code counts as broken. */
  readonly timeLimit?: number
}

/** The sandbox of untrusted code, whatever its language. */
export function codeSandbox({ timeLimit = TIME_LIMIT }: CodeSandboxOptions = {}): Sandbox {
  const languages: Readonly<Record<Code['language'], Sandbox>> = {
    javascript: javascriptSandbox(timeLimit),
    python: pythonSandbox(timeLimit),
  }
  return {
    async run(code, inputs) {
      if (code.language !== 'javascript') return languages[code.language].run(code, inputs)
      try {
        const source = await prepareCode(code.source, 'run')
        return await languages.javascript.run({ ...code, source }, inputs)
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        return { status: 'broken', reason: notCompiled(error.message) }
      }
    },
    async close() {
      await Promise.all(Object.values(languages).map((one) => one.close()))
    },
  }
}
