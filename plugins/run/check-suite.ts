import type { Category, Suite } from '../contracts.ts'

/**
 * Whether a suite can be run and reported.
 *
 * @throws Error that names the suite, what was expected and what came.
 */
export function checkSuite<C extends Category>(suite: Suite<C>, variant: string): void {
  const { name, variants, scorers, unitTests } = suite
  const about = `suite ${JSON.stringify(name)}`
  if (!/^[\w+-][\w.+-]*$/.test(name))
    throw new Error(`${about}: expected a name of letters, digits and - _ + .`)
  if (!variants.includes(variant))
    throw new Error(
      `${about}: an entry asks for the variant ${JSON.stringify(variant)}; expected one of ${variants.join(', ')}`,
    )
  const paper = scorers.filter(({ protocol }) => protocol === 'paper')
  if (paper.length !== 1)
    throw new Error(
      `${about}: expected one scorer of protocol paper; got ${paper.map((one) => one.name).join(', ') || 'none'}`,
    )
  const names = [...scorers.map((scorer) => scorer.name), ...unitTests, 'solved']
  const twice = names.find((one, i) => names.indexOf(one) !== i)
  if (twice !== undefined) throw new Error(`${about}: two scores are named ${twice}`)
}
