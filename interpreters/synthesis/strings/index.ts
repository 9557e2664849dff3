import type { BlackBox, Interpretation } from '../../../plugins/contracts.ts'

export async function interpretStrings(_box: BlackBox<'strings'>): Promise<Interpretation> {
  return { description: 'nothing is known of this function', domain: null, code: null }
}
