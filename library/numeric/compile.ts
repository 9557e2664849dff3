/** A numeric function, ready to run. Both members give the same bits for the same x. */
export interface Kernel {
  readonly one: (x: number) => number
  /** Values at all `xs`, in a new array. */
  readonly all: (xs: Float64Array) => Float64Array
}

/** Source of the function that an expression of `x` defines. */
export function sourceOf(expression: string): string {
  return `function f(x) { return ${expression} }`
}

/**
 * Compiles source that defines `function f(x)`, with the loop over a batch in the same closure,
 * so that the engine inlines `f` into it. Only for source that this project has generated:
 * answers of an interpreter belong in the sandbox.
 *
 * Throws a SyntaxError when the source is not JavaScript.
 */
export function compile(source: string): Kernel {
  // The text that the truth is shown as is the text that runs; it is generated from numbers alone.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function(`'use strict'
${source}
return {
  one: f,
  all(xs) {
    const n = xs.length
    const ys = new Float64Array(n)
    for (let i = 0; i < n; i++) ys[i] = f(xs[i])
    return ys
  },
}`)()
}
