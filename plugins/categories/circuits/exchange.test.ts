import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edgeName, edgesOf } from '../../../library/patching/edges.ts'
import { nameOf, nodesOf } from '../../../library/transformer/nodes.ts'
import type { CircuitAnswer } from './answer.ts'
import { fromAnnotations, fromMib, toAnnotations, toMib } from './exchange.ts'
import { samples } from './samples.ts'
import { ROLES } from './task.ts'

const shape = { ...samples['one']!.task.model.shape, layers: 2, heads: 2, dMlp: 4 }
const names = nodesOf(shape).map(nameOf)
const edges = edgesOf(shape).map(edgeName)

const answers = fc
  .record({
    scores: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: names.length,
      maxLength: names.length,
    }),
    circuit: fc.subarray(names, { minLength: 1 }),
    role: fc.constantFrom(...ROLES),
  })
  .map(({ scores, circuit, role }): CircuitAnswer => ({
    description: `The circuit is ${circuit.join(', ')}.`,
    domain: null,
    scores: Object.fromEntries(names.map((name, i) => [name, scores[i]! + 0])),
    circuit,
    roles: Object.fromEntries(circuit.map((name) => [name, role])),
  }))

test('scores and circuit come back from a graph of MIB as they were', () => {
  fc.assert(
    fc.property(answers, (answer) => {
      const json: unknown = JSON.parse(JSON.stringify(toMib(answer, shape)))
      expect(fromMib(json)).toEqual({ ...answer, roles: {} })
    }),
  )
})

test('roles come back from annotations as they were', () => {
  fc.assert(
    fc.property(answers, (answer) => {
      const json: unknown = JSON.parse(JSON.stringify(toAnnotations(answer, shape)))
      expect(fromAnnotations(json)).toMatchObject({ circuit: answer.circuit, roles: answer.roles })
    }),
  )
})

test('names are those of the formats', () => {
  const [name] = names
  const answer: CircuitAnswer = {
    description: 'x',
    domain: null,
    scores: { [name!]: 1 },
    circuit: [name!],
    roles: { [name!]: 'previous-token', 'blocks.1.hook_mlp_out': 'indicator' },
    edges: Object.fromEntries(edges.map((edge) => [edge, 0.5])),
  }
  const graph = toMib(answer, shape)
  expect(Object.keys(graph.nodes)).toEqual([
    'input',
    'a0.h0',
    'a0.h1',
    'm0',
    'a1.h0',
    'a1.h1',
    'm1',
    'logits',
  ])
  expect(graph.edges['input->a0.h0<q>']).toEqual({ in_graph: true, score: 0.5 })
  expect(graph.edges['a0.h0->m1']).toEqual({ in_graph: false, score: 0.5 })
  expect(graph.edges['m1->logits']).toBeDefined()
  expect(toAnnotations(answer, shape)).toEqual([
    { id: 'L0H0_ATTN', hook: name, role: { tag: 'PREVIOUS_TOKEN', note: '' } },
    { id: 'L1_MLP', hook: 'blocks.1.hook_mlp_out', role: { tag: 'INDICATOR', note: '' } },
  ])
})

test('what others publish is read', () => {
  const graph = {
    cfg: { n_layers: 1, n_heads: 1, parallel_attn_mlp: false, d_model: 4 },
    nodes: { input: { in_graph: true }, 'a0.h0': { in_graph: true }, m0: { in_graph: false } },
    edges: {
      'a0.h0->m0': { score: 0.1, in_graph: false },
      'a0.h0->logits': { score: -0.4, in_graph: true },
    },
  }
  expect(fromMib(graph)).toMatchObject({
    scores: { 'blocks.0.attn.hook_result[0]': -0.4, 'blocks.0.hook_mlp_out': 0 },
    circuit: ['blocks.0.attn.hook_result[0]'],
  })
  expect(
    fromAnnotations([
      { id: 'L0_MLP', hook: 'blocks.0.mlp.hook_post', role: { tag: 'INDICATOR', note: 'is x' } },
      { id: 'L1H2_ATTN', hook: 'blocks.1.attn.hook_result[2]', role: { tag: 'ROUTER', note: '' } },
    ]),
  ).toMatchObject({
    circuit: ['blocks.0.hook_mlp_out', 'blocks.1.attn.hook_result[2]'],
    roles: { 'blocks.0.hook_mlp_out': 'indicator' },
  })
  expect(() => fromMib({ nodes: {} })).toThrow('expected a graph of MIB')
  expect(() => fromAnnotations({})).toThrow('expected annotations')
})
