import { afterAll, describe, expect, test } from 'vitest'
import { entities } from '../categories/entities/index.ts'
import { numeric } from '../categories/numeric/index.ts'
import { relations } from '../categories/relations/index.ts'
import { strings } from '../categories/strings/index.ts'
import {
  BudgetExceeded,
  type Category,
  type CategoryPlugin,
  type InterpreterFactory,
  type Tools,
} from '../contracts.ts'
import { NO_MODEL } from '../llm/open-models.ts'
import type { Model } from '../model.ts'
import { handlerOf, loadInterpreter } from '../run/load-interpreter.ts'
import { openMeter } from '../run/meter.ts'
import { codeSandbox } from '../sandbox/sandbox.ts'
import { randomStream } from '../utils/random.ts'

/** The categories that are here. */
const EMBEDDED: readonly AnyCategory[] = [numeric, strings, entities, relations]

/** A category whose types nobody asks about. */
type AnyCategory = { readonly [C in Category]: CategoryPlugin<C> }[Category]

export interface InterpreterExpectations {
  /** Options to make it with. */
  readonly options?: unknown
  /** Makes the language model of a case, for instance `() => scriptedModel('…')`. */
  readonly model?: () => Model
  /** The categories whose samples it is tried on, of those that it takes on. */
  readonly categories?: readonly AnyCategory[]
}

/**
 * What every interpreter must keep to: a valid shape, options that are checked, an answer that
 * can be judged whatever is in the box, the same answer to the same queries where it says so, and
 * nothing but `BudgetExceeded` when its budget is short.
 */
export function testInterpreter(
  factory: InterpreterFactory,
  { options, model = () => NO_MODEL, categories = EMBEDDED }: InterpreterExpectations = {},
): void {
  const sandbox = codeSandbox()
  afterAll(() => sandbox.close())
  const about = { name: factory.name, module: 'under test' }
  const run: Tools['run'] = (code, inputs) => sandbox.run(code, inputs)
  const make = () => loadInterpreter(factory, { ...about, options })

  describe(`${factory.name} keeps to the contract of interpreters`, () => {
    test('refuses options it does not know', () => {
      expect(() => loadInterpreter(factory, { ...about, options: { 'no such': 1 } })).toThrow(
        /refuses its options/,
      )
    })

    for (const category of categories) testSamples(category)
  })

  function testSamples<C extends Category>(category: CategoryPlugin<C>): void {
    if (!handlerOf(make(), category)) return
    for (const [title, truth] of Object.entries(category.samples)) {
      const answer = async (budget: number) => {
        const box = category.open(truth, openMeter(budget).meter, randomStream(0, 'noise'))
        const { signal } = new AbortController()
        const random = randomStream(0, title)
        return handlerOf(make(), category)!(box, { random, signal, model: model(), run })
      }

      test(`${category.name}, ${title}: gives an answer that can be judged`, async () => {
        const given = category.answer.parse(await answer(5000))
        const probed = await category.probe(truth, randomStream(0, 'probes'))
        const came = await category.confront(
          given,
          { truth, probed },
          { run, random: randomStream(0, 'order') },
        )
        if ('evidence' in came) expect(came.remark ?? '').not.toMatch(/^code /)
        else expect(came.unscored).not.toBe('')
        if (make().deterministic) expect(await answer(5000)).toEqual(given)
      })

      test(`${category.name}, ${title}: a short budget is refused or kept`, async () => {
        const outcome: unknown = await answer(3).catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(BudgetExceeded)
        else expect(category.answer.safeParse(outcome).error).toBeUndefined()
      })
    }
  }
}
