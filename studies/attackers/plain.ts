/** The plainest honest answers, and such as are nearly the truth. */
import type { FindFunction, Interpreter } from '../../plugins/contracts.ts'
import { lawExpression, type Law, sourceOf } from '../../library/numeric/index.ts'
import constant from '../../interpreters/constant.ts'
import interpolate from '../../interpreters/interpolate.ts'
import type { NumericParams } from '../../suites/numeric/params.ts'
import { answering } from './attacking.ts'

type Answer = (fn: FindFunction<'numeric'>) => Interpreter

const paramsOf = (fn: FindFunction<'numeric'>) => fn.params as NumericParams
const idealOf = (fn: FindFunction<'numeric'>) => fn.ideal().code!.source
const NUMBER = /(?<![\w.])\d+(\.\d+)?/g

/** The law with its first parameter, other than one of a constant, off by 0.1. */
function nearly(law: Law): string {
  const text = lawExpression(law)
  const places = [...text.matchAll(/(?<![\w.])\d+\.\d+/g)]
  const [at] = places
  if (!at) return text
  return `${text.slice(0, at.index)}${(Number(at[0]) + 0.1).toFixed(1)}${text.slice(at.index + at[0].length)}`
}

export const PLAIN: Readonly<Record<string, Answer>> = {
  'the truth': (fn) => answering('the truth', () => idealOf(fn)),
  'the truth to 3 digits': (fn) =>
    answering('the truth to 3 digits', () =>
      idealOf(fn).replaceAll(NUMBER, (digits) => `${Number(Number(digits).toPrecision(3))}`),
    ),
  'the truth, a parameter off by 0.1': (fn) =>
    answering('the truth, a parameter off by 0.1', () =>
      idealOf(fn).replace(lawExpression(paramsOf(fn).law), () => nearly(paramsOf(fn).law)),
    ),
  'the law without its corruption': (fn) =>
    answering('the law without its corruption', () => sourceOf(lawExpression(paramsOf(fn).law))),
  'constant mean': () => constant(),
  'lines between 33 points': () => interpolate({ samples: 33 }),
  'lines between 257 points': () => interpolate({ samples: 257 }),
}
