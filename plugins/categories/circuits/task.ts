/**
 * What a box of circuits is made of: a transformer, a task that it does, and what is known of the
 * circuit that does it.
 */
import type { Pair } from '../../../library/patching/pair.ts'
import type { Transformer } from '../../../library/transformer/model.ts'
import type { Random } from '../../contracts.ts'

export type { Corrupted, Pair } from '../../../library/patching/pair.ts'

/** What a component does in a circuit: a closed list, so that answers can be compared. */
export const ROLES = [
  'previous-token',
  'duplicate-token',
  'induction',
  'inhibition',
  'mover',
  'negative-mover',
  'backup-mover',
  'aggregator',
  'indicator',
  'gate',
  'lookup',
] as const
export type Role = (typeof ROLES)[number]

/** What is known of a component of the circuit. */
export interface Part {
  /** Null where nobody knows: of a trained model. */
  readonly role: Role | null
  /** -1 of one that works against the answer. */
  readonly sign: 1 | -1
}

export interface CircuitTask {
  readonly model: Transformer
  /** How tokens are written, by their numbers. */
  readonly vocabulary: readonly string[]
  /** What the model does with a prompt, without a word about how. */
  readonly task: string
  /** Names of the choices of tokens that are replaced, the default one first. */
  readonly corruptions: readonly string[]
  /** Pairs of equal length, the same for the same stream. */
  readonly pairs: (count: number, random: Random) => readonly Pair[]
  /**
   * The circuit, by name of the component: as it was built, or, of a trained model, what matters
   * where it is intervened upon.
   */
  readonly parts: ReadonlyMap<string, Part>
}
