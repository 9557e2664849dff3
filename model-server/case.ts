import { z } from 'zod'
import type { FunctionAnswer } from '../plugins/categories/functions.ts'
import { invalidRequest } from './api-error.ts'
import { type Conversation, offers, type Turn } from './conversation.ts'
import { readAnsweredCalls } from './answered-calls.ts'
import { CATEGORIES, type Category, type Pair, readPairs, Sides, toValue } from './pairs.ts'

/** What a conversation with an interpreter has come to. */
export interface CaseState {
  readonly category: Category
  /** The examples that were given, then what was asked, in order. */
  readonly pairs: readonly Pair[]
  /** The queries that all of the case may take; null where nobody told. */
  readonly budget: number | null
  /** The reasons for which experiments were refused, a short budget aside. */
  readonly errors: readonly string[]
  /** What `run_synthesis` found, `failed` where that was nothing; null where it was not called. */
  readonly synthesis: FunctionAnswer | 'failed' | null
  readonly canRun: boolean
  readonly canSynthesize: boolean
  /** Whether an answer could not be read, and is asked for again. */
  readonly isRepair: boolean
  /** Whether the answer is due in this turn. */
  readonly isLast: boolean
}

/** A conversation has no more turns than these. */
const TURNS = 20
const ANSWER_NOW = /answer now\b[^\n]*$/i
const REPAIR = 'Your answer is not accepted:'
const SHORT = /with (\d+) of \d+ left/

const Answered = z.looseObject({ pairs: z.array(Sides), queries_left: z.int().optional() })
const Refused = z.looseObject({ error: z.string() })
const Found = z.object({
  description: z.string(),
  domain: z.string().nullable(),
  confidence: z.number().nullish(),
  code: z.string().nullable(),
})

/**
 * Reads what a conversation has come to.
 *
 * @throws ApiError where the conversation is none with an interpreter.
 */
export function readCase(conversation: Conversation): CaseState {
  const { instructions, turns, tools, format } = conversation
  const given = turns.find(({ role }) => role === 'user')
  const examples = given ? readPairs(toldIn(given)) : []
  const category = categoryOf(instructions, examples)
  const spoken = turns.filter(({ role }) => role === 'assistant').length
  const isText = tools.length === 0 && format === null
  const canRun = offers(conversation, 'query') || (isText && instructions.includes('[RUN]'))
  return {
    category,
    ...readResults(category, turns, examples),
    canRun,
    canSynthesize: offers(conversation, 'run_synthesis'),
    isRepair: turns.some((turn) => toldIn(turn).startsWith(REPAIR)),
    isLast: !canRun || spoken >= TURNS - 1 || ANSWER_NOW.test(toldIn(turns.at(-1)).trim()),
  }
}

function categoryOf(instructions: string, [example]: readonly Pair[]): Category {
  const name = /^Category: (\w+)\s*$/m.exec(instructions)?.[1]
  const category = CATEGORIES.find((one) => one === name)
  if (category) return category
  if (example) return typeof example.input === 'number' ? 'numeric' : 'strings'
  throw invalidRequest(
    'This model plays an interpreter or a judge: it expects a line `Category: numeric` (or one of ' +
      `${CATEGORIES.slice(1).join(', ')}) or \`Task: judge\` in its instructions, or examples ` +
      '`input -> output`.',
  )
}

function toldIn(turn: Turn | undefined): string {
  if (!turn || turn.role === 'assistant') return ''
  return turn.role === 'tool' ? turn.output : turn.text
}

function readResults(category: Category, turns: readonly Turn[], examples: readonly Pair[]) {
  const pairs: Pair[] = [...examples]
  const errors: string[] = []
  let asked = 0
  let budget: number | null = null
  let synthesis: CaseState['synthesis'] = null
  for (const { tool, result } of readAnsweredCalls(turns)) {
    if (tool === 'run_synthesis') {
      synthesis = synthesisOf(result)
      continue
    }
    if (tool !== 'query') continue
    const { data } = Answered.safeParse(result)
    if (data) {
      asked += data.pairs.length
      pairs.push(...data.pairs.map(([input, output]) => ({ input, output })))
      if (data.queries_left !== undefined) budget = asked + data.queries_left
      continue
    }
    const reason = Refused.safeParse(result).data?.error ?? 'the output was not understood'
    const left = SHORT.exec(reason)?.[1]
    if (left === undefined) errors.push(reason)
    else budget = asked + Number(left)
  }
  const read = pairs.map(({ input, output }) => ({
    input: toValue(category, input),
    output: toValue(category, output),
  }))
  return { pairs: read, budget, errors, synthesis }
}

function synthesisOf(result: unknown): FunctionAnswer | 'failed' {
  const found = Found.safeParse(result)
  if (!found.success) return 'failed'
  const { description, domain, confidence, code } = found.data
  return {
    description,
    domain,
    confidence: confidence ?? undefined,
    code: code === null ? null : { language: 'javascript', source: code },
  }
}
