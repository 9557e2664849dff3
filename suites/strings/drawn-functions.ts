import type { Random } from '../../plugins/contracts.ts'
import { perSeed } from '../../plugins/utils/per-seed.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { collapse, composes, sampleInputs } from './composition.ts'
import { integer, pick, repeat, shuffled } from './draw.ts'
import {
  LETTERS,
  LOWER_LETTERS,
  type Operator,
  OPERATORS,
  PARAMETER_SPACES,
  type Step,
} from '../../library/strings/index.ts'

/** FIND's counts of the operators that dominate its atomic functions. */
const DOMINANT = new Map([
  ['replace_letter', 103],
  ['permute_letters', 100],
  ['append_letters', 84],
])

/** Atomic functions of each operator: FIND's counts, and one of every other operator. */
export const ATOMIC_COUNTS: ReadonlyMap<string, number> = new Map(
  OPERATORS.map(({ name }) => [name, DOMINANT.get(name) ?? 1]),
)
const TOTAL = 1000
const COMPOSED = TOTAL - Iterator.from(ATOMIC_COUNTS.values()).reduce((a, b) => a + b, 0)

export function drawParams(random: Random, { parameter }: Operator): Step['params'] {
  const { values } = PARAMETER_SPACES[parameter]
  if (values) return pick<Step['params']>(random, values)
  if (parameter === 'permutation') return [shuffled(random, LOWER_LETTERS).join('')]
  return [repeat(integer(random, 1, 5), () => pick(random, LETTERS)).join('')]
}

/** Draws so many arguments of an operator, all different where its parameter space has as many. */
function dealParams(random: Random, operator: Operator, count: number): Step['params'][] {
  const { values } = PARAMETER_SPACES[operator.parameter]
  if (!values) {
    const dealt = new Map<string, Step['params']>()
    while (dealt.size < count) {
      const params = drawParams(random, operator)
      dealt.set(JSON.stringify(params), params)
    }
    return [...dealt.values()]
  }
  const deck = shuffled<Step['params']>(random, values)
  return Array.from({ length: count }, (_, index) => deck[index % deck.length] ?? [])
}

function drawAtomic(seed: number): Step[][] {
  return OPERATORS.flatMap((operator) =>
    dealParams(
      randomStream(seed, 'strings', 'atomic', operator.name),
      operator,
      ATOMIC_COUNTS.get(operator.name) ?? 0,
    ).map((params) => [{ operator: operator.name, params }]),
  )
}

/** Compositions of two operators, any two alike, drawn until they do not collapse. */
function drawComposed(seed: number): Step[][] {
  const random = randomStream(seed, 'strings', 'composed')
  const sample = sampleInputs(randomStream(seed, 'strings', 'sample'))
  const drawn = new Map<string, Step[]>()
  while (drawn.size < COMPOSED) {
    const inner = pick(random, OPERATORS)
    const outer = pick(random, OPERATORS)
    if (!composes(outer, inner)) continue
    const first = { operator: inner.name, params: drawParams(random, inner) }
    const second = { operator: outer.name, params: drawParams(random, outer) }
    if (collapse(second, first, sample) !== null) continue
    const steps = [first, second]
    drawn.set(JSON.stringify(steps), steps)
  }
  return [...drawn.values()]
}

/** A function before it is built: what it is called among all suites, and its operators. */
export interface DrawnFunction {
  /** `strings/f00000`. */
  readonly name: string
  /** The operators with their arguments, the one applied first first. */
  readonly steps: readonly Step[]
}

/**
 * The 1000 string functions of a seed: about a third of one operator, the others
 * `outer(inner(x))`, in random order. All are different.
 */
export const drawnFunctions = perSeed((seed): readonly DrawnFunction[] => {
  const all = [...drawAtomic(seed), ...drawComposed(seed)]
  return shuffled(randomStream(seed, 'strings', 'order'), all).map((steps, index) => ({
    name: `strings/f${String(index).padStart(5, '0')}`,
    steps,
  }))
})
