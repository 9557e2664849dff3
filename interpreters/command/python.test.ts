import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { patched } from '../../examples/patched/category.ts'
import { numeric } from '../../plugins/categories/numeric/index.ts'
import { relations } from '../../plugins/categories/relations/index.ts'
import { testInterpreter } from '../../plugins/testing/test-interpreter.ts'
import { numeric as numericSuite } from '../../suites/numeric/suite.ts'
import command from './index.ts'
import { NO_JAIL, NO_PYTHON, recordOf } from './testing/case.ts'

const folder = mkdtempSync(join(tmpdir(), 'programs-'))
afterAll(() => rmSync(folder, { recursive: true }))

function program(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const python = (name: string, text: string, more: object = {}) => ({
  command: 'python3',
  args: [name],
  files: [program(name, text)],
  ...more,
})

const docs = readFileSync(join(import.meta.dirname, '../../docs/programs.md'), 'utf8')
const [, shown = ''] = /```python\n(.*?)```/s.exec(docs) ?? []

describe.skipIf(NO_PYTHON !== null)(`Python${NO_PYTHON === null ? '' : `: ${NO_PYTHON}`}`, () => {
  test('the program of the docs has no more than ten lines, and finds a line', async () => {
    expect(shown.trim().split('\n').length).toBeLessThanOrEqual(10)
    const record = await recordOf(python('line.py', shown), { queries: 1000 })
    expect(record).toMatchObject({
      state: 'interpreted',
      interpreter: { sealed: NO_JAIL === null },
      interpretation: { code: { language: 'python' } },
      queries: { count: 513, experiments: 1 },
    })
    expect(record.state === 'interpreted' && record.interpretation.description).toMatch(
      /^the line (3\.0|2\.9999999)\d* x \+ -(1\.0|0\.9999999)\d*$/,
    )
  })

  test('that program solves a line of the benchmark, with code in Python', async ({ skip }) => {
    skip(NO_JAIL !== null, NO_JAIL ?? '')
    const lines = numericSuite
      .functions(0)
      .filter((fn) => fn.variant === 'clean' && fn.operators.join() === 'linear')
    const suite = { ...numericSuite, functions: () => lines }
    const record = await recordOf(python('line.py', shown), { queries: 1000, suite })
    const scores = record.state === 'interpreted' ? record.scores : []
    expect(scores).toContainEqual(
      expect.objectContaining({
        scorer: 'solved',
        score: expect.objectContaining({ status: 'scored', value: 1 }),
      }),
    )
  })

  test('a short budget and an input of another kind are told as such', async () => {
    const text = `
from find_box import BudgetExceeded, InvalidQuery, open_box
box = open_box()
try: box.query([1000])
except InvalidQuery as error: print(error)
try: box.query(range(11))
except BudgetExceeded as error: print(error)
assert box.queries_left == 10 and box.query([1]) == [2.0] and box.queries_left == 9
assert isinstance(box.query([1])[0], float)
box.answer("a line", code=None, confidence=0.5)
print("printed after the answer")`
    expect(await recordOf(python('refused.py', text), { queries: 10 })).toMatchObject({
      state: 'interpreted',
      interpretation: { description: 'a line', domain: null, code: null, confidence: 0.5 },
      queries: { count: 2 },
    })
  })

  const level = `
from find_box import open_box
box = open_box()
(level,) = box.query([0])
box.answer(f"about {level}", code=f"def f(x): return float('{level}')")`
  testInterpreter(command, {
    options: python('level.py', level),
    categories: [numeric],
  })

  const capitals = `
from find_box import open_box
box = open_box()
found = box.query(["France", "Japan"])
exception = {"by": "continent", "is": "Asia"} if found[1] == "undefined" else None
box.answer(f"{found}", **{"class": "country"}, relation="capital", exception=exception)`
  testInterpreter(command, { options: python('capitals.py', capitals), categories: [relations] })

  const ablation = `
from find_box import open_box
box = open_box()
scores = {site: box.ask("patch", site)["loss"] - 0.5 for site in box.domain}
box.answer("a circuit", scores=scores)`
  testInterpreter(command, { options: python('ablation.py', ablation), categories: [patched] })
})
