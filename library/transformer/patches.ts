import type { HookKind } from './hook-points.ts'
import { NOWHERE, type Address } from './kernels.ts'
import type { Numbers } from './model.ts'
import {
  copyStream,
  current,
  isNeeded,
  reach,
  type InputKind,
  type Intervention,
  type Pass,
} from './pass.ts'
import { SLOTS, type Slot } from './tensors.ts'
import { differ, type Values } from './values.ts'

/** A patch whose values are known. */
export interface Exchange {
  readonly kind: HookKind
  readonly layer: number
  /** first ≤ head < last; 0 and 1 of what has no heads. */
  readonly heads: readonly [number, number]
  /** Ascending. */
  readonly positions: readonly number[]
  readonly values: Values
}

const isSlot = (kind: HookKind): kind is Slot => (SLOTS as readonly string[]).includes(kind)

const covers = ({ heads, positions }: Exchange, head: number, position: number): boolean =>
  heads[0] <= head && head < heads[1] && positions.includes(position)

/** Puts these values in the place of activations, and knows whether any was another. */
export function patching(exchanges: readonly Exchange[]): Intervention & { changed: boolean } {
  const of = (pass: Pass, kind: HookKind | 'final'): readonly Exchange[] =>
    exchanges.filter((exchange) => exchange.layer === pass.layer && exchange.kind === kind)

  const intervention = {
    changed: false,
    touches: (layer: number) => exchanges.some((exchange) => exchange.layer === layer),
    after(pass: Pass, kind: Slot | 'result') {
      const here = of(pass, kind)
      here.forEach((exchange, index) => {
        const changed = isSlot(kind)
          ? exchangeSlot(pass, kind, exchange)
          : exchangeResult(pass, exchange, here.slice(index + 1))
        intervention.changed ||= changed
      })
    },
    receivers(pass: Pass, kind: InputKind) {
      const heads = of(pass, kind).flatMap(({ heads: [first, last] }) =>
        Array.from({ length: last - first }, (_, i) => first + i),
      )
      return [...new Set(heads)]
    },
    input(pass: Pass, kind: InputKind, head: number) {
      const here = of(pass, kind).filter(({ heads }) => heads[0] <= head && head < heads[1])
      const slot = kind === 'mlp_in' ? 'resid_mid' : 'resid_pre'
      const { memory } = pass.kernels
      let begin = pass.from[slot]
      for (const { positions, values } of here) {
        for (const position of positions) {
          const now = current(pass, slot, position)
          if (now === NOWHERE || !differs(pass, memory, now, slot, values, position, head)) continue
          intervention.changed = true
          begin = Math.min(begin, position)
          break
        }
      }
      copyStream(pass, slot, begin)
      for (const { positions, values } of here) {
        for (const position of positions) {
          if (position < begin || position >= pass.last) continue
          const at = pass.workspace.input + position * pass.workspace.strides[slot]
          write(pass, memory, at, values, position, head)
        }
      }
      return begin
    },
  }
  return intervention
}

/** Whether one position of one head is another than its value, in any prompt. */
function differs(
  pass: Pass,
  memory: Numbers,
  at: Address,
  slot: Slot,
  { numbers, start, perPosition, perPrompt, perHead, width }: Values,
  position: number,
  head: number,
): boolean {
  const { batch } = pass.workspace.size
  const perRow = pass.workspace.strides[slot] / batch
  for (let prompt = 0; prompt < batch; prompt++) {
    const from = start + position * perPosition + prompt * perPrompt + head * perHead
    if (differ(memory, at + prompt * perRow, numbers, from, width)) return true
  }
  return false
}

/** Rows of the residual stream, of all prompts at one position. */
function write(
  pass: Pass,
  memory: Numbers,
  at: Address,
  { numbers, start, perPosition, perPrompt, perHead, width }: Values,
  position: number,
  head: number,
): void {
  for (let prompt = 0; prompt < pass.workspace.size.batch; prompt++) {
    const from = start + position * perPosition + prompt * perPrompt + head * perHead
    memory.set(numbers.subarray(from, from + width), at + prompt * width)
  }
}

function exchangeSlot(pass: Pass, slot: Slot, { heads, positions, values }: Exchange): boolean {
  const { workspace, shape, kernels } = pass
  const { batch } = workspace.size
  const { memory } = kernels
  const { numbers, start, perPosition, perPrompt, perHead, width } = values
  const perRow = workspace.strides[slot] / batch
  const masked = shape.causal && (slot === 'scores' || slot === 'pattern')
  let changed = false
  for (const position of positions) {
    // What a query does not see stays hidden.
    const count = masked ? position + 1 : width
    for (let prompt = 0; prompt < batch; prompt++) {
      for (let head = heads[0]; head < heads[1]; head++) {
        const now = current(pass, slot, position)
        if (now === NOWHERE) continue
        const place = prompt * perRow + head * width
        const from = start + position * perPosition + prompt * perPrompt + head * perHead
        if (!differ(memory, now + place, numbers, from, count)) continue
        changed = true
        if (!isNeeded(pass, slot, position)) continue
        reach(pass, slot, position)
        const to = pass.own[slot] + position * workspace.strides[slot] + place
        for (let i = 0; i < count; i++) memory[to + i] = numbers[from + i]!
      }
    }
  }
  return changed
}

/** A head's output is part of the sum: what it is now is exchanged there. */
function exchangeResult(
  pass: Pass,
  { heads, positions, values }: Exchange,
  later: readonly Exchange[],
): boolean {
  const { workspace, kernels, model } = pass
  const { batch } = workspace.size
  const stride = workspace.strides.attn_out
  let changed = false
  for (let head = heads[0]; head < heads[1]; head++) {
    const weight = model.layers[pass.layer]!.headOut(head)
    const { memory } = kernels
    for (const position of positions) {
      if (later.some((other) => covers(other, head, position))) continue
      const z = current(pass, 'z', position)
      if (z === NOWHERE) continue
      const from = z + head * weight.inputs
      kernels.linear(
        workspace.result,
        weight.outputs,
        from,
        workspace.strides.z / batch,
        batch,
        weight,
      )
      if (!differs(pass, memory, workspace.result, 'attn_out', values, position, head)) continue
      changed = true
      if (!isNeeded(pass, 'attn_out', position)) continue
      write(pass, memory, workspace.input, values, position, head)
      reach(pass, 'attn_out', position)
      const at = pass.own.attn_out + position * stride
      kernels.exchange(at, workspace.input, workspace.result, stride)
    }
  }
  return changed
}
