import {
  type Answer,
  type Box,
  type Category,
  type Code,
  howToAnswer,
  type InterpreterContext,
} from '../../plugins/index.ts'
import type { Launch, Place } from './place.ts'
import { reach, startProgram, tailOf, withoutAnswer } from './program.ts'
import { type Prompted, serveBox } from './serve-box.ts'
import { type Limits, serveModel } from './serve-model.ts'
import { openStand } from './stand.ts'

/** What a program is told that finds its box by the Model Context Protocol. */
export interface Told {
  /** What it is to do. */
  readonly task: string
  /** Addresses of its box and of its model's server; no address where it has a model of its own. */
  readonly box: string
  readonly model: string | null
}

export interface Investigation extends Limits {
  readonly place: Place
  readonly language: Code['language']
  launch(told: Told): Launch
  /** Is shown what it wrote to standard output, once it has ended. */
  ended?(output: string): void
}

/** Milliseconds that a program may go on once it has answered: it has a last word for its model. */
const LINGER = 30_000
/** Characters of standard output that are kept: of an agent, events, the last of which sums up. */
const OUTPUT = 2 ** 20

/**
 * Has a program investigate the box over HTTP. What it submitted counts, however it ends
 * afterwards; without an answer nothing does.
 *
 * @throws BudgetExceeded where it ended on being told so; MalformedAnswer where all it submitted
 * was none; ModelError where its model gives no answer; Error where it ends without one.
 */
export async function investigate<C extends Category>(
  category: Prompted<C>,
  box: Box<C>,
  context: InterpreterContext,
  about: Investigation,
): Promise<Answer<C>> {
  const { signal, door } = context
  const { place, language } = about
  const tools = await serveBox(category, box, context, language)
  const model = door ? serveModel(door, about) : null
  const stand = openStand((path, request, response) => {
    if (path === '/box') tools.serve(request, response)
    else if (model && path.startsWith('/model/'))
      model.serve(path.slice('/model'.length), request, response)
    else response.writeHead(404).end()
  })
  const address = await place.address(stand)
  const launch = about.launch({
    task: taskOf(category, box, language),
    box: `${address}/box`,
    model: model && `${address}/model`,
  })
  const program = await startProgram(place, launch, stand)
  const output = tailOf(program.stdout, OUTPUT)
  program.hangUp()
  signal.addEventListener('abort', program.kill, { once: true })
  if (signal.aborted) program.kill()
  try {
    const answer = await Promise.race([tools.answered, ...(model ? [model.failed] : []), ended()])
    const timer = setTimeout(program.kill, LINGER)
    await program.end
    clearTimeout(timer)
    return answer
  } finally {
    about.ended?.(output())
    await program.clear()
    stand.close()
  }

  async function ended(): Promise<never> {
    await program.end
    const malformed = tools.malformed()
    if (malformed && !signal.aborted) throw malformed
    const why = await withoutAnswer(program, reach(tools.calls()), signal.aborted)
    const spent = model?.spent()
    const message = [why, ...(spent == null ? [] : [spent])].join('; ')
    // What a short budget did to it is no fault of its own kind.
    const short = tools.refused()
    if (!short || signal.aborted) throw new Error(message)
    short.message += `; ${message}`
    throw short
  }
}

function taskOf<C extends Category>(
  { prompt }: Prompted<C>,
  box: Box<C>,
  language: Code['language'],
): string {
  return [
    prompt.task,
    prompt.method,
    prompt.judged,
    `How to work here: the black box is behind the tools of the MCP server \`find\`. \`query\` runs it on inputs, \`submit\` gives your answer and ends the work; the others are told by their descriptions. You have ${box.queriesLeft} queries. Nobody is there to be asked, nothing else is to be found on this machine, and it has no network: go on by yourself until you have submitted an answer.`,
    howToAnswer(prompt.form(language), 'tools'),
  ].join('\n\n')
}
