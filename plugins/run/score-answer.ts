import type {
  Answer,
  Box,
  AnsweredFunction,
  Category,
  Evidence,
  Interpretation,
  Picture,
  Random,
  Score,
  Scorer,
  Suite,
  Tools,
  Truth,
} from '../contracts.ts'
import { judgeDescription } from '../llm/judge-description.ts'
import type { Model } from '../model.ts'
import type { ScoreEntry } from '../records.ts'
import { scoreClaims } from './score-claims.ts'
import { bounded } from './bounds.ts'
import { solved, type StrictScore } from './solved.ts'

/** A function with all that its answers are compared with. */
export interface Subject<C extends Category> {
  readonly suite: Suite<C>
  readonly fn: AnsweredFunction<C>
  readonly truth: Truth<C>
  /** The evidence of the ideal answer. */
  readonly probed: Evidence<C>
  /** What the interpreter worked on, once it has. */
  readonly box?: Box<C>
}

/**
 * All scores of an answer, then `solved`, then what it claims of itself; and its pictures. Rejects
 * only where the category, its tools or a scorer are at fault.
 *
 * @param isShown whether anybody looks at pictures.
 */
export async function scoreAnswer<C extends Category>(
  subject: Subject<C>,
  answer: Answer<C>,
  tools: Tools,
  isShown: boolean,
): Promise<{ readonly scores: ScoreEntry[]; readonly pictures: readonly Picture[] }> {
  const { category } = subject.suite
  const came = await category.confront(answer, subject, tools)
  if ('unscored' in came)
    return { scores: await withoutAnswer(subject, came.unscored), pictures: [] }
  const { evidence, remark } = came
  const entries = await scores(subject, async (score, ideal) => {
    const given = await score({ answer, ideal, evidence })
    return remark !== undefined && given.status === 'scored'
      ? { ...given, detail: `${remark}; ${given.detail}` }
      : given
  })
  return {
    scores: [...entries, ...scoreClaims(answer, subject.fn.ideal(), entries)],
    pictures: (isShown && (await category.pictures?.(answer, subject.truth, evidence))) || [],
  }
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
    const asked = await fn.questions(name, stream(name))
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
  score: bounded(score),
  ceiling: null,
})

async function scores<C extends Category>(
  { suite, fn, probed }: Subject<C>,
  scoreBy: (score: Scorer<C>['score'], ideal: Answer<C>) => Score | Promise<Score>,
): Promise<ScoreEntry[]> {
  const ideal = fn.ideal()
  const entries: ScoreEntry[] = []
  const strict: StrictScore[] = []
  for (const { name, protocol, decides, score } of suite.scorers) {
    // Whether a scorer applies is a matter of the function, not of the answer.
    const best = await score({ answer: ideal, ideal, evidence: probed })
    const given = bounded(best.status === 'inapplicable' ? best : await scoreBy(score, ideal))
    const ceiling = protocol === 'paper' && best.status === 'scored' ? best.value : null
    entries.push({ scorer: name, protocol, score: given, ceiling })
    if (protocol === 'strict') strict.push({ name, decides, score: given })
  }
  const { solving } = fn
  const verdict: Score =
    typeof solving === 'object'
      ? { status: 'inapplicable', reason: solving.inapplicable }
      : solved(strict)
  const apart = solving === 'apart' ? ({ apart: true } as const) : {}
  return [
    ...entries,
    { scorer: 'solved', protocol: 'solved', score: verdict, ceiling: null, ...apart },
  ]
}
