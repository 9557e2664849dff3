/** What is said of a run as a whole; parsed where it comes back from a file. */
import { z } from 'zod'
import { PROTOCOLS } from './records.ts'
import { ModelIdentity, Size } from './run-settings.ts'

/** Accuracy of one interpreter by one scorer. Medians and means are null where there is none. */
export const Row = z.strictObject({
  interpreter: z.string(),
  suite: z.string(),
  category: z.string(),
  /** A variant of the suite, or `all`. */
  variant: z.string(),
  scorer: z.string(),
  /** The part of its score that the row is of; null for the score itself. */
  part: z.string().nullable(),
  protocol: z.enum(PROTOCOLS),
  /** Cases that the scorer applies to: scored, unscored and failed ones. */
  n: z.int(),
  scored: z.int(),
  unscored: z.int(),
  failed: z.int(),
  /** Mean over the functions with a score, each the mean of its trials. */
  mean: z.number().nullable(),
  /** 95 % interval: Wilson where every score is 0 or 1, else bootstrap. */
  ci: z.tuple([z.number(), z.number()]).nullable(),
  ceiling: z.number().nullable(),
  /** Median queries of a function. */
  queries: z.number().nullable(),
  /** Median milliseconds an interpreter took for a function. */
  ms: z.number().nullable(),
  /** Median nanoseconds of a call of a function, over the timed sample. */
  nsPerCall: z.number().nullable(),
})
export type Row = z.infer<typeof Row>

/** What a reader of the rows has to know: cases that are in no mean, and why. */
export const Note = z.strictObject({
  interpreter: z.string(),
  /** Whether something went wrong, or the benchmark is made so. */
  fault: z.boolean(),
  text: z.string(),
})
export type Note = z.infer<typeof Note>

/** What an interpreter asked of a model over one suite, or over all of them. */
export const UsageRow = z.strictObject({
  interpreter: z.string(),
  /**
   * On whose account: the interpreter's own model, the judge of its descriptions, or who answered
   * the functions.
   */
  account: z.enum(['interpreter', 'judge', 'neurons']),
  model: ModelIdentity,
  prompts: z.array(z.string()),
  /** A suite, or `all`. */
  suite: z.string(),
  /** Cases that asked the model, whatever came of them. */
  cases: z.int(),
  /** Sums over the cases. */
  turns: z.int(),
  cached: z.int(),
  experiments: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** US dollars; null where a price is unknown. */
  usd: z.number().nullable(),
  paid: z.strictObject({ tokens: z.int(), usd: z.number().nullable() }),
})
export type UsageRow = z.infer<typeof UsageRow>

/** What the gate found; every outcome but the first five fails a run. */
export const OUTCOMES = [
  'accepted',
  'new',
  'improved',
  'unchanged',
  'informative',
  'regressed',
  'missing',
  'unprotected',
  'failed',
  'below-floor',
  'incomplete',
  'refused',
] as const

export const Verdict = z.strictObject({
  interpreter: z.string(),
  suite: z.string().nullable(),
  scorer: z.string().nullable(),
  outcome: z.enum(OUTCOMES),
  message: z.string(),
  /** Names of the functions that the verdict is about, `<suite>/<id>`. */
  functions: z.array(z.string()),
})
export type Verdict = z.infer<typeof Verdict>

export const Provenance = z.strictObject({
  time: z.string(),
  commit: z.string().nullable(),
  /** Whether the work tree differed from the commit. */
  dirty: z.boolean().nullable(),
  versions: z.record(z.string(), z.string()),
  seed: z.int(),
  size: Size,
  interpreters: z.record(
    z.string(),
    z.strictObject({ options: z.unknown(), model: ModelIdentity.optional() }),
  ),
  /** The model that judged descriptions; null where there was none. */
  judge: ModelIdentity.nullable(),
  suites: z.record(z.string(), z.string()),
  /** Whether every function of the size ran to an end; if not, why. */
  complete: z.boolean(),
  incomplete: z.array(z.string()),
})
export type Provenance = z.infer<typeof Provenance>

/** `.find/latest/summary.json`. */
export const Summary = z.strictObject({
  schema: z.literal(2),
  run: Provenance,
  rows: z.array(Row),
  notes: z.array(Note),
  usage: z.array(UsageRow),
  verdicts: z.array(Verdict),
})
export type Summary = z.infer<typeof Summary>
