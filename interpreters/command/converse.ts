import { z } from 'zod'
import {
  type Answer,
  type Box,
  BudgetExceeded,
  type Category,
  type CategoryPlugin,
  InvalidQuery,
  type InterpreterContext,
  type Json,
  MalformedAnswer,
  visible,
  type Wire,
} from '../../plugins/index.ts'
import { linesOf } from './lines.ts'
import { type Program, reach, withoutAnswer } from './program.ts'

/** Milliseconds that a program may take to end once it has answered. */
const LINGER = 1000

/** A category that programs can be told of in JSON. */
type Wired<C extends Category> = CategoryPlugin<C> & { readonly wire: Wire<C> }

export const isWired = <C extends Category>(category: CategoryPlugin<C>): category is Wired<C> =>
  category.wire !== undefined

/**
 * Speaks with a program in lines of JSON: it is told what there is, asks by the verbs of the
 * category, and answers once. What it answered counts, however it ends afterwards; without an
 * answer nothing does.
 *
 * @throws BudgetExceeded where it gave up on being told so; MalformedAnswer where its answer is
 * none, or not its only one; Error where there is none.
 */
export async function converse<C extends Category>(
  category: Wired<C>,
  program: Program,
  box: Box<C>,
  { random, signal }: InterpreterContext,
): Promise<Answer<C>> {
  const { wire, prompt } = category
  const lines = linesOf(program.stdout)
  let asked = 0
  let refused: BudgetExceeded | null = null

  /** What the box says to a request; its own faults are no words for a program. */
  async function reply(message: Readonly<Record<string, Json>>): Promise<Json> {
    asked++
    refused = null
    const [verb, ...others] = Object.keys(message)
    const verbs = Object.keys(wire.verbs)
    try {
      if (verb === undefined || others.length > 0 || !verbs.includes(verb))
        throw new InvalidQuery(`expected one of ${[...verbs, 'answer'].join(', ')}`)
      const came = await wire.verbs[verb]!(box, message[verb]!)
      return { ...came, queriesLeft: box.queriesLeft }
    } catch (error) {
      if (error instanceof BudgetExceeded) refused = error
      else if (!(error instanceof InvalidQuery)) throw error
      const kind = error instanceof BudgetExceeded ? 'budget' : 'invalid'
      return { error: error.message, kind, queriesLeft: box.queriesLeft }
    }
  }

  // It need not listen.
  void program.tell({
    find: 1,
    category: category.name,
    domain: wire.domain(box),
    verbs: Object.keys(wire.verbs),
    queriesLeft: box.queriesLeft,
    seed: Math.floor(2 ** 32 * random()),
    task: prompt ? `${prompt.task}\n\n${prompt.judged}` : null,
  })
  for (;;) {
    const { value: line, done } = await lines.next()
    if (done || line === undefined) {
      const why = await withoutAnswer(program, reach(asked), signal.aborted)
      // What a short budget did to it is no fault of its own kind.
      if (refused === null || signal.aborted) throw new Error(why)
      const short: BudgetExceeded = refused
      short.message += `; ${why}`
      throw short
    }
    const message = messageOf(line)
    if (message === null) throw new Error(`the program wrote what is no message: ${brief(line)}`)
    if (Object.hasOwn(message, 'answer')) {
      const parsed = category.answer.safeParse(message['answer'])
      if (!parsed.success)
        throw malformed(`no answer of ${category.name}: ${z.prettifyError(parsed.error)}`, line)
      if (await answersAgain(program, lines))
        throw malformed('the program gave a second answer', line)
      return parsed.data
    }
    // One who leaves its replies unread is asked nothing more of.
    await program.tell(await reply(message))
  }

  function malformed(why: string, line: string): MalformedAnswer {
    const errors = program.errors()
    return new MalformedAnswer(
      errors === '' ? why : `${why}; its standard error ends with\n${errors}`,
      line,
    )
  }
}

/** Waits a moment for a program that has answered to end; whether it answers again meanwhile. */
async function answersAgain(
  program: Program,
  lines: AsyncIterator<string, void>,
): Promise<boolean> {
  program.hangUp()
  const timer = setTimeout(program.kill, LINGER)
  try {
    for (;;) {
      const { value: line, done } = await lines.next()
      if (done || line === undefined) return false
      if (Object.hasOwn(messageOf(line) ?? {}, 'answer')) return true
    }
  } catch {
    // Whatever it writes without an end is no answer.
    return false
  } finally {
    clearTimeout(timer)
  }
}

function messageOf(line: string): Readonly<Record<string, Json>> | null {
  try {
    const value = JSON.parse(line) as Json
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, Json>>)
      : null
  } catch {
    return null
  }
}

const brief = (line: string) => visible(JSON.stringify(line.slice(0, 200)))
