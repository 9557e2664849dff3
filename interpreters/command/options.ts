import { z } from 'zod'
import { FormOptions } from '../aia/options.ts'

/** Of whatever program there is. */
const Common = z.strictObject({
  /** Its arguments; of an agent, those behind the ones that it is run with. */
  args: z.array(z.string()).default([]),
  /** The categories it takes on; by default all that it can be told of. */
  categories: z.array(z.string()).optional(),
  /** Files and folders that lie in the folder it starts in; relative to where Vitest starts. */
  files: z.array(z.string()).default([]),
  /** Files and folders outside of the system's that it may read at their own paths, sealed. */
  reads: z.array(z.string()).default([]),
  /** Variables of the environment that it is given, by name, or with their values. */
  env: z.union([z.array(z.string()), z.record(z.string(), z.string())]).default([]),
  /** Whether it is kept from all but its box; by default wherever this machine can do that. */
  sealed: z.boolean().optional(),
  /** Raised when its answers may change. */
  version: z.string().min(1).default('1'),
  /** Turns that its model may take for one function. Null: no limit. */
  turns: z.int().positive().nullable().default(null),
  /** Tokens of one function, input and output, beyond which its model takes no turn. */
  tokens: z.int().positive().nullable().default(null),
  /** The language of the code that it is asked for, over MCP. */
  language: FormOptions.shape.language,
})

export const Options = Common.extend({
  /** A program on the PATH, the path of one, or `./name` of one of its files. */
  command: z.string().min(1),
  /** How it is spoken with: a line of JSON for every message, or HTTP. */
  protocol: z.enum(['jsonl', 'mcp']).default('jsonl'),
  /** Whether it gives the same answer to the same function and seed. */
  deterministic: z.boolean().default(false),
})
export type Options = z.output<typeof Options>

export const AgentOptions = Common.extend({
  /** The agent's program, on the PATH or by its path. */
  command: z.string().min(1).optional(),
  turns: z.int().positive().nullable().default(50),
  /**
   * Whether it works with the login of whoever runs it, instead of a configured model: then it
   * has the network and the home of that person, and is not sealed.
   */
  login: z.boolean().default(false),
})
export type AgentOptions = z.output<typeof AgentOptions>
