import { afterAll, describe, expect, test } from 'vitest'
import type { Category, FunctionSpec, Suite } from '../contracts.ts'
import { NO_MODELS } from '../llm/open-models.ts'
import { randomStream } from '../utils/random.ts'
import { runCase } from '../run/run-case.ts'
import { codeSandbox } from '../sandbox/sandbox.ts'
import { settingsOf } from '../setup/settings.ts'
import { selectSpecs } from '../run/select-specs.ts'

const SAMPLE = 120
/**
 * What every suite must keep to: functions that are the same for the same seed, frozen and
 * JSON-safe; truths that repeat themselves; scorers for its category; and the truth's own code
 * solving every function.
 */
export function testSuite<C extends Category>(suite: Suite<C>): void {
  const specs = suite.specs(0)
  const sample = selectSpecs(specs, SAMPLE)
  const sandbox = codeSandbox()
  afterAll(() => sandbox.close())

  describe(`${suite.name} keeps to the contract of suites`, () => {
    test('ids are in order, frozen, and of the category', () => {
      expect(specs.map(({ id }) => id)).toEqual(
        specs.map((_, i) => `${suite.category}/f${String(i).padStart(5, '0')}`),
      )
      expect(new Set(specs.map(({ variant }) => variant))).toEqual(new Set(suite.variants))
      for (const spec of specs) {
        expect(Object.isFrozen(spec) && Object.isFrozen(spec.params)).toBe(true)
        expect(spec.description).not.toBe('')
        expect(spec.operators.length).toBeGreaterThan(0)
        expect(suite.operators).toEqual(expect.arrayContaining([...spec.operators]))
      }
    })

    test('specs survive JSON, repeat under a seed and differ under another', () => {
      expect(JSON.parse(JSON.stringify(specs))).toEqual(specs)
      expect(suite.specs(0)).toEqual(specs)
      expect(suite.specs(1)).not.toEqual(specs)
    })

    test('truths and probes repeat themselves', () => {
      for (const spec of sample) {
        const [first, second] = [0, 1].map(() => {
          const truth = suite.build(spec)
          const probes = suite.probes(spec, truth, randomStream(0, spec.id))
          return { probes, code: truth.code }
        })
        expect(second).toEqual(first)
      }
    })

    test('every scorer has a handler for the category', () => {
      for (const { name, score } of suite.scorers)
        expect(score[suite.category], name).toBeTypeOf('function')
    })

    test("the truth's own code solves every function", async () => {
      for (const spec of sample) {
        const { record } = await answerWithTruth(suite, spec, sandbox)
        expect(record.state, JSON.stringify(record)).toBe('interpreted')
        if (record.state !== 'interpreted') continue
        const { score } = record.scores.find(({ scorer }) => scorer === 'solved')!
        const solved = score.status === 'scored' ? score.value : score.status
        expect(solved, JSON.stringify(record)).toBeOneOf([1, 'inapplicable'])
      }
    })
  })
}

/** The ceiling: a case whose answer is the truth. */
function answerWithTruth<C extends Category>(
  suite: Suite<C>,
  spec: FunctionSpec<C>,
  sandbox: ReturnType<typeof codeSandbox>,
) {
  const answer = async () => ({
    description: spec.description,
    domain: spec.domain,
    code: suite.build(spec).code,
  })
  const oracle = {
    name: 'oracle',
    version: '1',
    deterministic: true,
    interpret: { [suite.category]: answer },
  }
  const kase = {
    suite,
    spec,
    trial: 0,
    interpreter: oracle,
    settings: settingsOf('oracle'),
    sandbox,
    models: NO_MODELS,
    timed: false,
  }
  return runCase(kase, new AbortController().signal)
}
