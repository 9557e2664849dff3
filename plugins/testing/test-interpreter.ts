import { afterAll, describe, expect, test } from 'vitest'
import { openBox } from '../run/black-box.ts'
import { BudgetExceeded } from '../utils/box-errors.ts'
import {
  CATEGORIES,
  type Category,
  type Inputs,
  Interpretation,
  type Interpreter,
  type InterpreterFactory,
  type Model,
  type Outputs,
  type Truth,
} from '../contracts.ts'
import { NO_MODEL } from '../llm/no-model.ts'
import { loadInterpreter } from '../run/load-interpreter.ts'
import { randomStream } from '../utils/random.ts'
import { settingsOf } from '../setup/settings.ts'
import { codeSandbox } from '../sandbox/sandbox.ts'

const perNumber =
  (f: (x: number) => number) =>
  (inputs: Float64Array): Float64Array =>
    inputs.map(f)
const perString =
  (f: (s: string) => string) =>
  (inputs: readonly string[]): readonly string[] =>
    inputs.map(f)

/** Plain, odd and hostile functions that any interpreter must survive. */
const FUNCTIONS: { [C in Category]: Record<string, (inputs: Inputs<C>) => Outputs<C>> } = {
  numeric: {
    line: perNumber((x) => 2 * x + 1),
    zero: perNumber(() => 0),
    'undefined below zero': perNumber((x) => Math.sqrt(x)),
    'undefined everywhere': perNumber(() => NaN),
    pole: perNumber((x) => 1 / x),
    huge: perNumber((x) => 1e300 * x * x),
    tiny: perNumber((x) => 1e-300 * x),
    jagged: perNumber((x) => (Math.round(x * 7919) % 2 === 0 ? 1 : -1)),
  },
  strings: {
    identity: perString((s) => s),
    empty: perString(() => ''),
    reverse: perString((s) => Array.from(s).toReversed().join('')),
    long: perString((s) => s.repeat(50)),
    quotes: perString((s) => `'"\`\\\${${s}}\n`),
  },
}

export interface InterpreterExpectations {
  /** Options to make it with. */
  readonly options?: unknown
  /** Makes the language model of a case, for instance `() => scriptedModel('…')`. */
  readonly model?: () => Model
}

/**
 * What every interpreter must keep to: a valid shape, options that are checked, an
 * interpretation whose code runs for any function, the same answer to the same queries where it
 * says so, and nothing but `BudgetExceeded` when its budget is short.
 */
export function testInterpreter(
  factory: InterpreterFactory,
  { options, model = () => NO_MODEL }: InterpreterExpectations = {},
): void {
  const sandbox = codeSandbox()
  afterAll(() => sandbox.close())
  const settings = { ...settingsOf(factory.name).interpreter, module: 'under test' }
  const make = () => loadInterpreter(factory, { ...settings, options })

  async function answer<C extends Category>(category: C, name: string, budget: number) {
    const functions: Record<string, Truth<C>['sample']> = FUNCTIONS[category]
    const sample = functions[name]!
    const { box } = openBox(category, { sample }, { budget, random: randomStream(0, 'noise') })
    const interpret: Interpreter['interpret'][C] = make().interpret[category]
    const { signal } = new AbortController()
    const context = { random: randomStream(0, name), signal, model: model() }
    return interpret!(box, context)
  }

  describe(`${factory.name} keeps to the contract of interpreters`, () => {
    test('refuses options it does not know', () => {
      expect(() => loadInterpreter(factory, { ...settings, options: { 'no such': 1 } })).toThrow(
        /refuses its options/,
      )
    })

    for (const category of CATEGORIES.filter((one) => make().interpret[one])) {
      for (const name of Object.keys(FUNCTIONS[category])) {
        test(`${category}, ${name}: answers with code that runs`, async () => {
          const interpretation = Interpretation.parse(await answer(category, name, 5000))
          if (!interpretation.code) return
          const inputs = category === 'numeric' ? Float64Array.of(-1, 0, 0.5, 100) : ['', 'aB 1']
          const evaluation = await sandbox.evaluate(category, interpretation.code, inputs)
          expect(evaluation.status).toBe('evaluated')
          if (make().deterministic)
            expect(await answer(category, name, 5000)).toEqual(interpretation)
        })

        test(`${category}, ${name}: a short budget is refused or kept`, async () => {
          const outcome = await answer(category, name, 3).catch((error: unknown) => error)
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(BudgetExceeded)
          else expect(Interpretation.safeParse(outcome).error).toBeUndefined()
        })
      }
    }
  })
}
