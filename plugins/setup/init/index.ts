#!/usr/bin/env node
/** The command `vitest-find init`: a benchmark in a repository, empty or with tests of its own. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { requireNode } from '../require-node.ts'
import { type Change, planInit } from './plan.ts'

const USAGE = `usage: npx vitest-find init [--yes]

Writes a Vitest config, or the benchmark into the one that is there, an interpreter with its
test, and a workflow for CI. Files that are there are kept; changes to them are asked for.

  -y, --yes   asks nothing and makes the changes`

const NEXT = `
  npx vitest run        tests and benchmark
  npx vitest            the same, and again what an edit can change
  npx vitest run -u     accepts the results as baseline, to be committed: later runs are held to it`

async function init(root: string, yes: boolean): Promise<void> {
  for (const change of planInit(root)) {
    if (change.kind === 'changed' && !(yes || (await agreed(change.path))))
      say({ kind: 'kept', path: change.path, reason: 'as you said' })
    else {
      if (change.kind !== 'kept') await write(join(root, change.path), change.text)
      say(change)
    }
  }
  console.log(NEXT)
}

const say = (change: Change): void =>
  console.log(
    `  ${change.kind.padEnd(8)} ${change.path}${change.kind === 'kept' ? ` (${change.reason})` : ''}`,
  )

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

async function agreed(path: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new Error(`${path} is there and would be changed: expected --yes, or a terminal to ask`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`  change ${path}? [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

async function main(): Promise<void> {
  requireNode()
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      yes: { type: 'boolean', short: 'y', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return console.log(USAGE)
  if (positionals.join() !== 'init')
    throw new Error(`expected \`init\`; got ${JSON.stringify(positionals.join(' '))}\n\n${USAGE}`)
  await init(process.cwd(), values.yes)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
