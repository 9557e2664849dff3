/** Answers that cheat, and the plainest honest ones. */
import { cubicPieces, parabolicPieces, steps, straightPieces } from './numeric/pieces.ts'
import { fourier } from './numeric/fourier.ts'
import { hiddenTable, lines, nearest, spline } from './numeric/tables.ts'
import { network } from './numeric/network.ts'
import { phasePolynomial } from './numeric/phase.ts'
import { polynomial } from './numeric/polynomial.ts'
import { power } from './numeric/power.ts'
import { rational } from './numeric/rational.ts'
import { withoutATerm } from './numeric/without-a-term.ts'
import type { NumericAttacker } from './attacker.ts'

/** Of values and of pieces: what was seen, written down. */
export const TABLES: readonly NumericAttacker[] = [
  nearest,
  lines,
  spline,
  hiddenTable,
  steps,
  straightPieces,
]

/** What approximates without being what it approximates. */
export const APPROXIMATIONS: readonly NumericAttacker[] = [
  parabolicPieces,
  cubicPieces,
  polynomial,
  rational,
  power,
  fourier,
  phasePolynomial,
  network,
  withoutATerm,
]
