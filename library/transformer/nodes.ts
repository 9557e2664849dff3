/** The components of a transformer that a circuit is made of: heads and MLPs. */
export type Node =
  | { readonly layer: number; readonly head: number }
  | { readonly layer: number; readonly mlp: true }

/** Its name, as AgenticInterpBench writes it: that of the hook point at its output. */
export const nameOf = (node: Node): string =>
  'head' in node
    ? `blocks.${node.layer}.attn.hook_result[${node.head}]`
    : `blocks.${node.layer}.hook_mlp_out`

/** All components of a model, in the order in which they run. */
export function nodesOf(shape: {
  readonly layers: number
  readonly heads: number
  readonly dMlp: number
}): readonly Node[] {
  return Array.from({ length: shape.layers }, (_, layer): readonly Node[] => [
    ...Array.from({ length: shape.heads }, (__, head) => ({ layer, head })),
    ...(shape.dMlp > 0 ? [{ layer, mlp: true } as const] : []),
  ]).flat()
}
