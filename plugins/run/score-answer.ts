import type {
  AnsweredSet,
  Category,
  Code,
  Evaluation,
  FunctionSpec,
  Input,
  Inputs,
  Interpretation,
  Model,
  Output,
  Probes,
  Random,
  Sandbox,
  Score,
  ScoreEntry,
  Scorer,
  ScorerInput,
  Suite,
  Truth,
} from '../contracts.ts'
import { judgeDescription } from '../llm/judge-description.ts'
import { solved } from './solved.ts'

/** A function with all that its answers are compared with. */
export interface Subject<C extends Category> {
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
  subject: Subject<C>,
  code: Code,
  sandbox: Sandbox,
): Promise<ScoreEntry[]> {
  const { spec, probes, truth } = subject
  const evaluation = await sandbox.evaluate(spec.category, code, allInputs(spec.category, probes))
  if (evaluation.status === 'unavailable') return codeScores(subject, unscored(evaluation.reason))
  const sets = answeredSets(probes, evaluation)
  return codeScores(subject, (score) => {
    const given = score({ spec, truthCode: truth.code, code, sets })
    return evaluation.status === 'broken' && given.status === 'scored'
      ? { ...given, detail: `code ${evaluation.reason}; ${given.detail}` }
      : given
  })
}

/** The scores of an answer without code: none, for `reason`, wherever a scorer applies. */
export const withoutCode = <C extends Category>(subject: Subject<C>, reason: string) =>
  codeScores(subject, unscored(reason))

/** The scores of a description that nobody judged, and of what came to no answer. */
export const withoutJudge = <C extends Category>({ suite }: Subject<C>, reason: string) =>
  suite.unitTests.map(({ name }) => judged(name, { status: 'unscored', reason }))

/**
 * FIND's unit tests of a description. A model that gives no answer leaves them unscored: what
 * the interpreter earned is not lost over it.
 *
 * @param stream the random stream of each unit test, by its name.
 */
export async function scoreDescription<C extends Category>(
  { suite, spec, truth }: Subject<C>,
  interpretation: Interpretation,
  judge: Model,
  stream: (name: string) => Random,
): Promise<ScoreEntry[]> {
  const entries: ScoreEntry[] = []
  for (const unitTest of suite.unitTests) {
    const { name } = unitTest
    const asked = unitTest.questions(spec, truth, stream(name))
    const score: Score =
      'inapplicable' in asked
        ? { status: 'inapplicable', reason: asked.inapplicable }
        : await judgeDescription(interpretation, asked, judge)
    entries.push(judged(name, score))
  }
  return entries
}

const judged = (scorer: string, score: Score): ScoreEntry => ({
  scorer,
  protocol: 'judge',
  score,
  ceiling: null,
})

const unscored = (reason: string) => () => ({ status: 'unscored', reason }) as const

function codeScores<C extends Category>(
  { suite, spec, truth, probes }: Subject<C>,
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
  evaluation: Exclude<Evaluation<C>, { status: 'unavailable' }>,
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
