import { HOOK_KINDS, KINDS_OF_HEADS, nameOfHook, type HookPoint } from './hook-points.ts'
import type { Shape } from './model.ts'
import type { Prompts } from './run.ts'
import { extentOf } from './tensors.ts'

/** Throws unless prompts are of equal length, fit the model and are of its vocabulary. */
export function checkPrompts(prompts: Prompts, { vocabulary, context }: Shape): void {
  const length = prompts[0]?.length
  if (!length) throw new RangeError('Expected at least one prompt of at least one token; got none.')
  if (length > context) {
    throw new RangeError(`A prompt has ${length} tokens; the model takes at most ${context}.`)
  }
  prompts.forEach((prompt, i) => {
    if (prompt.length !== length) {
      throw new RangeError(
        `Prompts of one batch have equal length: prompt ${i} has ${prompt.length} tokens, the first ${length}.`,
      )
    }
    for (const token of prompt) {
      if (!Number.isInteger(token) || token < 0 || token >= vocabulary) {
        throw new RangeError(`Prompt ${i} has token ${token}; expected 0 to ${vocabulary - 1}.`)
      }
    }
  })
}

/** Throws unless these are positions of a prompt in ascending order, each once. */
export function checkPositions(
  what: () => string,
  positions: readonly number[],
  length: number,
): void {
  if (positions.length === 0)
    throw new RangeError(`${what()}: expected at least one position; got none.`)
  positions.forEach((position, i) => {
    if (!Number.isInteger(position) || position < 0 || position >= length) {
      throw new RangeError(`${what()}: position ${position}; expected 0 to ${length - 1}.`)
    }
    if (i > 0 && position <= positions[i - 1]!) {
      throw new RangeError(
        `${what()}: position ${position} after ${positions[i - 1]}; expected ascending positions, each once.`,
      )
    }
  })
}

/** Throws unless the model has this hook point. */
export function checkHook(hook: HookPoint, shape: Shape): void {
  const { kind, layer, head } = hook
  if (!HOOK_KINDS.includes(kind)) {
    throw new RangeError(`There is no hook ${kind}; expected one of ${HOOK_KINDS.join(', ')}.`)
  }
  if (!Number.isInteger(layer) || layer < 0 || layer >= shape.layers) {
    throw new RangeError(`${nameOfHook(hook)}: expected a layer of 0 to ${shape.layers - 1}.`)
  }
  const missing = missingFrom(kind, shape)
  if (missing) throw new RangeError(`${nameOfHook(hook)}: the model has no ${missing}.`)
  if (head === undefined) return
  if (!KINDS_OF_HEADS.has(kind)) {
    throw new RangeError(`${nameOfHook(hook)}: the activation is of no head; expected none.`)
  }
  const { heads } = extentOf(kind, shape, 1)
  if (!Number.isInteger(head) || head < 0 || head >= heads) {
    throw new RangeError(`${nameOfHook(hook)}: expected a head of 0 to ${heads - 1}.`)
  }
}

/** Whether the model has what this hook point is of. */
export const hasHook = (hook: HookPoint, shape: Shape): boolean =>
  missingFrom(hook.kind, shape) === undefined

function missingFrom(kind: HookPoint['kind'], shape: Shape): string | undefined {
  if (kind === 'rot_q' || kind === 'rot_k') {
    return shape.positions.kind === 'rotary' ? undefined : 'rotary positions'
  }
  if (kind === 'pre_linear' && !shape.gated) return 'gated MLP'
  const ofMlp = ['resid_mid', 'mlp_in', 'pre', 'pre_linear', 'post', 'mlp_out'].includes(kind)
  return ofMlp && shape.dMlp === 0 ? 'MLP' : undefined
}

const sizeOf = (prompts: Prompts): string =>
  `${prompts.length} prompts of ${prompts[0]!.length} tokens`

/** Throws unless two runs have as many and as long prompts. */
export function checkAlike(what: () => string, other: Prompts, base: Prompts): void {
  if (other.length === base.length && other[0]!.length === base[0]!.length) return
  throw new RangeError(`${what()} is of ${sizeOf(other)}; expected ${sizeOf(base)}, as the base.`)
}
