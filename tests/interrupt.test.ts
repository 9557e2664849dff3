import { once } from 'node:events'
import { globSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { RunRecord } from '../plugins/records.ts'
import { toyProject } from './project.ts'

/** Takes 300 ms a function: long enough to be interrupted on the way. */
const slow = (text: string) =>
  text.replace(
    'async numeric(box) {',
    'async numeric(box) {\n await new Promise((r) => setTimeout(r, 300))',
  )

/** Whether a case has ended. */
async function someRecords(root: string): Promise<boolean> {
  const [path] = globSync('.find/runs/*/records.jsonl', { cwd: root })
  return path !== undefined && (await readFile(join(root, path), 'utf8')).includes('\n')
}

async function interrupted(signal: 'SIGINT' | 'SIGKILL') {
  const project = await toyProject()
  await project.edit('interpreters/good.ts', slow)
  const run = project.start(['run', '--project', 'good', '--no-file-parallelism'])
  while (!(await someRecords(project.root))) await delay(50)
  const exit = once(run.child, 'exit')
  run.child.kill(signal)
  await exit
  return { project, output: run.output(), code: run.child.exitCode }
}

test('Ctrl-C keeps what is finished, marked as incomplete', async () => {
  const { project, output, code } = await interrupted('SIGINT')
  expect(code).not.toBe(0)
  expect(output).toContain('✗ incomplete')
  const { run } = await project.summary()
  expect(run.complete).toBe(false)
  expect(run.incomplete).toContain('good: the run was interrupted')
  const finished = (await project.records()).filter(({ state }) => state === 'interpreted')
  expect(finished.length).toBeGreaterThan(0)
  expect(finished.length).toBeLessThan(8)
})

test('a killed run keeps the records of what had ended', async () => {
  const { project } = await interrupted('SIGKILL')
  const runs = join(project.root, '.find', 'runs')
  const [folder] = await readdir(runs)
  const lines = (await readFile(join(runs, folder!, 'records.jsonl'), 'utf8')).trim().split('\n')
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines) expect(RunRecord.parse(JSON.parse(line)).state).toBe('interpreted')
})
