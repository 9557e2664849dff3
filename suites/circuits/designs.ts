import type { Random } from '../../plugins/contracts.ts'
import type { Box } from './boxes/box.ts'
import { factual } from './boxes/factual.ts'
import { gates } from './boxes/gates.ts'
import { miniIoi } from './boxes/mini-ioi.ts'
import { RASP_PROGRAMS, raspTask } from './boxes/rasp/rasp-task.ts'

/** How boxes of one kind are built. */
export interface Design {
  readonly name: string
  readonly variant: string
  readonly build: (random: Random) => Box
}

const IOI = 4

/** All boxes of a run, in their order. */
export const DESIGNS: readonly Design[] = [
  ...RASP_PROGRAMS.map((name) => ({
    name,
    variant: 'compiled',
    build: (random: Random) => raspTask(name, random),
  })),
  ...Array.from({ length: IOI }, () => ({ name: 'mini-ioi', variant: 'ioi', build: miniIoi })),
  ...(['superadditive', 'additive'] as const).map((kind) => ({
    name: kind,
    variant: 'factual',
    build: (random: Random) => factual(kind, random),
  })),
  ...(['and', 'or', 'backup'] as const).map((kind) => ({
    name: kind,
    variant: 'gates',
    build: (random: Random) => gates(kind, random),
  })),
]
