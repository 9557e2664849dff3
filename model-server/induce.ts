import { candidateOf, simplest } from '../interpreters/synthesis/strings/candidate.ts'
import { explain } from '../interpreters/synthesis/strings/explain.ts'
import type { Instance } from '../interpreters/synthesis/strings/instances.ts'
import { libraryWithout } from '../interpreters/synthesis/strings/library.ts'
import { propose } from '../interpreters/synthesis/numeric/families/index.ts'
import type { Hypothesis } from '../interpreters/synthesis/numeric/hypothesis.ts'
import { fitPiecewise } from '../interpreters/synthesis/numeric/piecewise.ts'
import { toPoints } from '../interpreters/synthesis/numeric/points.ts'
import { entitiesFrom } from '../interpreters/induction+concepts/entities.ts'
import { relationFrom } from '../interpreters/induction/relations/index.ts'
import type { FunctionAnswer } from '../plugins/categories/functions.ts'
import { sourceOf } from '../library/numeric/index.ts'
import { guess } from './guess.ts'
import type { Category, Pair } from './pairs.ts'
import type { Said } from './say.ts'

/** Finds the simplest rule that fits all examples; where there is none, one that comes near. */
export const induce = (category: Category, pairs: readonly Pair[]): Said =>
  INDUCE[category](pairs) ?? guess(category, pairs)

const INDUCE: Readonly<Record<Category, (pairs: readonly Pair[]) => Said | null>> = {
  numeric: induceNumeric,
  strings: induceStrings,
  entities: (pairs) =>
    entitiesFrom(new Map(pairs.map(({ input, output }) => [String(input), Number(output)]))),
  relations: (pairs) =>
    relationFrom(pairs.map(({ input, output }) => [String(input), String(output)])),
}

function induceNumeric(pairs: readonly Pair[]): FunctionAnswer | null {
  const outputs = new Map(pairs.map(({ input, output }) => [Number(input), Number(output)]))
  const points = toPoints(outputs)
  const [law] = propose(points)
  if (law) return asInterpretation('The function is', law)
  const lines = fitPiecewise(points)
  return lines && asInterpretation('Not identified; between the examples it is', lines.hypothesis)
}

const asInterpretation = (opening: string, { words, expression }: Hypothesis): FunctionAnswer => ({
  description: `${opening} ${words}.`,
  domain: null,
  code: { language: 'javascript', source: sourceOf(expression) },
})

function induceStrings(pairs: readonly Pair[]): FunctionAnswer | null {
  const { plain, replacements } = libraryWithout(new Set())
  const inputs = pairs.map(({ input }) => String(input))
  const agrees = (run: Instance['run'], given: readonly string[]) =>
    given.every((input, i) => run(input) === pairs[i]!.output)
  const alone = [...plain, ...replacements].filter(({ run }) => agrees(run, inputs))
  // Pairs of two steps with arguments would be half a million programs.
  const simple = plain.filter(({ step }) => step.params.length === 0)
  const composed = simple.flatMap((inner) => {
    const middles = inputs.map(inner.run)
    return plain.filter(({ run }) => agrees(run, middles)).map((outer) => [inner, outer])
  })
  const best = simplest([...alone.map((one) => [one]), ...composed].map((one) => candidateOf(one)))
  return best ? explain(best) : null
}
