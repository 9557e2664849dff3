import type {
  AnsweredSet,
  Category,
  Code,
  Evaluation,
  FunctionSpec,
  Input,
  Inputs,
  Output,
  Probes,
  Sandbox,
  Score,
  ScoreEntry,
  Scorer,
  ScorerInput,
  Suite,
  Truth,
} from './contracts.ts'
import { solved } from './scorers/solved.ts'

/** A function with all that its answers are compared with. */
export interface Question<C extends Category> {
  readonly suite: Suite<C>
  readonly spec: FunctionSpec<C>
  readonly truth: Truth<C>
  readonly probes: Probes<C>
}

/**
 * All scores of an answer's code, `solved` last. The code is run once, on all probes together.
 * Rejects only when the sandbox or a scorer is at fault.
 */
export async function scoreAnswer<C extends Category>(
  question: Question<C>,
  code: Code,
  sandbox: Sandbox,
): Promise<ScoreEntry[]> {
  const { spec, probes } = question
  const evaluation = await sandbox.evaluate(spec.category, code, allInputs(spec.category, probes))
  const sets = answeredSets(probes, evaluation)
  return entries(question, (score) => {
    const given = score({ spec, truthCode: question.truth.code, code, sets })
    return evaluation.status === 'broken' && given.status === 'scored'
      ? { ...given, detail: `code ${evaluation.reason}; ${given.detail}` }
      : given
  })
}

/** The scores of an answer without code: none, for `reason`, wherever a scorer applies. */
export const withoutScores = <C extends Category>(question: Question<C>, reason: string) =>
  entries(question, () => ({ status: 'unscored', reason }))

function entries<C extends Category>(
  { suite, spec, truth, probes }: Question<C>,
  scoreBy: (score: (input: ScorerInput<C>) => Score) => Score,
): ScoreEntry[] {
  const ideal = mapValues(probes, (set) => ({
    ...set,
    got: Array.from(set.truth as Iterable<Output<C>>),
  }))
  const scores = suite.scorers.map((scorer): ScoreEntry => {
    const { name, protocol } = scorer
    const score = handler(scorer, spec.category)
    // Whether a scorer applies is a matter of the function, not of the answer.
    const best = score({ spec, truthCode: truth.code, code: truth.code, sets: ideal })
    const ceiling = protocol === 'paper' && best.status === 'scored' ? best.value : null
    return {
      scorer: name,
      protocol,
      score: best.status === 'inapplicable' ? best : scoreBy(score),
      ceiling,
    }
  })
  const strict = scores.filter(({ protocol }) => protocol === 'strict')
  const verdict = solved(new Map(strict.map(({ scorer, score }) => [scorer, score])))
  return [...scores, { scorer: 'solved', protocol: 'strict', score: verdict, ceiling: null }]
}

function handler<C extends Category>(scorer: Scorer, category: C) {
  const score = scorer.score[category]
  if (!score) throw new Error(`scorer ${scorer.name} has no handler for ${category}`)
  return score
}

function allInputs<C extends Category>(category: C, probes: Probes<C>): Inputs<C> {
  const all = Object.values(probes).flatMap(({ inputs }) =>
    Array.from(inputs as Iterable<Input<C>>),
  )
  return (category === 'numeric' ? Float64Array.from(all as number[]) : all) as Inputs<C>
}

function answeredSets<C extends Category>(
  probes: Probes<C>,
  evaluation: Evaluation<C>,
): Readonly<Record<string, AnsweredSet<C>>> {
  let next = 0
  return mapValues(probes, (set) => {
    const { length } = set.inputs
    const start = next
    next += length
    const got =
      evaluation.status === 'broken'
        ? Array.from({ length }, () => null)
        : evaluation.got.slice(start, next)
    return { ...set, got }
  })
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
