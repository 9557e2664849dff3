import type { FunctionBox } from '../../../plugins/index.ts'
import { putQuestions, REFUSED } from '../put-questions.ts'

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
  /** Inputs that the box took no answer to. */
  readonly refused: ReadonlySet<string>
  /** Whether there is no answer to an input, however often it is asked. */
  refuses(input: string): boolean
  /** Whether some input had two different answers. */
  readonly random: boolean
  readonly queriesLeft: number
  /** Asks as many of the inputs as the budget allows, again where they were asked before. */
  ask(inputs: readonly string[]): Promise<void>
  agrees(run: (input: string) => string): boolean
  /** The same notebook, read and continued as if the box refused all other inputs. */
  among(accepts: (input: string) => boolean): Evidence
}

export function openEvidence(box: FunctionBox<string, string>): Evidence {
  const answers = new Map<string, string[]>()
  const refused = new Set<string>()
  let random = false
  return evidenceAmong(
    [],
    () => true,
    () => {},
  )

  async function ask(inputs: readonly string[], note: (pair: Pair) => void): Promise<void> {
    const asked = inputs.slice(0, box.queriesLeft)
    const outputs = await putQuestions(box, asked)
    for (const [index, output] of outputs.entries()) {
      const input = asked[index]!
      if (output === REFUSED) {
        refused.add(input)
        continue
      }
      const before = answers.get(input)
      if (before) {
        random ||= before[0] !== output
        before.push(output)
      } else {
        answers.set(input, [output])
        note({ input, output })
      }
    }
  }

  function evidenceAmong(
    pairs: Pair[],
    accepts: (input: string) => boolean,
    tell: (pair: Pair) => void,
  ): Evidence {
    const refuses = (input: string) => refused.has(input) || !accepts(input)
    const note = (pair: Pair) => {
      pairs.push(pair)
      tell(pair)
    }
    return {
      pairs,
      answers: (input) => answers.get(input) ?? [],
      refused,
      refuses,
      get random() {
        return random
      },
      get queriesLeft() {
        return box.queriesLeft
      },
      ask: (inputs) =>
        ask(
          inputs.filter((input) => !refuses(input)),
          note,
        ),
      agrees: (run) => pairs.every(({ input, output }) => run(input) === output),
      among: (narrower) =>
        evidenceAmong(
          pairs.filter(({ input }) => narrower(input)),
          (input) => accepts(input) && narrower(input),
          note,
        ),
    }
  }
}
