import { lawExpression, type Law } from '../../../library/numeric/index.ts'
import type { NumericAttacker } from '../attacker.ts'

/** The one of two added terms that is the larger: the other may drown in it. */
export const withoutATerm: NumericAttacker = {
  name: 'larger term of a sum',
  finds: [],
  *candidates({ law }) {
    if (law.form !== 'sum') return
    for (const term of law.terms) {
      const alone: Law = { form: 'atomic', term }
      yield { expression: lawExpression(alone).replace(/^(.* \? .*)$/, '($1)') }
    }
  },
}
