import type { FunctionBox } from '../../../plugins/index.ts'

/** One input with the output that was seen first. */
export interface Pair {
  readonly input: string
  readonly output: string
}

/** What is known of a function: every question asked of its box, with the answers. */
export interface Evidence {
  readonly pairs: readonly Pair[]
  /** All answers to an input, in the order in which they came. */
  answers(input: string): readonly string[]
  /** Whether some input had two different answers. */
  readonly random: boolean
  readonly queriesLeft: number
  /** Asks as many of the inputs as the budget allows, again where they were asked before. */
  ask(inputs: readonly string[]): Promise<void>
  agrees(run: (input: string) => string): boolean
}

export function openEvidence(box: FunctionBox<string, string>): Evidence {
  const pairs: Pair[] = []
  const answers = new Map<string, string[]>()
  let random = false
  return {
    pairs,
    answers: (input) => answers.get(input) ?? [],
    get random() {
      return random
    },
    get queriesLeft() {
      return box.queriesLeft
    },
    async ask(inputs) {
      const asked = inputs.slice(0, box.queriesLeft)
      if (asked.length === 0) return
      const outputs = await box.queryAll(asked)
      for (const [index, input] of asked.entries()) {
        const output = outputs[index] ?? ''
        const before = answers.get(input)
        if (before) {
          random ||= before[0] !== output
          before.push(output)
        } else {
          answers.set(input, [output])
          pairs.push({ input, output })
        }
      }
    },
    agrees: (run) => pairs.every(({ input, output }) => run(input) === output),
  }
}
