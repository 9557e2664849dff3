import type {
  Answer,
  Category,
  Evidence,
  FindFunction,
  Interpretation,
  Random,
  Score,
  Suite,
  Tools,
  Truth,
} from '../contracts.ts'
import { judgeDescription } from '../llm/judge-description.ts'
import type { Model } from '../model.ts'
import type { ScoreEntry } from '../records.ts'
import { solved } from './solved.ts'

/** A function with all that its answers are compared with. */
export interface Subject<C extends Category> {
  readonly suite: Suite<C>
  readonly fn: FindFunction<C>
  readonly truth: Truth<C>
  /** The evidence of the ideal answer. */
  readonly probed: Evidence<C>
}

/**
 * All scores of an answer, `solved` last. Rejects only where the category, its tools or a scorer
 * are at fault.
 */
export async function scoreAnswer<C extends Category>(
  subject: Subject<C>,
  answer: Answer<C>,
  tools: Tools,
): Promise<ScoreEntry[]> {
  const came = await subject.suite.category.confront(answer, subject, tools)
  if ('unscored' in came) return withoutAnswer(subject, came.unscored)
  const { evidence, remark } = came
  return scores(subject, (score, ideal) => {
    const given = score({ answer, ideal, evidence })
    return remark !== undefined && given.status === 'scored'
      ? { ...given, detail: `${remark}; ${given.detail}` }
      : given
  })
}

/** The scores of what came to no answer that can be judged: none, wherever a scorer applies. */
export const withoutAnswer = <C extends Category>(subject: Subject<C>, reason: string) =>
  scores(subject, () => ({ status: 'unscored', reason }))

/** The scores of a description that nobody judged, and of what came to no answer. */
export const withoutJudge = <C extends Category>({ suite }: Subject<C>, reason: string) =>
  suite.unitTests.map((name) => judged(name, { status: 'unscored', reason }))

/**
 * FIND's unit tests of a description. A model that gives no answer leaves them unscored: what
 * the interpreter earned is not lost over it.
 *
 * @param stream the random stream of each unit test, by its name.
 */
export async function scoreDescription<C extends Category>(
  { suite, fn }: Subject<C>,
  interpretation: Interpretation,
  judge: Model,
  stream: (name: string) => Random,
): Promise<ScoreEntry[]> {
  const entries: ScoreEntry[] = []
  for (const name of suite.unitTests) {
    const asked = fn.questions(name, stream(name))
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

function scores<C extends Category>(
  { suite, fn, probed }: Subject<C>,
  scoreBy: (score: Suite<C>['scorers'][number]['score'], ideal: Answer<C>) => Score,
): ScoreEntry[] {
  const ideal = fn.ideal()
  const given = suite.scorers.map(({ name, protocol, decides, score }) => {
    // Whether a scorer applies is a matter of the function, not of the answer.
    const best = score({ answer: ideal, ideal, evidence: probed })
    const own = best.status === 'inapplicable' ? best : scoreBy(score, ideal)
    const ceiling = protocol === 'paper' && best.status === 'scored' ? best.value : null
    return { decides, entry: { scorer: name, protocol, score: own, ceiling } satisfies ScoreEntry }
  })
  const strict = given.filter(({ entry }) => entry.protocol === 'strict')
  const verdict = solved(
    strict.map(({ decides, entry: { scorer: name, score } }) => ({ name, decides, score })),
  )
  return [
    ...given.map(({ entry }) => entry),
    { scorer: 'solved', protocol: 'solved', score: verdict, ceiling: null },
  ]
}
