import { afterAll, describe, expect, test } from 'vitest'
import type { Category, FindFunction, InterpreterFactory, Suite } from '../contracts.ts'
import { NO_MODELS } from '../llm/open-models.ts'
import type { RunRecord } from '../records.ts'
import { checkSuite } from '../run/check-suite.ts'
import { loadInterpreter } from '../run/load-interpreter.ts'
import { runCase } from '../run/run-case.ts'
import { selectFunctions } from '../run/select-functions.ts'
import { codeSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { settingsOf } from '../setup/settings.ts'
import { randomStream } from '../utils/random.ts'

const SAMPLE = 120

/**
 * What every suite must keep to: functions that are the same for the same seed, with ids of their
 * own and JSON to be read; truths that repeat themselves; scorers that the harness can report;
 * and the ideal answer solving every function, with the ceiling as its paper score.
 */
export function testSuite<C extends Category>(suite: Suite<C>): void {
  const functions = suite.functions(0)
  const sample = selectFunctions(functions, SAMPLE)
  const sandbox = codeSandbox()
  afterAll(() => sandbox.close())

  describe(`${suite.name} keeps to the contract of suites`, () => {
    test('ids are unique and in order, variants and operators are those of the suite', () => {
      const ids = functions.map(({ id }) => id)
      expect(ids).toEqual([...new Set(ids)].toSorted())
      expect(new Set(functions.map(({ variant }) => variant))).toEqual(new Set(suite.variants))
      for (const { id, operators } of functions) {
        expect(operators.length, id).toBeGreaterThan(0)
        expect(suite.operators).toEqual(expect.arrayContaining([...operators]))
      }
    })

    test('can be run and reported', () => {
      for (const variant of suite.variants) expect(() => checkSuite(suite, variant)).not.toThrow()
    })

    test('params survive JSON, repeat under a seed and differ under another', () => {
      const [first, again, other] = [0, 0, 1].map((seed) =>
        suite.functions(seed).map(({ params }) => params),
      )
      expect(JSON.parse(JSON.stringify(first))).toEqual(first)
      expect(again).toEqual(first)
      expect(other).not.toEqual(first)
    })

    test('probes and ideal answers repeat themselves', async () => {
      for (const fn of sample) {
        const drawn = () => suite.category.probe(fn.truth(), randomStream(0, fn.id))
        expect(await drawn(), fn.id).toEqual(await drawn())
        expect(fn.ideal(), fn.id).toEqual(fn.ideal())
        expect(suite.category.answer.parse(fn.ideal())).toEqual(fn.ideal())
      }
    })

    test('the ideal answer solves every function', async () => {
      for (const fn of sample) {
        const record = await answerIdeally(suite, fn, sandbox)
        expect(record.state, JSON.stringify(record)).toBe('interpreted')
        if (record.state !== 'interpreted') continue
        for (const { protocol, score, ceiling } of record.scores) {
          const value = score.status === 'scored' ? score.value : score.status
          if (protocol === 'solved')
            expect(value, JSON.stringify(record)).toBeOneOf([1, 'inapplicable'])
          if (protocol === 'paper' && score.status === 'scored')
            expect(ceiling, JSON.stringify(record)).not.toBeNull()
        }
      }
    })
  })
}

/** An interpreter that is told the ideal answer to one function: the oracle. */
export const oracle =
  <C extends Category>(fn: FindFunction<C>): InterpreterFactory =>
  () => ({
    name: 'oracle',
    version: '1',
    deterministic: true,
    interpret: () => async () => fn.ideal() as never,
  })

async function answerIdeally<C extends Category>(
  suite: Suite<C>,
  fn: FindFunction<C>,
  sandbox: Sandbox,
): Promise<RunRecord> {
  const settings = settingsOf('oracle')
  const interpreter = loadInterpreter(oracle(fn), settings.interpreter)
  const about = { suite, fn, trial: 0, interpreter, settings, sandbox, models: NO_MODELS }
  const { record } = await runCase({ ...about, timed: false }, new AbortController().signal)
  return record
}
