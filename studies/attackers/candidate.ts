/** Code that an attacker might answer with, and the choice among it. */
import { bounds, compile } from '../../library/numeric/index.ts'
import { prepareCode } from '../../plugins/sandbox/prepare-code.ts'
import { codeLength } from '../../plugins/scorers/code-length.ts'
import { centredError } from '../../plugins/scorers/squared-error.ts'
import { rounded } from './least-squares.ts'
import type { Points, Target } from './target.ts'

/** An expression of `x`, with the declarations it needs. */
export interface Candidate {
  readonly expression: string
  readonly head?: string
}

export interface Measured {
  readonly source: string
  /** 1 - R² in the domain and beyond it. */
  readonly near: number
  readonly far: number
}

/** What `law` and `extrapolation` ask for. */
const ASKED = { near: 1e-9, far: 1e-4 }

const badness = ({ near, far }: Measured) => Math.max(1, near / ASKED.near, far / ASKED.far)

/** The most exact of the candidates that is short enough; the shortest of those that pass. */
export async function choose(
  candidates: Iterable<Candidate>,
  target: Target,
): Promise<string | null> {
  const measured = [...candidates].flatMap((candidate) => measure(candidate, target) ?? [])
  measured.sort((a, b) => badness(a) - badness(b) || a.source.length - b.source.length)
  for (const { source } of measured)
    if (codeLength(await prepareCode(source)) <= target.limit) return source
  return null
}

export function measure({ head = '', expression }: Candidate, target: Target): Measured | null {
  const law = `${head}function f(x){return ${expression}}`
  const { all } = compile(law)
  const error = ({ xs, ys }: Points) =>
    centredError({ inputs: xs, expected: ys, truth: ys, got: [...all(xs)] }, target.scale)
  const near = error(target.near)
  const far = target.far ? error(target.far) : 0
  if (!Number.isFinite(near) || !Number.isFinite(far)) return null
  return { source: `${head}function f(x){return ${withCorruption(expression, target)}}`, near, far }
}

/** The level as exactly as the score of the corrupted interval asks for. */
export function withCorruption(expression: string, { corruption, scale }: Target): string {
  if (!corruption) return expression
  const { interval, level } = corruption
  const [low, high] = bounds(interval)
  const where = [low > -Infinity ? `x>${low}` : [], high < Infinity ? `x<${high}` : []].flat()
  return `${where.join('&&')}?${rounded(level, 0.05 * scale)}:${expression}`
}
