/**
 * Circuits that one direction of patching finds and the other does not (Heimersheim and Nanda,
 * arXiv 2404.15255). Heads tell of words at three places whether they are on, and an MLP adds up:
 *
 * - *and*: the answer needs all. To noise any one changes it, to restore one does not.
 * - *or*: the answer needs one. To restore any one brings it back, to noise one does not.
 * - *backup*: a head finds an item, and says so; another would find it where none has. To noise the
 *   first changes nothing, as the second takes over.
 */
import type { Random } from '../../../plugins/contracts.ts'
import { backup } from './backup.ts'
import type { Box } from './box.ts'
import { logical } from './logical.ts'

export type GateKind = 'and' | 'or' | 'backup'

/** Four layers of four heads. */
export const gates = (kind: GateKind, random: Random): Box =>
  kind === 'backup' ? backup(random) : logical(kind, random)
