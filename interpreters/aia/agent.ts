import type {
  BlackBox,
  Category,
  Interpretation,
  Interpreter,
  InterpreterContext,
} from '../../plugins/contracts.ts'
import { textDialect } from './dialects/text.ts'
import { toolsDialect } from './dialects/tools.ts'
import { estimateLoop } from './estimate.ts'
import { exemplarLines } from './exemplars/exemplars.ts'
import type { Experiment } from './experiment.ts'
import { investigate } from './investigate.ts'
import type { AiaOptions } from './options.ts'
import { loopInstructions, PROMPTS, versionWithPrompts } from './prompts/instructions.ts'
import { runFunction } from './run-function.ts'

/** Makes what the model may do beside running the function, for one case. */
export type Synthesis = <C extends Category>(
  box: BlackBox<C>,
  context: InterpreterContext,
) => Experiment

/** An interpreter that has a language model do science; `aia` and its hybrids are made of it. */
export function agent(
  name: string,
  options: AiaOptions,
  synthesis: Synthesis | null = null,
): Pick<Interpreter, 'name' | 'version' | 'deterministic' | 'estimate' | 'interpret'> {
  const { dialect, turns, tokens, searchInit } = options
  const instructionsOf = (category: Category) =>
    loopInstructions(PROMPTS[category], options, synthesis !== null)

  async function interpret<C extends Category>(
    box: BlackBox<C>,
    context: InterpreterContext,
  ): Promise<Interpretation> {
    const experiments = [runFunction(box), ...(synthesis ? [synthesis(box, context)] : [])]
    const tools = experiments.map(({ tool }) => tool)
    const known = searchInit ? await exemplarLines(box, searchInit, context.random) : null
    const limits = `You have ${box.queriesLeft} queries and ${turns} turns.`
    return investigate(
      {
        prompt: `${name}/${box.category}@${PROMPTS[box.category].version}`,
        instructions: instructionsOf(box.category),
        opening: known === null ? limits : `${limits} Some outputs are known:\n${known}`,
        dialect: dialect === 'tools' ? toolsDialect(tools, options) : textDialect(options),
        experiments,
        turns,
        tokens,
      },
      context,
    )
  }

  return {
    name,
    version: versionWithPrompts(1),
    deterministic: false,
    estimate: (category) =>
      estimateLoop(
        { instructions: instructionsOf(category).length, exemplars: searchInit?.count ?? 0 },
        options,
      ),
    interpret: { numeric: interpret, strings: interpret },
  }
}
