import type { Model, ModelReply, ModelRequest } from '../model.ts'

/** A turn of a script: its text alone, or what of a reply is not empty. */
export type ScriptedReply = string | Partial<Omit<ModelReply, 'raw'>>

export interface ScriptedModel extends Model {
  /** What it was asked so far. */
  readonly requests: readonly ModelRequest[]
}

/** A model that gives prepared replies, one a turn, for tests of interpreters. */
export function scriptedModel(...script: readonly ScriptedReply[]): ScriptedModel {
  const requests: ModelRequest[] = []
  return {
    requests,
    async respond(request) {
      const turn = script[requests.push(request) - 1]
      if (turn === undefined)
        throw new Error(`asked for reply ${requests.length} of ${script.length}`)
      return {
        text: '',
        calls: [],
        refusal: null,
        truncated: false,
        raw: null,
        tokens: { input: 0, cachedInput: 0, output: 0 },
        ...(typeof turn === 'string' ? { text: turn } : turn),
      }
    },
  }
}
