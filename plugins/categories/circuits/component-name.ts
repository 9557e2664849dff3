import { nameOf } from '../../../library/transformer/nodes.ts'

/**
 * The name of a component, as {@link nameOf} writes it, from that or the other names that people
 * give it: `blocks.1.attn.hook_z[2]`, `L1H2`, `1.2`, `a1.h2`; `blocks.1.hook_mlp_out`, `MLP1`,
 * `m1`. Null of anything else.
 */
export function readName(written: string): string | null {
  const head =
    /^blocks\.(\d{1,4})\.attn\.hook_(?:result|z)[[.](\d{1,4})\]?$/i.exec(written) ??
    /^(?:a|L)?(\d{1,4})[.H]h?(\d{1,4})$/i.exec(written)
  if (head) return nameOf({ layer: Number(head[1]), head: Number(head[2]) })
  const mlp = /^(?:blocks\.(\d{1,4})\.hook_mlp_out|(?:MLP|m)\s?(\d{1,4}))$/i.exec(written)
  return mlp ? nameOf({ layer: Number(mlp[1] ?? mlp[2]), mlp: true }) : null
}
