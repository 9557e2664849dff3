import { auroc } from '../../plugins/scorers/auroc.ts'
import { circuit } from '../../plugins/scorers/circuit.ts'
import { cmd, cpr } from '../../plugins/scorers/faithful.ts'
import { roles } from '../../plugins/scorers/roles.ts'
import { tested } from '../../plugins/scorers/tested.ts'
import { twin } from '../../plugins/scorers/twin.ts'

/** What circuits are judged by, whoever built them. */
export const circuitScorers = [auroc(), circuit(), cpr(), cmd(), roles(), twin(), tested()] as const
