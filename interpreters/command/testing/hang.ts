/** A harness to be killed, while a program with the mark in its arguments hangs. */
import process from 'node:process'
import { recordOf } from './case.ts'

const program = `import time; time.sleep(${process.env['MARK']})`
await recordOf({ command: 'python3', args: ['-c', program], sealed: true })
