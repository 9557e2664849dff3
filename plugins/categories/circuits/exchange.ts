/**
 * Answers in the formats of other benchmarks: scores as MIB's circuit track reads them
 * (arXiv 2504.13151; the JSON graphs of its EAP-IG package), roles as AgenticInterpBench annotates
 * them (arXiv 2606.24026).
 */
import { z } from 'zod'
import { nameOf, type Node, nodesOf } from '../../../library/transformer/nodes.ts'
import type { Shape } from '../../../library/transformer/model.ts'
import type { CircuitAnswer } from './answer.ts'
import { readName } from './component-name.ts'
import { type Role, ROLES } from './task.ts'

const Member = z.object({ in_graph: z.boolean(), score: z.number().optional() })

/** A circuit as MIB has it. Heads are `a1.h2`, MLPs `m1`, edges `a0.h1->a1.h2<q>`. */
export const MibGraph = z.object({
  cfg: z.object({
    n_layers: z.int(),
    n_heads: z.int(),
    parallel_attn_mlp: z.boolean(),
    d_model: z.int(),
  }),
  nodes: z.record(z.string(), Member),
  edges: z.record(z.string(), Member),
})
export type MibGraph = z.infer<typeof MibGraph>

const INPUT = 'input'
const LOGITS = 'logits'

/** An answer as a graph of MIB; edges are there where the answer has scores of them. */
export function toMib({ scores, circuit, edges }: CircuitAnswer, shape: Shape): MibGraph {
  const nodes = nodesOf(shape)
  const chosen = new Set(circuit)
  const mibName = new Map(nodes.map((node) => [nameOf(node), mibNameOf(node)]))
  const named = (name: string) => (name === 'embed' ? INPUT : (mibName.get(name) ?? name))
  const isIn = (name: string) => name === 'embed' || name === LOGITS || chosen.has(name)
  return {
    cfg: {
      n_layers: shape.layers,
      n_heads: shape.heads,
      parallel_attn_mlp: false,
      d_model: shape.dModel,
    },
    nodes: {
      [INPUT]: { in_graph: true },
      ...Object.fromEntries(
        nodes.map((node) => {
          const name = nameOf(node)
          return [mibNameOf(node), { in_graph: chosen.has(name), score: scores[name] ?? 0 }]
        }),
      ),
      [LOGITS]: { in_graph: true },
    },
    edges: Object.fromEntries(
      Object.entries(edges ?? {}).map(([edge, score]) => {
        const [from = '', to = ''] = edge.split('->')
        const [receiver = '', input] = to.split('<')
        const suffix = input === undefined ? '' : `<${input}`
        return [
          `${named(from)}->${named(receiver)}${suffix}`,
          { in_graph: isIn(from) && isIn(receiver), score },
        ]
      }),
    ),
  }
}

/**
 * An answer from a graph of MIB. Components without a score of their own have that of their largest
 * outgoing edge.
 *
 * @throws Error where it is none.
 */
export function fromMib(json: unknown): CircuitAnswer {
  const { nodes, edges } = parsed(MibGraph, json, 'a graph of MIB')
  const largest = new Map<string, number>()
  for (const [edge, { score = 0 }] of Object.entries(edges)) {
    const [from = ''] = edge.split('->')
    if (Math.abs(score) > Math.abs(largest.get(from) ?? 0)) largest.set(from, score)
  }
  const components = Object.entries(nodes).flatMap(([name, { in_graph: isIn, score }]) => {
    const own = readName(name)
    return own === null ? [] : [{ name: own, isIn, score: score ?? largest.get(name) ?? 0 }]
  })
  return answerOf(
    components.map(({ name, score }) => [name, score]),
    components.flatMap(({ name, isIn }) => (isIn ? [name] : [])),
    [],
  )
}

const Annotation = z.object({
  id: z.string(),
  hook: z.string(),
  role: z.object({ tag: z.string(), note: z.string() }),
})

/** Components with their roles, as AgenticInterpBench annotates them. */
export type Annotations = readonly z.infer<typeof Annotation>[]

/** The roles of an answer: tags are the names of roles in capitals. */
export const toAnnotations = ({ roles }: CircuitAnswer, shape: Shape): Annotations =>
  nodesOf(shape).flatMap((node) => {
    const hook = nameOf(node)
    const role = roles[hook]
    if (role === undefined) return []
    const id = 'head' in node ? `L${node.layer}H${node.head}_ATTN` : `L${node.layer}_MLP`
    return [{ id, hook, role: { tag: tagOf(role), note: '' } }]
  })

/**
 * An answer from annotations: all that they name is in the circuit. Tags that are no roles here are
 * left out.
 *
 * @throws Error where it is none.
 */
export function fromAnnotations(json: unknown): CircuitAnswer {
  const found = parsed(z.array(Annotation), json, 'annotations').flatMap(({ hook, role }) => {
    // Theirs are of what the MLP computes inside.
    const name = readName(hook.replace(/\.mlp\.hook_(post|pre)$/, '.hook_mlp_out'))
    return name === null ? [] : [{ name, role: ROLES.find((one) => tagOf(one) === role.tag) }]
  })
  return answerOf(
    found.map(({ name }) => [name, 1]),
    found.map(({ name }) => name),
    found.flatMap(({ name, role }) => (role === undefined ? [] : [[name, role]])),
  )
}

const tagOf = (role: Role) => role.replaceAll('-', '_').toUpperCase()

const mibNameOf = (node: Node) =>
  'head' in node ? `a${node.layer}.h${node.head}` : `m${node.layer}`

const answerOf = (
  scores: readonly (readonly [string, number])[],
  circuit: readonly string[],
  roles: readonly (readonly [string, Role])[],
): CircuitAnswer => ({
  description: `The circuit is ${circuit.join(', ') || 'empty'}.`,
  domain: null,
  scores: Object.fromEntries(scores),
  circuit,
  roles: Object.fromEntries(roles),
})

function parsed<T>(schema: z.ZodType<T>, json: unknown, what: string): T {
  const found = schema.safeParse(json)
  if (found.success) return found.data
  throw new Error(`expected ${what}: ${z.prettifyError(found.error)}`)
}
