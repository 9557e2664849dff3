import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import type { Transformer } from '../../library/transformer/model.ts'

const PYTHON = process.env['PYTHON'] ?? 'python3'
const SCRIPT = join(import.meta.dirname, '../patching.py')
/** One thread each, whatever the libraries would like. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }

export const PEERS = ['torch', 'numpy'] as const
export type Peer = (typeof PEERS)[number]

export interface Task {
  readonly clean: readonly (readonly number[])[]
  readonly corrupted: readonly (readonly number[])[]
  /** The tokens whose logits' difference is the metric. */
  readonly answers: readonly [number, number]
}
export interface Sweep {
  readonly seconds: number
  /** The metric, [layer, head, prompt]. */
  readonly metrics: readonly number[]
}

export interface Peers {
  /** What each runs with: version, processor, library of matrices. */
  readonly about: Readonly<Record<Peer, string>>
  sweep(peer: Peer, times: number): Promise<Sweep>
  /** 10^9 operations a second, of a product of matrices 512 × 512. */
  matmul(peer: Peer): Promise<number>
  close(): void
}

/** Why there are no peers, if there are none. */
export function missing(): string | undefined {
  const { error, status, stderr } = spawnSync(PYTHON, ['-c', 'import numpy, torch'], {
    encoding: 'utf8',
  })
  if (error) return `${PYTHON} does not start (${error.message})`
  if (status !== 0) return `${PYTHON}: ${stderr.trim().split('\n').at(-1)!}`
  return undefined
}

/** The same sweep in Python, which gets the model by way of files. */
export async function openPeers(model: Transformer, task: Task): Promise<Peers> {
  const folder = mkdtempSync(join(tmpdir(), 'patching-'))
  writeModel(folder, model, task)
  const child = spawn(PYTHON, [SCRIPT, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...ONE_THREAD },
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const read = async <T>(): Promise<T> => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`${SCRIPT} ended early`)
    return JSON.parse(value) as T
  }
  const ask = <T>(what: object): Promise<T> => {
    child.stdin.write(`${JSON.stringify(what)}\n`)
    return read<T>()
  }
  const about = await read<Record<Peer, string>>()
  rmSync(folder, { recursive: true })
  return {
    about,
    sweep: (peer, times) => ask({ peer, times }),
    matmul: (peer) => ask({ peer }),
    close: () => child.stdin.end(),
  }
}

/** weights.bin: float32 numbers; task.json: the shape, the prompts and what is where. */
function writeModel(folder: string, { shape, weights }: Transformer, task: Task): void {
  const file = openSync(join(folder, 'weights.bin'), 'w')
  const tensors: Record<string, [start: number, length: number]> = {}
  let end = 0
  const write = (name: string, value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      const numbers = Float32Array.from(value as Float32Array)
      writeSync(file, numbers)
      tensors[name] = [end, numbers.length]
      end += numbers.length
    } else {
      for (const [key, part] of Object.entries(value as object)) {
        write(name ? `${name}.${key}` : key, part)
      }
    }
  }
  write('', weights)
  closeSync(file)
  writeFileSync(join(folder, 'task.json'), JSON.stringify({ shape, tensors, ...task }))
}
