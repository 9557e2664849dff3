import type { BlackBox, Interpretation } from '../../../plugins/contracts.ts'

export async function interpretNumeric(_box: BlackBox<'numeric'>): Promise<Interpretation> {
  return { description: 'nothing is known of this function', domain: null, code: null }
}
