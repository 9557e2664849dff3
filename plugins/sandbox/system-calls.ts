import { endianness } from 'node:os'

/** By architecture: what the kernel calls it, and its numbers of the calls that are refused. */
const REFUSED: Partial<Record<NodeJS.Architecture, { audit: number; calls: readonly number[] }>> = {
  // shmget, semget, msgget; add_key, request_key, keyctl; io_uring_setup
  x64: { audit: 0xc000003e, calls: [29, 64, 68, 248, 249, 250, 425] },
  arm64: { audit: 0xc00000b7, calls: [194, 190, 186, 217, 218, 219, 425] },
}
/** On x64, numbers from here on are of a second set of calls, which few programs know. */
const SECOND_SET = 0x40000000

const LOAD = 0x20
const IF_EQUAL = 0x15
const IF_AT_LEAST = 0x35
const RETURN = 0x06
const NUMBER = 0
const ARCHITECTURE = 4
const ALLOW = 0x7fff0000
const NOT_PERMITTED = 0x00050001
const KILL = 0x80000000

/**
 * A filter in classic BPF, for seccomp(2), that refuses a program what holds memory beyond its
 * limits, and ways into the kernel that it has no use for. Null where the architecture is not known.
 */
export function systemCallFilter(architecture: NodeJS.Architecture): Buffer | null {
  const refused = REFUSED[architecture]
  if (!refused || endianness() !== 'LE') return null
  const { audit, calls } = refused
  const toRefusal = (steps: number) => calls.length + 1 - steps
  return Buffer.concat([
    step(LOAD, ARCHITECTURE),
    step(IF_EQUAL, audit, 1),
    step(RETURN, KILL),
    step(LOAD, NUMBER),
    step(IF_AT_LEAST, SECOND_SET, toRefusal(0)),
    ...calls.map((call, i) => step(IF_EQUAL, call, toRefusal(i + 1))),
    step(RETURN, ALLOW),
    step(RETURN, NOT_PERMITTED),
  ])
}

/** One instruction; `skip`: how many are left out where its condition holds. */
function step(code: number, operand: number, skip = 0): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt16LE(code, 0)
  bytes.writeUInt8(skip, 2)
  bytes.writeUInt32LE(operand, 4)
  return bytes
}
