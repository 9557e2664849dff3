import type { Model } from '../model.ts'

/** The model that an interpreter gets where none is configured for it. */
export const NO_MODEL: Model = {
  respond: () =>
    Promise.reject(
      new Error(
        'no language model is configured for this interpreter: give it `model: { name }` in vitest.config.ts, or set FIND_MODEL',
      ),
    ),
}
