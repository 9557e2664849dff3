/** Programs that do all that a program should not: each is told for what it is, and leaves nothing. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Failure } from '../../plugins/records.ts'
import { type CaseChanges, NO_JAIL, NO_PYTHON, processesWith, recordOf } from './testing/case.ts'

const ANSWER = `say({"answer": {"description": "a line", "domain": None, "code": None}})`
/** A child that outlives its parent unless somebody ends it. */
const CHILD = `subprocess.Popen(["sleep", MARK], start_new_session=NEW)`
const HANG = 'time.sleep(1000)'

interface Unfriendly extends CaseChanges {
  readonly does: string
  readonly program: string
  /** How the case ends, and what is said of it. */
  readonly ends: Failure | 'interpreted'
  readonly said?: RegExp
}

const PROGRAMS: readonly Unfriendly[] = [
  {
    does: 'crashes before it has asked anything',
    program: `raise ValueError("no idea")`,
    ends: 'interpreter',
    said: /ended with exit code 1 without an answer, and it never reached the box; .*ValueError: no idea/s,
  },
  {
    does: 'crashes after it has asked',
    program: `ask(1); sys.exit(3)`,
    ends: 'interpreter',
    said: /exit code 3 without an answer, and it had reached the box 1 times/,
  },
  {
    does: 'is ended by a signal',
    program: `os.kill(os.getpid(), 9)`,
    ends: 'interpreter',
    said: /without an answer, and it never reached the box/,
  },
  {
    does: 'hangs',
    program: `print("waiting", file=sys.stderr, flush=True); ${HANG}`,
    timeout: 1500,
    ends: 'timeout',
    said: /took longer than 1500 ms: .*never reached the box; .*waiting/s,
  },
  {
    does: 'ignores SIGTERM',
    program: `signal.signal(signal.SIGTERM, signal.SIG_IGN); ask(1); ${HANG}`,
    timeout: 1500,
    ends: 'timeout',
    said: /had reached the box 1 times/,
  },
  { does: 'answers late', program: `time.sleep(3); ${ANSWER}`, timeout: 1500, ends: 'timeout' },
  { does: 'answers twice', program: `${ANSWER}; ${ANSWER}`, ends: 'answer', said: /second answer/ },
  {
    does: 'writes a line without an end',
    program: `while True: sys.stdout.write("x" * 65536)`,
    ends: 'interpreter',
    said: /a line of more than \d+ bytes/,
  },
  {
    does: 'floods standard error',
    program: `sys.stderr.write("\\x1b[31mnoise" * 10**6); sys.exit("the end")`,
    ends: 'interpreter',
    said: /\[…\][^\p{Cc}]*␛\[31mnoise[^\p{Cc}]*\n?the end$/u,
  },
  {
    does: 'asks for ever and reads nothing',
    program: `while True: say({"query": [1]})`,
    timeout: 3000,
    queries: 10 ** 9,
    ends: 'timeout',
  },
  {
    does: 'leaves a child in its group',
    program: `NEW = False; ${CHILD}; ${ANSWER}`,
    ends: 'interpreted',
  },
  {
    does: 'leaves a child in a group of its own, and hangs',
    program: `NEW = True; ${CHILD}; ${HANG}`,
    timeout: 1500,
    ends: 'timeout',
  },
  {
    does: 'leaves a child that holds its output open',
    program: `NEW = True; ${CHILD}; sys.exit(0)`,
    ends: 'interpreter',
    said: /exit code 0 without an answer/,
  },
  { does: 'closes its input and answers', program: `os.close(0); ${ANSWER}`, ends: 'interpreted' },
  {
    does: 'closes its input, asks and waits',
    program: `os.close(0); say({"query": [1]}); ${HANG}`,
    timeout: 1500,
    ends: 'timeout',
  },
  {
    does: 'closes its output and goes on',
    program: `os.close(1); ${HANG}`,
    timeout: 1500,
    ends: 'timeout',
  },
  {
    does: 'writes what is no JSON',
    program: `print("Loading the model …", flush=True); ask(1); ${ANSWER}`,
    ends: 'interpreter',
    said: /wrote what is no message: "Loading the model …"/,
  },
  {
    does: 'gives an answer of the wrong shape',
    program: `print("careful", file=sys.stderr, flush=True); say({"answer": {"description": 7}})`,
    ends: 'answer',
    said: /no answer of numeric: .*description.*careful/s,
  },
  {
    does: 'ends well and says nothing',
    program: 'sys.exit(0)',
    ends: 'interpreter',
    said: /exit code 0 without an answer, and it never reached the box/,
  },
  { does: 'reads nothing and answers', program: ANSWER, ends: 'interpreted' },
  {
    does: 'gives up on its budget',
    program: `
for i in range(4): reply = ask(i)
assert reply["kind"] == "budget" and reply["queriesLeft"] == 0
sys.exit("too little")`,
    queries: 3,
    ends: 'budget',
    said: /asked 1 queries with 0 of 3 left; .*too little/s,
  },
  {
    does: 'is told what is wrong, and goes on',
    program: `
assert ask("NaN")["kind"] == "invalid" and ask(1000)["kind"] == "invalid"
assert say({"guess": 1}) or hear()["kind"] == "invalid"
assert say({"query": 1}) or hear()["kind"] == "invalid"
assert ask(1) == {"outputs": [2], "queriesLeft": 99}
${ANSWER}`,
    ends: 'interpreted',
  },
  {
    does: 'answers, and lingers',
    program: `${ANSWER}; print("usage: 7 tokens", flush=True); ${HANG}`,
    ends: 'interpreted',
  },
  { does: 'answers, and crashes', program: `${ANSWER}; sys.exit(1)`, ends: 'interpreted' },
]

const PRELUDE = (mark: string) => `
import json, os, signal, subprocess, sys, time
MARK = "${mark}"
def say(message): print(json.dumps(message), flush=True)
def hear(): return json.loads(sys.stdin.readline())
def ask(x):
    if "told" not in globals(): globals()["told"] = hear()
    say({"query": [x]})
    return hear()
`

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unfriendly-'))
  vi.stubEnv('TMPDIR', folder)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

let cases = 0

describe.each([
  ['sealed', true, NO_PYTHON ?? NO_JAIL],
  ['unsealed', false, NO_PYTHON ?? (process.platform === 'linux' ? null : 'only Linux tells')],
] as const)('%s, a program that', (_, sealed, missing) => {
  test.for(PROGRAMS)('$does', async ({ program, ends, said, ...changes }, { skip }) => {
    skip(missing !== null, missing ?? '')
    // A number of seconds that no other process sleeps.
    const mark = `1000.${process.pid}${cases++}`
    const args = ['-c', PRELUDE(mark) + program]
    const before = process.memoryUsage.rss()
    const record = await recordOf({ command: 'python3', args, sealed }, changes)
    expect(record.interpreter.sealed).toBe(sealed)
    const message = record.state === 'failed' ? record.error.message : ''
    expect(record.state === 'failed' ? record.error.kind : record.state, message).toBe(ends)
    expect(message).toMatch(said ?? /^/)
    expect(message.length).toBeLessThan(4000)
    expect(await processesWith(mark)).toEqual([])
    expect(await readdir(folder)).toEqual([])
    // Pipes hold a few thousand messages; who fills them is not read from any further.
    expect(record.queries.count).toBeLessThan(50_000)
    expect(process.memoryUsage.rss() - before).toBeLessThan(2 ** 28)
  })
})

test('a program that is not there is told before anything runs', async () => {
  await expect(recordOf({ command: 'no-such-program', sealed: false })).rejects.toThrow(
    /there is no no-such-program in /,
  )
  const record = await recordOf({ command: './no-such-program', sealed: false })
  expect(record).toMatchObject({
    state: 'failed',
    error: { kind: 'interpreter', message: expect.stringContaining('could not be started') },
  })
  expect(await readdir(folder)).toEqual([])
})
