/** Language models: how an interpreter asks one, and what a category tells it. */
import type { z } from 'zod'
import type {
  Answer,
  Box,
  Category,
  Code,
  Interpretation,
  Json,
  Random,
  Tools,
} from './contracts.ts'
import type { ModelIdentity } from './run-settings.ts'

/** A function that the model may call. */
export interface Tool {
  readonly name: string
  readonly description: string
  /** The schema of one object; the model is told its JSON schema, and the caller parses what came. */
  readonly parameters: z.ZodType
}

export interface ToolCall {
  readonly id: string
  readonly name: string
  /** They stand as the model wrote them: JSON, if it kept to the rules. */
  readonly arguments: string
}

export type Message =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly reply: ModelReply }
  | { readonly role: 'tool'; readonly callId: string; readonly output: string }

/** One turn asked of a model. All that was said before is in it: models keep no state. */
export interface ModelRequest {
  /** Name and version of the prompt that it is made of, `aia/numeric@1`: part of the record. */
  readonly prompt: string
  readonly instructions: string
  readonly messages: readonly Message[]
  readonly tools?: readonly Tool[]
  /** Structured output: the reply's text is to be JSON of this schema. */
  readonly format?: { readonly name: string; readonly schema: z.ZodType }
  /** How many of the likeliest first tokens of the reply are asked for; none by default. */
  readonly chances?: number
}

/** A token that a reply may have begun with. */
export interface Chance {
  readonly token: string
  /** The logarithm of its probability. */
  readonly logprob: number
}

export interface ModelReply {
  readonly text: string
  readonly calls: readonly ToolCall[]
  /** What the model said instead of an answer, where it refused. */
  readonly refusal: string | null
  /** Whether it was cut off at the limit of output tokens. */
  readonly truncated: boolean
  /** What the API wants to be shown again in the next turn. */
  readonly raw: unknown
  /** The likeliest first tokens, where they were asked for. */
  readonly chances?: readonly Chance[]
  /** Of a model of embeddings: where what it was told stands. */
  readonly vector?: readonly number[]
  readonly tokens: { readonly input: number; readonly cachedInput: number; readonly output: number }
}

/** A model as one case sees it: metered, cached, retried and written down by the harness. */
export interface Model {
  /**
   * Rejects with `ModelError` where the model can give no answer: a permanent fault, or faults
   * that outlast the retries. An equal request of the same case has the same reply wherever
   * replies are cached: independent ones are what trials are for.
   */
  respond(request: ModelRequest): Promise<ModelReply>
}

/**
 * A server of models, for a program that speaks its API by itself. The harness adds the key, and
 * what is asked is metered, cached, retried and written down as what a {@link Model} is asked.
 */
export interface ModelDoor {
  /** The one model that answers, whichever is asked for. */
  readonly identity: ModelIdentity
  /**
   * Passes a request on. A refusal of the server's that the program brought upon itself is a reply
   * like any other; where there can be no answer it rejects, with `ModelError`.
   */
  ask(request: DoorRequest): Promise<DoorReply>
}

export interface DoorRequest {
  /** The path behind the server's address, with its query: `/v1/messages?beta=true`. */
  readonly path: string
  /** Names are in small letters; those that tell the server how to read the body are passed on. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

export interface DoorReply {
  readonly status: number
  /** The type of its body, which is there to its end. */
  readonly type: string
  readonly body: string
  /** What the model said; null where the request was refused. */
  readonly reply: ModelReply | null
}

/** Means for one function. */
export interface ModelEstimate {
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** What it may come to at the worst: so many conversations, of so many calls each. */
  readonly most?: {
    readonly conversations: number
    readonly calls: number
    /** Tokens of instructions and the first message. */
    readonly prompt: number
    /** Once a conversation has taken so many tokens, one call is left. */
    readonly tokens?: number | null
  }
}

// ------------------------------------------------- what a category tells one

/** What a model is told of a category. It never tells the variant of a function. */
export interface Prompt<C extends Category> {
  /** Changes with every edit of what a model is told, or of how its answer is read. */
  readonly version: string
  /** What sort of function it is, and what may be in it. */
  readonly task: string
  /** How to find it out by experiment. */
  readonly method: string
  /** How to find it out from examples alone. */
  readonly reading: string
  /** What an answer is judged by. */
  readonly judged: string
  /** How each experiment is asked for, in their order. */
  readonly manuals: readonly [Manual, ...Manual[]]
  /** A short exchange about another function, for models that learn plain text by example. */
  readonly example?: string
  /**
   * What a model may do with the box: first that without which nothing can be found out.
   *
   * @param run runs code that it writes, of this language; that is no query.
   */
  experiments(
    box: Box<C>,
    run: Tools['run'],
    language: Code['language'],
  ): readonly [Experiment, ...Experiment[]]
  /** What is wrong with an answer as far as what was seen of the box tells; null for nothing. */
  check?(answer: Answer<C>, box: Box<C>, run: Tools['run']): Promise<string | null>
  /** Lines of exemplars, each an input with its output, at none of which an answer is judged. */
  exemplars?(box: Box<C>, draw: ExemplarDraw, random: Random): Promise<readonly string[]>
  /** How an answer is written and read. Categories whose answers hold no code ignore the language. */
  form(language: Code['language']): AnswerForm<Answer<C>>
}

/** How many exemplars there are, and how they are drawn: regularly as people would, or at random. */
export interface ExemplarDraw {
  readonly count: number
  readonly draw: 'regular' | 'random'
}

/** What a model is told of an experiment, where that is a call of a tool or lines of text. */
export interface Manual {
  /** The name of its tool. */
  readonly name: string
  readonly tools: string
  readonly text: string
}

/** Something a model may do before it answers. */
export interface Experiment {
  readonly tool: Tool
  /** A line of plain text that asks for it: `[RUN]` and what follows; without it, there is none. */
  readonly text?: {
    readonly heading: string
    /** The arguments in the text behind the heading. Throws SyntaxError, ZodError, CallRefused. */
    readonly args: (body: string) => unknown
  }
  /**
   * What came of it. `CallRefused`, `BudgetExceeded`, `InvalidQuery` and errors of parsing are
   * told to the model; whatever else it throws ends the case.
   */
  run(args: unknown): Promise<Readonly<Record<string, Json>>>
}

/** A call that makes no sense: the model is told why. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused'
}

/** How an answer is written by a model: description and domain, and these parts beside them. */
export interface AnswerForm<A extends Interpretation> {
  readonly parts: readonly AnswerPart[]
  /** @throws SyntaxError or ZodError where the parts are no answer. */
  read(written: Interpretation, parts: Readonly<Record<string, unknown>>): A
}

export interface AnswerPart {
  /** `code`, for instance: its field in JSON, and in capitals its section in text. */
  readonly name: string
  /** What the model is told that it is to hold. */
  readonly about: string
  /** What it is in JSON; plain types alone, as servers accept them for strict output. */
  readonly schema: z.ZodType
  /** What the text of its section says, as it would stand in JSON. Throws SyntaxError. */
  readonly fromText: (text: string) => unknown
}
