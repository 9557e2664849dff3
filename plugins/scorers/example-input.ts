/** Inputs for the tests of scorers. */
import type { AnsweredSet, Category, Code, FunctionSpec, ScorerInput } from '../contracts.ts'

export const code = (source: string): Code => ({ language: 'javascript', source })

const spec = <C extends Category>(category: C): FunctionSpec<C> => ({
  id: `${category}/f00000`,
  category,
  variant: 'clean',
  operators: ['linear'],
  description: 'an example',
  domain: null,
  params: {},
})

export function numericSet(
  inputs: readonly number[],
  truth: (x: number) => number,
  got: (x: number) => number | null,
): AnsweredSet<'numeric'> {
  const expected = Float64Array.from(inputs, truth)
  return { inputs: Float64Array.from(inputs), expected, truth: expected, got: inputs.map(got) }
}

export function stringsSet(
  inputs: readonly string[],
  truth: (s: string) => string,
  got: (s: string) => string | null,
): AnsweredSet<'strings'> {
  const expected = inputs.map(truth)
  return { inputs, expected, truth: expected, got: inputs.map(got) }
}

export function scorerInput<C extends Category>(
  category: C,
  sets: ScorerInput<C>['sets'],
  source = 'function f(x){return x}',
): ScorerInput<C> {
  return {
    spec: spec(category),
    truthCode: code('function f(x){return x}'),
    code: code(source),
    sets,
  }
}
