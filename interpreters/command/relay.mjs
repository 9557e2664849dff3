/*
 * Runs a program in a jail that has no network but its own loopback, and hands every connection
 * there over to the harness: `node -e "$(cat relay.mjs)" PORT COMMAND ARGUMENT…`, with a channel of Node's.
 * Nothing of it lies on a disk, and what is said passes through no second process.
 */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import process from 'node:process'

const [port, command, ...args] = process.argv.slice(1)
const server = createServer({ pauseOnConnect: true }, (socket) =>
  process.send('connection', socket),
)
server.listen(Number(port), '127.0.0.1', () => {
  const child = spawn(command, args, { stdio: 'inherit' })
  child.once('error', ({ message }) => {
    process.stderr.write(`could not be started (${message})\n`)
    process.exit(127)
  })
  child.once('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal)
    else process.exit(code)
  })
})
process.once('disconnect', () => process.exit(1))
