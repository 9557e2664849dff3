import {
  type Box,
  type Category,
  type CategoryPlugin,
  type Experiment,
  type Interpret,
  type Interpreter,
  type InterpreterContext,
} from '../../plugins/index.ts'
import { textDialect } from './dialects/text.ts'
import { toolsDialect } from './dialects/tools.ts'
import { estimateLoop } from './estimate.ts'
import { isPrompted, loopInstructions, type Prompted, versionWith } from './instructions.ts'
import { investigate } from './investigate.ts'
import { type AiaOptions, TOOLS, variantOf } from './options.ts'

/**
 * Makes what the model may do beside the category's own experiments, for one case; undefined of a
 * category in which it can do nothing.
 */
export type Assistant = <C extends Category>(
  category: CategoryPlugin<C>,
) => ((box: Box<C>, context: InterpreterContext) => Experiment) | undefined

/** An interpreter that has a language model do science; `aia` and its hybrids are made of it. */
export function agent(
  name: string,
  options: AiaOptions,
  assistant: Assistant = () => undefined,
): Interpreter {
  const { dialect, language, turns, tokens, searchInit, told } = options
  const absent = new Set<string>(TOOLS.filter((tool) => !options.tools.includes(tool)))
  const instructionsOf = <C extends Category>(category: Prompted<C>) =>
    loopInstructions(category, category.prompt.form(language), {
      manuals: category.prompt.manuals.filter((manual) => !absent.has(manual.name)),
      told,
      dialect,
      synthesis: assistant(category) !== undefined,
    })

  function interpret<C extends Category>(category: CategoryPlugin<C>): Interpret<C> | undefined {
    if (!isPrompted(category)) return undefined
    const { prompt } = category
    const assist = assistant(category)
    return async (box, context) => {
      const own = prompt.experiments(box, context.run, language)
      const experiments = [
        ...own.filter(({ tool }) => !absent.has(tool.name)),
        ...(assist ? [assist(box, context)] : []),
      ]
      const tools = experiments.map(({ tool }) => tool)
      const form = prompt.form(language)
      const known = searchInit && (await prompt.exemplars?.(box, searchInit, context.random))
      const limits = `You have ${box.queriesLeft} queries and ${turns} turns.`
      return investigate(
        {
          prompt: `${name}/${category.name}@${prompt.version}`,
          instructions: instructionsOf(category),
          opening: known ? `${limits} Some outputs are known:\n${known.join('\n')}` : limits,
          dialect: dialect === 'tools' ? toolsDialect(tools, form) : textDialect(experiments, form),
          experiments,
          check: async (answer) => (await prompt.check?.(answer, box, context.run)) ?? null,
          queriesLeft: () => box.queriesLeft,
          tellsLeft: told.includes('left'),
          turns,
          tokens,
        },
        context,
      )
    }
  }

  return {
    name,
    version: versionWith(2, variantOf(options)),
    deterministic: false,
    estimate: (category) =>
      estimateLoop(
        {
          instructions: isPrompted(category) ? instructionsOf(category).length : 0,
          exemplars: searchInit?.count ?? 0,
        },
        options,
      ),
    interpret,
  }
}
