import {
  concise,
  drawQuestions,
  type FindFunction,
  type FunctionTruth,
  perSeed,
  type Random,
  randomStream,
  type Suite,
} from 'vitest-find'
import { ALL_BITS, type Bits, bits } from '../../category.ts'
import { agreement } from '../../scorers/agreement.ts'
import { everyRow } from '../../scorers/every-row.ts'

/** What a function is made of: a gate on two of its inputs, and where it lies. */
interface Gate {
  readonly operator: keyof typeof GATES
  readonly left: number
  readonly right: number
  /** The one input at which the output is inverted; null for nowhere. */
  readonly corrupted: Bits | null
}

const GATES = {
  and: { sign: '&&', of: (a: boolean, b: boolean) => a && b },
  or: { sign: '||', of: (a: boolean, b: boolean) => a || b },
  xor: { sign: '!==', of: (a: boolean, b: boolean) => a !== b },
} as const
const OPERATORS = ['and', 'or', 'xor'] as const
const FUNCTIONS = 24

/** Gates on two of four bits; every third is wrong at one of the sixteen inputs. */
export const suite: Suite<'bits'> = {
  name: 'bits',
  version: '1',
  category: bits,
  variants: ['clean', 'corrupted'],
  operators: OPERATORS,
  scorers: [agreement(), everyRow(), concise()],
  unitTests: ['unit-test'],
  functions: perSeed((seed) =>
    Array.from({ length: FUNCTIONS }, (_, i) =>
      gateFunction(i, drawGate(i, randomStream(seed, 'bits', i))),
    ),
  ),
}

function drawGate(i: number, random: Random): Gate {
  const below = (n: number) => Math.floor(random() * n)
  const left = below(4)
  const right = (left + 1 + below(3)) % 4
  const corrupted = i % 3 === 2 ? ALL_BITS[below(ALL_BITS.length)]! : null
  return { operator: OPERATORS[below(3)]!, left, right, corrupted }
}

function gateFunction(i: number, gate: Gate): FindFunction<'bits'> {
  const { operator, left, right, corrupted } = gate
  const { sign, of } = GATES[operator]
  const f = (input: Bits) => {
    const output = of(input[left]!, input[right]!)
    return corrupted?.join() === input.join() ? !output : output
  }
  const expected = (inputs: readonly Bits[]) => inputs.map(f)
  const truth: FunctionTruth<readonly Bits[], readonly boolean[]> = {
    expected,
    sample: expected,
    probes: () => ({
      rows: { inputs: ALL_BITS, expected: expected(ALL_BITS), truth: expected(ALL_BITS) },
    }),
  }
  const rule = `x[${left}]${sign}x[${right}]`
  return {
    id: `f${String(i).padStart(5, '0')}`,
    variant: corrupted ? 'corrupted' : 'clean',
    operators: [operator],
    params: { operator, left, right, corrupted },
    truth: () => truth,
    ideal: () => ({
      description: `${operator} of the bits ${left} and ${right}`,
      domain: corrupted ? `inverted at ${corrupted.join()}` : null,
      code: {
        language: 'javascript',
        source: corrupted
          ? `function f(x){return (${rule})!==(x.join()==='${corrupted.join()}')}`
          : `function f(x){return ${rule}}`,
      },
    }),
    questions(_, random) {
      const draw = (own: boolean) => {
        const input = ALL_BITS[Math.floor(random() * ALL_BITS.length)]!
        return { input, output: f(input) === own }
      }
      const drafting = () => ({ own: draw(true), others: [draw(false), draw(false)] as const })
      return drawQuestions([drafting], random) ?? { inapplicable: 'no example contradicts it' }
    },
  }
}
