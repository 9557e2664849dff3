import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { NO_JAIL, NO_PYTHON, processesWith, recordOf } from './testing/case.ts'

const missing = NO_PYTHON ?? NO_JAIL

const SPY = `
import glob, json, os, socket, sys
def tried(work):
    try: return work()
    except OSError as error: return type(error).__name__
found = {
    "environment": dict(os.environ),
    "processes": [tried(lambda: open(path).read()) for path in glob.glob("/proc/[0-9]*/environ")],
    "repository": tried(lambda: os.listdir(sys.argv[1])),
    "root": sorted(os.listdir("/")),
    "own": sorted(os.listdir(".")),
    "etc": sorted(os.listdir("/etc")),
    "server": tried(lambda: bool(socket.create_connection(("127.0.0.1", int(sys.argv[2])), 1))),
    "network": tried(lambda: bool(socket.create_connection(("192.0.2.1", 80), 1))),
    "system": tried(lambda: bool(open("/usr/mine", "w"))),
    "written": tried(lambda: open("mine", "w").write("all")),
    "temporary": tried(lambda: os.listdir("/tmp")),
}
print(json.dumps({"answer": {"description": json.dumps(found), "domain": None, "code": None}}))
`

/** Where the project is, of which a spy must see nothing. */
const PROJECT = join(import.meta.dirname, '../..')

async function spy(options: object, calls: string[] = []) {
  vi.stubEnv('SPY_KEY', 'sk-of-the-harness')
  vi.stubEnv('SPY_ALLOWED', 'for the program')
  const server = createServer(({ url }, response) => {
    calls.push(url!)
    response.end()
  }).on('connection', () => calls.push('connection'))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const record = await recordOf({
    // Not one of a version manager, which adds variables of its own.
    command: '/usr/bin/python3',
    args: ['-c', SPY, PROJECT, String(port)],
    ...options,
  })
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
  if (record.state !== 'interpreted') throw new Error(JSON.stringify(record))
  return JSON.parse(record.interpretation.description) as Record<string, unknown>
}

/** Variables that the program was given: the others are of bubblewrap and of Python. */
const namesOf = ({ environment }: Record<string, unknown>) =>
  Object.keys(environment as object)
    .filter((name) => !['PWD', 'LC_CTYPE', '__CF_USER_TEXT_ENCODING'].includes(name))
    .toSorted()

test('a sealed spy finds neither keys, nor files, nor a network, nor others', async ({ skip }) => {
  skip(missing !== null, missing ?? '')
  const calls: string[] = []
  const found = await spy({ sealed: true, env: ['SPY_ALLOWED'] }, calls)
  expect(namesOf(found)).toEqual(['FIND_PROGRAM', 'HOME', 'PATH', 'SPY_ALLOWED', 'TMPDIR'])
  expect(JSON.stringify(found)).not.toContain('sk-of-the-harness')
  // The jail's first process, and the spy.
  expect(found['processes']).toHaveLength(2)
  expect(found).toMatchObject({
    repository: 'FileNotFoundError',
    own: ['find_box.py'],
    server: 'ConnectionRefusedError',
    network: 'OSError',
    system: 'OSError',
    written: 3,
    temporary: [],
  })
  for (const folder of found['root'] as string[])
    expect(['bin', 'dev', 'etc', 'home', 'lib', 'lib64', 'proc', 'tmp', 'usr']).toContain(folder)
  for (const file of found['etc'] as string[])
    expect(['alternatives', 'ld.so.cache']).toContain(file)
  expect(calls).toEqual([])
})

test('an unsealed spy has no key either, but finds the rest', async ({ skip }) => {
  skip(NO_PYTHON !== null, NO_PYTHON ?? '')
  const calls: string[] = []
  const found = await spy({ sealed: false, env: { GIVEN: 'yes' } }, calls)
  expect(namesOf(found)).toEqual(['FIND_PROGRAM', 'GIVEN', 'HOME', 'PATH', 'TMPDIR'])
  expect(found['repository']).toContain('package.json')
  expect(calls).toEqual(['connection'])
})

test('nothing is left of a sealed program when the harness is killed', async ({ skip }) => {
  skip(missing !== null, missing ?? '')
  const folder = await mkdtemp(join(tmpdir(), 'killed-'))
  const mark = `1000.${process.pid}9`
  const script = fileURLToPath(new URL('./testing/hang.ts', import.meta.url))
  const harness = spawn(process.execPath, [script], {
    env: { ...process.env, MARK: mark, TMPDIR: folder },
    stdio: 'ignore',
  })
  for (let tries = 0; (await processesWith(mark, 0)).length === 0; tries++) {
    expect(tries, 'the program has not begun').toBeLessThan(600)
    await sleep(50)
  }
  harness.kill('SIGKILL')
  expect(await processesWith(mark)).toEqual([])
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true })
})

test('where there is no jail a program runs unsealed, and its record says so', async ({ skip }) => {
  skip(NO_PYTHON !== null, NO_PYTHON ?? '')
  vi.stubEnv('PATH', '/nowhere')
  const program = `print('{"answer":{"description":"a","domain":null,"code":null}}')`
  const record = await recordOf({ command: '/usr/bin/python3', args: ['-c', program] })
  vi.unstubAllEnvs()
  expect(record).toMatchObject({ state: 'interpreted', interpreter: { sealed: false } })
})

test('a variable that is not set, a file and a folder that are not there are refused', async () => {
  const refusal = async (options: object): Promise<unknown> =>
    recordOf({ command: process.execPath, sealed: false, ...options }).catch(String)
  expect(await refusal({ env: ['NO_SUCH_VARIABLE'] })).toMatch(/env: NO_SUCH_VARIABLE is not set/)
  expect(await refusal({ files: ['no-such.py'] })).toMatch(/files: there is no .*no-such\.py/)
  vi.stubEnv('PATH', '')
  expect(await refusal({ sealed: true })).toMatch(/cannot be sealed: bubblewrap \(bwrap\) is not/)
  vi.unstubAllEnvs()
})
