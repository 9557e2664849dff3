import type { Category, Code, Inputs, Sandbox } from '../contracts.ts'
import { javascriptSandbox } from './javascript-sandbox.ts'
import { TIME_LIMIT } from './limits.ts'
import { pythonSandbox } from './python-sandbox.ts'

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
    evaluate: <C extends Category>(category: C, code: Code, inputs: Inputs<C>) =>
      languages[code.language].evaluate(category, code, inputs),
    async close() {
      await Promise.all(Object.values(languages).map((one) => one.close()))
    },
  }
}
