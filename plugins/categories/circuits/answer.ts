import { z } from 'zod'
import type { Interpretation } from '../../contracts.ts'
import type { AnswerForm, AnswerPart } from '../../model.ts'
import { readName } from './component-name.ts'
import { type Role, ROLES } from './task.ts'

/** Where in a model a behaviour is: scores of components, the circuit that they make, and roles. */
export interface CircuitAnswer extends Interpretation {
  /** How much each component matters; 0 where it is left out. Less than 0 works against the answer. */
  readonly scores: Readonly<Record<string, number>>
  /** Names of the components that are the circuit, at the threshold of whoever answers. */
  readonly circuit: readonly string[]
  /** What components do, where that is known. */
  readonly roles: Readonly<Record<string, Role>>
  /** Scores of edges, where a method has them, by their names. */
  readonly edges?: Readonly<Record<string, number>> | undefined
  /** How the scores were come by, where that has a name. */
  readonly setting?: Setting | undefined
}

export interface Setting {
  readonly method: string
  readonly corruption: string
  readonly metric: string
  readonly direction: string
  /** What is exchanged, as a hook point. */
  readonly hook: string
  /** What components are ordered by: the size of their scores, or the scores themselves. */
  readonly ranking: 'size' | 'sign'
}

const Name = z.string().transform((name, context) => {
  const found = readName(name)
  if (found !== null) return found
  context.issues.push({
    code: 'custom',
    message: `expected a component, such as blocks.1.attn.hook_result[2] or blocks.1.hook_mlp_out; got ${JSON.stringify(name)}`,
    input: name,
  })
  return z.NEVER
})
const text = z.string().max(200)
const MOST = 20_000
const RoleSchema = z.enum(ROLES)

export const CircuitAnswerSchema: z.ZodType<CircuitAnswer> = z.strictObject({
  description: z.string().min(1),
  domain: z.string().nullable(),
  confidence: z.number().min(0).max(1).optional(),
  scores: z.record(Name, z.number()),
  circuit: z.array(Name).max(MOST),
  roles: z.record(Name, RoleSchema),
  edges: z.record(z.string(), z.number()).optional(),
  setting: z
    .strictObject({
      method: text,
      corruption: text,
      metric: text,
      direction: text,
      hook: text,
      ranking: z.enum(['size', 'sign']),
    })
    .optional(),
})

const Written = z.array(
  z.strictObject({
    component: z
      .string()
      .describe('blocks.<layer>.attn.hook_result[<head>] or blocks.<layer>.hook_mlp_out'),
    score: z
      .number()
      .describe('How much it matters, from -1 to 1; negative if it works against the answer'),
    in_circuit: z.boolean().describe('Whether it is part of the circuit'),
    role: RoleSchema.nullable().describe('What it does; null where you do not know'),
  }),
)

const components: AnswerPart = {
  name: 'components',
  about: `a list of components, each with its score from -1 to 1 (negative if it works against the answer), whether it is part of the circuit, and its role: one of ${ROLES.join(', ')}, or null. Components that you leave out have the score 0 and are no part. In text, a line for each: name, score, in or out, role or none.`,
  schema: Written.describe('Components of the model that matter'),
  fromText: (lines) =>
    lines
      .split('\n')
      .map((line) => line.replace(/^[\s*-]+/, '').trim())
      .filter((line) => line !== '')
      .map(fromLine),
}

/** How a model writes an answer about a circuit. */
export const circuitForm: AnswerForm<CircuitAnswer> = {
  parts: [components],
  read(written, parts) {
    const found = Written.parse(parts['components'])
    return CircuitAnswerSchema.parse({
      ...written,
      scores: Object.fromEntries(found.map(({ component, score }) => [component, score])),
      circuit: found.flatMap(({ component, in_circuit: isIn }) => (isIn ? [component] : [])),
      roles: Object.fromEntries(
        found.flatMap(({ component, role }) => (role === null ? [] : [[component, role]])),
      ),
    })
  },
}

function fromLine(line: string) {
  const [component, score, where, role] = line.split(/[\s,;|]+/)
  const isIn = where === 'in' || where === 'out' ? where === 'in' : null
  if (component === undefined || score === undefined || isIn === null)
    throw new SyntaxError(
      `expected lines such as "blocks.1.attn.hook_result[2] 0.8 in mover"; got ${JSON.stringify(line)}`,
    )
  return {
    component,
    score: Number(score),
    in_circuit: isIn,
    role: role === undefined || role === 'none' ? null : role,
  }
}
