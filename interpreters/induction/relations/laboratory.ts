import type { FunctionBox } from '../../../plugins/index.ts'
import { UNDEFINED } from '../../../library/facts/relation.ts'

/** Words with their outputs; undefined where they gave none. */
export type Outputs = ReadonlyMap<string, string | undefined>

/** What is known of a function of words: each is asked once, as long as the budget lasts. */
export interface Laboratory {
  readonly outputs: Outputs
  readonly isSpent: boolean
  /** Asks those that were not asked before, in one go; the first of them where not all can be. */
  ask(words: readonly string[]): Promise<void>
}

export function laboratory(box: FunctionBox<string, string>): Laboratory {
  const outputs = new Map<string, string | undefined>()
  return {
    outputs,
    get isSpent() {
      return box.queriesLeft === 0
    },
    async ask(words) {
      const fresh = [...new Set(words)].filter((word) => !outputs.has(word))
      const asked = fresh.slice(0, box.queriesLeft)
      if (asked.length === 0) return
      const given = await box.queryAll(asked)
      asked.forEach((word, i) => outputs.set(word, readOutput(given[i]!)))
    },
  }
}

export const readOutput = (output: string) => (output === UNDEFINED ? undefined : output)
