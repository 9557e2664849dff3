import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { commandsOf } from './commands.ts'
import { copyOfProject, REPOSITORY } from './copy-of-project.ts'
import { environment } from './project.ts'

const PAGES = ['README.md', ...globSync('docs/*.md', { cwd: REPOSITORY }).toSorted()]
/** All commands of these take minutes: studies, benches, and what builds worlds. */
const LONG: ReadonlySet<string> = new Set(['docs/circuits.md', 'docs/neurons.md'])

const read = (page: string) => readFileSync(join(REPOSITORY, page), 'utf8')

test('commands are read from blocks, and a mark says why some are not run', () => {
  const page = [
    'Type `npx vitest`:',
    '',
    '<!-- not run, `npm run demo`: it takes minutes -->',
    '',
    '    npx vitest -t x   # one',
    '    npm run demo:aia  # another',
    '    output of it',
    '',
    'and',
    '',
    '<!-- not run: it costs money -->',
    '```sh',
    'FIND_MODEL=x npx vitest',
    '```',
    '',
    '    npm run bench',
  ]
  expect(commandsOf(page.join('\n'))).toEqual([
    {
      run: ['npx vitest -t x'],
      notRun: [{ command: 'npm run demo:aia', reason: 'it takes minutes' }],
    },
    { run: [], notRun: [{ command: 'FIND_MODEL=x npx vitest', reason: 'it costs money' }] },
    { run: ['npm run bench'], notRun: [] },
  ])
})

test.each(PAGES)('every script that %s names is there', (page) => {
  const named = [...read(page).matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, name]) => name)
  for (const name of named) expect(packageJson.scripts).toHaveProperty([name!])
  expect(named).not.toContain(undefined)
})

/** What a command does not set itself: few functions, and no model is called. */
function cheap(command: string): Record<string, string> {
  const selects = /( -t | --tags-filter )/.test(command)
  return {
    FIND_INTERPRETERS: 'synthesis',
    ...(selects ? {} : { FIND_SIZE: '3' }),
    ...(command.includes('FIND_MODEL=') ? { FIND_DRY_RUN: '1' } : {}),
  }
}

describe('commands end as they are said to on a fresh copy', { concurrent: true }, () => {
  let root = ''
  beforeAll(() => {
    root = copyOfProject('tests')
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  const blocks = PAGES.filter((page) => !LONG.has(page)).flatMap((page) =>
    commandsOf(read(page)).map(({ run }) => ({ page, run })),
  )
  // Shards and their merge go one after the other; any others need not wait for each other.
  const sequences = blocks.flatMap(({ page, run }) =>
    (run.some((command) => command.includes('--shard')) ? [run] : run.map((one) => [one])).map(
      (commands) => ({ page, commands }),
    ),
  )

  // oxlint-disable-next-line no-shadow -- tests that run at the same time have their own each
  test.for(sequences)('$page: $commands.0', async ({ commands }, { expect }) => {
    for (const command of commands) {
      const env = environment({ ...cheap(command), COLUMNS: '80' })
      const child = spawn(command, {
        cwd: root,
        env,
        shell: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const [out, err, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close'),
      ])
      // One of the three functions is noisy, and not solved to a billionth.
      const failing = command.startsWith('FIND_ASSERT=solved')
      expect(code, `${command}\n${out}${err}`).toBe(failing ? 1 : 0)
      expect(out + err).toMatch(/gate  ✓|dry run|shard/)
    }
  })
})
