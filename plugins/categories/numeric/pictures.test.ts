import { expect, test } from 'vitest'
import { curves } from './pictures.ts'

const inputs = Float64Array.from({ length: 257 }, (_, i) => i - 128)
const truth = inputs.map((x) => (x > 10 && x < 20 ? 0 : x))
const setOf = (answer: (x: number, i: number) => number | null, xs = inputs) => ({
  inputs: xs,
  expected: truth,
  truth: xs === inputs ? truth : xs.map(() => 0),
  got: Array.from(xs, answer),
})

test('truth and answer lie where they are, and nearer where the function is corrupted', () => {
  const inside = setOf((x) => x, Float64Array.of(11, 15, 19))
  const [whole, near] = curves({ fit: setOf((x) => x), inside })
  expect(whole!.text).toMatchInlineSnapshot(`
    "      truth and answer: · truth  × answer  ● both
     141 ┤                                                                 ●●●
         ┤                                                            ●●●●●●
         ┤                                                      ●●●●●●
         ┤                                                ●●●●●●
         ┤                                          ●●●●●●●
         ┤                                    ×××●●●●
         ┤                               ●●●●●●···
         ┤                         ●●●●●●●
         ┤                   ●●●●●●●
         ┤              ●●●●●●
         ┤        ●●●●●●
         ┤  ●●●●●●
    -141 ┤●●●
         └────────────────────────────────────────────────────────────────────
          -128                                                             128"
  `)
  expect(near!.title).toBe('where it is corrupted')
  expect(near!.text).toMatch(/ 7 +23$/)
  expect(near!.text).toContain('×')
  expect(whole!.svg).toMatch(/^<svg .*<path d="M56.0 .*<circle .*<\/svg>$/s)
})

test('what cannot be drawn is left out, and told', () => {
  const [chart, ...others] = curves({ fit: setOf((x, i) => (i % 2 === 0 ? null : 1e300 * x)) })
  expect(others).toEqual([])
  expect(chart!.svg).toContain('128 answers beyond, 129 without a number')
  expect(chart!.text).not.toMatch(/^[^:]*┤.*[×●]/m)
})

test('a constant, and no point at all, have a window too', () => {
  const flat = {
    inputs,
    expected: inputs,
    truth: inputs.map(() => 3),
    got: Array.from(inputs, () => 3),
  }
  for (const { svg, text } of [...curves({ fit: flat }), ...curves({})]) {
    expect(svg).not.toMatch(/NaN|Infinity/)
    expect(text).not.toMatch(/NaN|Infinity/)
  }
})
