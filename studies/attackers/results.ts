import type { FindFunction, Suite } from '../../plugins/contracts.ts'
import type { RunRecord } from '../../plugins/records.ts'
import { prepareCode } from '../../plugins/sandbox/prepare-code.ts'
import { codeLength } from '../../plugins/scorers/code-length.ts'
import type { NumericParams } from '../../suites/numeric/params.ts'
import { numeric } from '../../suites/numeric/suite.ts'
import type { NumericAttacker } from './attacker.ts'
import { isCurved, shapesOf } from './curved.ts'
import { answeredSource } from '../answered-source.ts'

/** Clean and corrupted functions: noisy ones are told apart, and networks are not solved. */
export const attacked: Suite<'numeric'> = {
  ...numeric,
  functions: (seed) =>
    numeric
      .functions(seed)
      .filter(({ variant, solving }) => /clean|corrupted/.test(variant) && solving === undefined),
}

/** What became of one answer. */
export interface Result {
  readonly attacker: string
  readonly id: string
  readonly variant: string
  readonly kind: string
  readonly curved: boolean
  /** Whether the answer has the law's own form, so that a fit finds the law. */
  readonly found: boolean
  readonly solved: boolean
  readonly paper: number
  readonly lengthRatio: number
  readonly source: string
}

export async function resultOf(
  record: RunRecord,
  attacker: string,
  finds: NumericAttacker['finds'],
): Promise<Result> {
  if (record.state !== 'interpreted')
    throw new Error(
      `${attacker} on ${record.functionId}: expected an answer, got ${JSON.stringify(record)}`,
    )
  const fn = functionNamed(record.seed, record.functionId)
  const { law } = fn.params as NumericParams
  const source = answeredSource(record.interpretation)!
  const valueOf = (name: string) => {
    const entry = record.scores.find(({ scorer }) => scorer === name)
    return entry?.score.status === 'scored' ? entry.score.value : 0
  }
  return {
    attacker,
    id: `${record.seed}/${record.functionId}`,
    variant: record.variant,
    kind: record.operators.join(' '),
    curved: isCurved(law),
    found: shapesOf(law).every((operator) => finds.includes(operator)),
    solved: valueOf('solved') === 1,
    paper: valueOf('nmse'),
    lengthRatio: (await bitsOf(source)) / (await bitsOf(fn.ideal().code!.source)),
    source,
  }
}

function functionNamed(seed: number, id: string): FindFunction<'numeric'> {
  const fn = attacked.functions(seed).find((one) => one.id === id)
  if (!fn) throw new Error(`expected a function ${id} of seed ${seed}`)
  return fn
}

const bitsOf = async (source: string) => codeLength(await prepareCode(source))

/** Of each function the answer that got farthest: solved, and not by the law's own form. */
export function best(name: string, results: readonly Result[]): Result[] {
  const rank = ({ solved, found }: Result) => (solved ? (found ? 1 : 2) : 0)
  return [...Map.groupBy(results, ({ id }) => id).values()].map((own) => ({
    ...own.reduce((a, b) => (rank(b) > rank(a) ? b : a)),
    paper: Math.max(...own.map(({ paper }) => paper)),
    attacker: name,
  }))
}
