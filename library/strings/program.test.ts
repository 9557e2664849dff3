import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PARAMETER_SPACES } from './parameters.ts'
import { compile, OPERATORS, program, type Step } from './program.ts'

const argumentsOf = (kind: (typeof OPERATORS)[number]['parameter']): Step['params'] =>
  PARAMETER_SPACES[kind].values?.at(-1) ??
  (kind === 'suffix' ? ['xYz'] : ['qwertyuiopasdfghjklzxcvbnm'])

test('there are 65 operators, each with a name of its own', () => {
  expect(OPERATORS).toHaveLength(65)
  expect(new Set(OPERATORS.map(({ name }) => name)).size).toBe(65)
  for (const { name } of OPERATORS) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/)
})

test('steps are applied first to last', () => {
  const { run, code, description, random } = program([
    { operator: 'append_first', params: [] },
    { operator: 'replace_letter', params: ['a', 'b'] },
  ])
  expect(run('arm')).toBe('brmb')
  expect(random).toBe(false)
  expect(description).toBe(
    'First appends a copy of the first character; then, on the result, replaces every "a" by "b".',
  )
  expect(code).toEqual({
    language: 'javascript',
    source: `const g1=x=>x+([...x][0]??'')
const g2=x=>x.replaceAll("a","b")
function f(x){return g2(g1(x))}`,
  })
})

test('one step needs no composition', () => {
  const { code, description } = program([{ operator: 'shift_middle_up', params: [2] }])
  expect(code.source).toMatch(
    /^const S=.*\nconst I=.*\nconst M=.*\nfunction f\(x\)\{return M\(x,2\)\}$/,
  )
  expect(description).toBe(
    'Where the length is odd and at least 3, shifts the middle letter up the alphabet (cyclic, case kept) by 2.',
  )
  expect(program([{ operator: 'reverse_vowels', params: [] }]).code.source).toMatch(
    /^function f\(x\)\{const v=.*\}$/,
  )
})

test('no step changes nothing', () => {
  expect(program([]).run('a🙂')).toBe('a🙂')
  expect(program([]).description).toBe('Returns the input unchanged.')
})

const draw = () => 0.3

test('a composition is its operators one after the other', () => {
  const operator = fc.constantFrom(...OPERATORS)
  fc.assert(
    fc.property(operator, operator, fc.string({ unit: 'binary' }), (inner, outer, input) => {
      const steps = [inner, outer].map(({ name, parameter }) => ({
        operator: name,
        params: argumentsOf(parameter),
      }))
      const [first, second] = steps.map((step) => compile(step.operator, step.params, draw))
      expect(program(steps, draw).run(input)).toBe(second?.(first?.(input) ?? ''))
    }),
  )
})

test('a random operator draws from the given source alone', () => {
  const { random, code, run } = program([{ operator: 'shift_random_up', params: [] }])
  expect(random).toBe(true)
  expect(code.source).toContain('Math.random()')
  expect(() => run('a')).toThrow('A random string program needs a random source')
  expect(compile('shift_random_up', [], () => 0.9)('abc')).toBe('abe')
})

test('wrong names and arguments are refused', () => {
  expect(() => compile('rotate', [])).toThrow('No string operator is named "rotate"')
  expect(() => compile('shift_up', [10])).toThrow('shift_up takes an integer from 1 to 9, not [10]')
  expect(() => compile('remove_letter', ['");alert("'])).toThrow('remove_letter takes a letter')
})
