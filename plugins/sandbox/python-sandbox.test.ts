import assert from 'node:assert/strict'
import process from 'node:process'
import fc from 'fast-check'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { Json } from '../contracts.ts'
import { codeSandbox } from './sandbox.ts'

const sandbox = codeSandbox()
/** For code that is bound to run into it. */
const impatient = codeSandbox({ timeLimit: 1500 })
afterAll(() => Promise.all([sandbox.close(), impatient.close()]))

const py = (source: string) => ({ language: 'python', source }) as const
const INPUTS = ['a', 'b\ud800', '__proto__']
const run = (source: string, where = sandbox) => where.run(py(source), INPUTS)
const json = (source: string, ...inputs: Json[]) => sandbox.run(py(source), inputs)
const numbers = (source: string, ...inputs: number[]) =>
  sandbox.run(py(source), Float64Array.from(inputs))
const IDENTITY = { status: 'evaluated', got: INPUTS, trouble: null }
const evaluated = (output: Json) => ({ ...IDENTITY, got: INPUTS.map(() => output) })
const none = (reason: unknown) => ({
  status: 'evaluated',
  got: INPUTS.map(() => undefined),
  trouble: { index: 0, reason },
})
const broken = (reason: string) => ({ status: 'broken', reason })
/** Outputs what an expression is, or the error it raises. */
const shown = (expression: string, prelude = '') => `${prelude}
def f(x):
  try: return str(${expression})
  except BaseException as e: return type(e).__name__`
/** Writes results of its own, with so many times the same in their midst. */
const forged = (start: string, item: string, end: string) =>
  `with os.fdopen(3, "wb") as results: results.write(b'${start}' + b'${item}' * 10**7 + b'${end}')`

/** Results with these outputs, and nothing to say of them. */
const answer = (outputs = '') => `{"outputs": [${outputs}], "reason": ""}`

const { status } = await run('def f(x): return x')

describe.skipIf(status === 'unavailable')('python (needs bubblewrap and user namespaces)', () => {
  // Whatever was done to it, the sandbox serves the next one.
  afterEach(async () => {
    for (const where of [sandbox, impatient])
      assert.deepEqual(await run('def f(x): return x', where), IDENTITY)
  })

  test('runs f on a batch', async () => {
    expect(await numbers('k = 2\ndef f(x): return k * x', 1, 2)).toEqual({
      status: 'evaluated',
      got: [2, 4],
      trouble: null,
    })
    expect(await run('f = lambda s: s[:1] * 2')).toEqual({
      status: 'evaluated',
      got: ['aa', 'bb', '__'],
      trouble: null,
    })
    expect(await numbers('def f(x): return x')).toEqual({
      status: 'evaluated',
      got: [],
      trouble: null,
    })
  })

  test('any number and fraction is a number, in float64', async () => {
    const source = `from fractions import Fraction
def f(x): return [float("nan"), 10**400, -10**400, -0.0, 5e-324, 7, Fraction(1, 2)][int(x)]`
    expect(await numbers(source, 0, 1, 2, 3, 4, 5, 6)).toEqual({
      status: 'evaluated',
      got: [NaN, Infinity, -Infinity, -0, 5e-324, 7, 0.5],
      trouble: null,
    })
  })

  test('among numbers any other output is none', async () => {
    const source = 'def f(x): return [x, None, True, "1", 1j, [x], b"1", f][int(x)]'
    expect(await numbers(source, 0, 1, 2, 3, 4, 5, 6, 7, 8)).toEqual({
      status: 'evaluated',
      got: [0, ...Array.from({ length: 8 }, () => undefined)],
      trouble: { index: 1, reason: 'gave a value of type NoneType' },
    })
  })

  test('any JSON goes in and comes out, with tuples as arrays', async () => {
    expect(
      await json('def f(bits): return sum(bits) % 2 == 1', [true, false], [true, true], []),
    ).toEqual({ status: 'evaluated', got: [true, false, false], trouble: null })
    const count = 'def f(x): return {c: (x["text"].count(c), True) for c in x["text"]}'
    expect(await json(count, { text: 'aba' })).toEqual({
      status: 'evaluated',
      got: [{ a: [2, true], b: [1, true] }],
      trouble: null,
    })
    expect(await json('def f(x): return [x] if x is None else None', null, 0)).toEqual({
      status: 'evaluated',
      got: [[null], null],
      trouble: null,
    })
  })

  test('JSON holds numbers as float64, nan and infinities in arrays as null', async () => {
    const source = `from fractions import Fraction
def f(x): return [7, 2**60, Fraction(1, 2), -0.0, float("nan"), -float("inf"), 10**400]`
    expect(await json(source, 0)).toEqual({
      status: 'evaluated',
      got: [[7, 2 ** 60, 0.5, 0, null, null, null]],
      trouble: null,
    })
  })

  test.each([
    ['def f(x): yield x', 'gave a value of type generator'],
    ['async def f(x): return x', 'gave a value of type coroutine'],
    ['def f(x): return b""', 'gave a value of type bytes'],
    ['def f(x): return [{1}]', 'gave a value of type set'],
    ['def f(x): return {1: 2}', 'gave a dict with a key of type int'],
    ['def f(x): return float("nan")', 'gave nan'],
    ['def f(x): return 10**400', 'gave inf'],
    ['def f(x):\n  a = []\n  a.append(a)\n  return a', 'gave no JSON of at most 100 levels'],
    [
      'def f(x):\n  a = 1\n  for _ in range(101): a = (a,)\n  return a',
      'gave no JSON of at most 100 levels',
    ],
    ['def f(x): return ["x" * 1000000]', 'gave more than 1000000 characters'],
    ['def f(x): return "\\U0001f600" * 500001', 'gave more than 1000000 characters'],
    ['def f(x): raise KeyboardInterrupt', 'threw KeyboardInterrupt: '],
    ['import sys\ndef f(x): sys.exit(0)', 'threw SystemExit: 0'],
    ['def f(x): return x.a', "threw AttributeError: 'str' object has no attribute 'a'"],
    ['class E(Exception):\n  def __str__(self): raise self\ndef f(x): raise E', 'threw E'],
    [
      'class M(type):\n  __name__ = property(lambda c: 1 / 0)\nclass A(metaclass=M): pass\ndef f(x): return A()',
      'gave a value of type A',
    ],
    [
      'class A:\n  __class__ = property(lambda a: 1 / 0)\ndef f(x): return A()',
      'gave a value of type A',
    ],
    ['class A:\n  __class__ = list\ndef f(x): return A()', 'gave a value of type A'],
    ['class A:\n  __class__ = str\ndef f(x): return A()', 'gave a value of type A'],
  ])('%.60s has no output, and says why', async (source, reason) => {
    expect(await run(source)).toEqual(none(reason.trim()))
  })

  test('of subclasses the plain value is taken', async () => {
    const source = `
class S(str):
  def __len__(self): return 0
  def __str__(self): return "forged"
  __repr__ = __format__ = __str__
class L(list):
  def __iter__(self): return iter(["forged"])
class D(dict):
  def items(self): return [("forged", 1)]
  keys = __iter__ = items
class T(tuple):
  def __iter__(self): return iter(["forged"])
class I(int):
  def __index__(self): return 8
  def __repr__(self): return '"forged"'
class F(float):
  def __repr__(self): return '"forged"'
def f(x): return L([S("a"), D({S("k"): T((I(7), F(0.5)))})])`
    expect(await run(source)).toEqual(evaluated(['a', { k: [7, 0.5] }]))
  })

  test('as deep as the limit is an output', async () => {
    const source =
      'def f(x):\n  a = 1\n  for i in range(100): a = [a] if i % 2 else {"a": a}\n  return a'
    expect(await run(source)).toMatchObject({ trouble: null })
  })

  test('the words of an error are cut, move no cursor and hold no stack', async () => {
    const source = 'def f(x): raise ValueError("\\x1b[31m\\r\\n\\0\\u202e\\ud800" + "z" * 10**6)'
    const reason = expect.stringMatching(/^threw ValueError: \[31m z*…$/)
    expect(await run(source)).toEqual(none(reason))
    expect(await numbers(source, 1)).toMatchObject({ trouble: { index: 0, reason } })
  })

  test.each([
    ['def f(x:', /^does not compile: SyntaxError: /],
    ['raise ValueError("no")', /^does not compile: ValueError: no$/],
    ['import sys; sys.exit(0)', /^does not compile: SystemExit: 0$/],
    ['g = 1', /^defines no function f\(x\): f is undefined$/],
    ['f = 1', /^defines no function f\(x\): f is int$/],
    [`x = ${'('.repeat(5000)}`, /^does not compile: SyntaxError: /],
    ['import os; os._exit(0)', /^ended before it gave its outputs$/],
    ['import os\ndef f(x): os.abort()', /^ended before it gave its outputs$/],
  ])('%.40s is broken code', async (source, reason) => {
    expect(await run(source)).toEqual({ status: 'broken', reason: expect.stringMatching(reason) })
  })

  test.each([
    ['an endless loop', 'def f(x):\n  while True: pass'],
    ['one that catches', 'def f(x):\n  while True:\n    try: f(x)\n    except BaseException: pass'],
    ['one outside of f', 'while True: pass'],
    ['sleep', 'import time\ndef f(x): time.sleep(100)'],
    [
      'one that ignores signals',
      `import signal
for s in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}: signal.signal(s, signal.SIG_IGN)
def f(x):
  while True: pass`,
    ],
    [
      'a fork bomb',
      'import os\ndef f(x):\n  while True:\n    try: os.fork()\n    except OSError: pass',
    ],
  ])('%s takes too long', async (_, source) => {
    expect(await run(source, impatient)).toEqual(broken('took longer than 1500 ms'))
  })

  test.each([
    ['lists', 'def f(x):\n  a = []\n  while True: a.append([0] * 100000)'],
    ['strings', 'def f(x): return "x" * 2**30'],
    ['outside of f', 'a = bytearray(2**30)'],
  ])('%s take too much memory', async (_, source) => {
    expect(await run(source)).toEqual(broken('used more than 512 MB'))
  })

  test('a value that doubles in each level has no end', async () => {
    const source = 'def f(x):\n  a = 1\n  for _ in range(99): a = [a, a]\n  return a'
    expect(await run(source, impatient)).toEqual(
      broken(expect.stringMatching(/^(took longer than 1500 ms|used more than 512 MB)$/) as never),
    )
  })

  test('recursion without end is an error', async () => {
    expect(await run('def f(x): return f(x)')).toEqual(
      none('threw RecursionError: maximum recursion depth exceeded'),
    )
    expect(await run(shown('g()', 'def g(): return g()'))).toEqual(evaluated('RecursionError'))
  })

  test('a stack that overflows is broken', async () => {
    const source = `import ctypes
CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int)
import sys
sys.setrecursionlimit(10**9)
g = CALLBACK(lambda: g())
def f(x): return str(g())`
    expect(await run(source)).toEqual(broken('ended before it gave its outputs'))
  })

  test('prints forge nothing and floods of them end', async () => {
    const source = `import sys
print('${answer('"forged", "forged", "forged"')}', flush=True)
def f(x):
  for _ in range(1000): print("x" * 10000); sys.stderr.write("y" * 10000)
  return x`
    expect(await run(source)).toEqual(IDENTITY)
  })

  test.each([
    ['half an answer', 'os.write(3, b"{"); os._exit(0)'],
    ['an answer before the answer', `os.write(3, b'${answer()}')\ndef f(x): return x`],
    ['another length', `os.write(3, b'${answer('"forged"')}'); os._exit(0)`],
    ['other values', `os.write(3, b'${answer('1, 2, 3')}'); os._exit(0)`],
    ['no reason', `os.write(3, b'{"outputs": ["", "", ""]}'); os._exit(0)`],
    ['what no code may say', `os.write(3, b'{"status": "unavailable"}'); os._exit(0)`],
    ['numbers for JSON', `os.write(3, b'{"numbers": "", "reason": ""}'); os._exit(0)`],
    ['no results', 'os.closerange(0, 100)\ndef f(x): return x'],
    // Of so many faults a list would take all memory there is.
    ['millions of other values', forged('{"outputs": [1', ',1', '], "reason": ""}')],
    ['millions of places', forged('{"numbers": [1', ',1', '], "reason": ""}')],
    ['an enormous text', forged('{"reason": "", "outputs": [null, null, "', 'x', '"]}')],
    [
      'millions of levels',
      forged('{"reason": "", "outputs": [null, null, {"json": "', '[', '"}]}'),
    ],
  ])('%s is broken', async (_, source) => {
    expect(await run(`import os\n${source}`)).toEqual(broken('ended before it gave its outputs'))
  })

  test('numbers of another length are broken', async () => {
    const source = `import os\nos.write(3, b'{"numbers": "AAAA", "reason": ""}'); os._exit(0)`
    expect(await numbers(source, 1)).toEqual(broken('ended before it gave its outputs'))
  })

  test('forged text is an output where it is JSON, and none where it is not', async () => {
    const texts = ['"[1]"', '"["', '"1e999"'].map((text) => `{"json": ${text}}`)
    const source = `import os\nos.write(3, b'${answer(texts.join())}'); os._exit(0)`
    expect(await run(source)).toEqual({
      status: 'evaluated',
      got: [[1], undefined, undefined],
      trouble: { index: 1, reason: 'gave no JSON of at most 100 levels' },
    })
  })

  test('a flood of results is broken', async () => {
    const reason = 'gave more than 4000000 characters of output'
    expect(await run('import os\nwhile True: os.write(3, b"x" * 100000)')).toEqual(broken(reason))
    const flood = py('def f(x): return "\\u1234" * 1000000')
    expect(
      await sandbox.run(
        flood,
        Array.from({ length: 5 }, () => ''),
      ),
    ).toEqual(broken(reason))
    expect(await run('def f(x): return "x" * 1000001')).toEqual(
      none('gave more than 1000000 characters'),
    )
  })

  test('there are neither files, network, processes nor an environment', async () => {
    const exists = (path: string) => run(shown(`os.path.exists("${path}")`, 'import os'))
    for (const path of ['/etc/passwd', '/home', '/root', '/proc', '/dev', '/tmp', process.cwd()])
      expect(await exists(path), path).toEqual(evaluated('False'))
    for (const path of ['/x', '/usr/x', '/lib/x'])
      expect(await run(shown(`open("${path}", "w")`)), path).toEqual(evaluated('OSError'))
    const memory = shown('os.write(os.memfd_create("x"), b"x")', 'import os')
    expect(await run(memory)).toEqual(evaluated('OSError'))
    const connect = shown('socket.create_connection(("1.1.1.1", 80))', 'import socket')
    expect(await run(connect)).toEqual(evaluated('OSError'))
    expect(await run(shown('os.fork()', 'import os'))).toEqual(evaluated('BlockingIOError'))
    const thread = shown('threading.Thread(target=print).start()', 'import threading')
    expect(await run(thread)).toEqual(evaluated('RuntimeError'))
    const program = shown('subprocess.run(["/usr/bin/true"])', 'import subprocess')
    expect(await run(program)).toEqual(evaluated('BlockingIOError'))
    const variables = shown('sorted(os.environ)', 'import os')
    expect(await run(variables)).toEqual(
      evaluated("['LC_CTYPE', 'OPENBLAS_NUM_THREADS', 'PWD', 'PYTHONHASHSEED']"),
    )
    expect(await run(shown('os.getuid() == 0', 'import os'))).toEqual(evaluated('False'))
  })

  test('limits cannot be raised, nor namespaces made', async () => {
    const raise = shown('resource.setrlimit(resource.RLIMIT_NPROC, (99, 99))', 'import resource')
    expect(await run(raise)).toEqual(evaluated('ValueError'))
    const unshare = shown('ctypes.CDLL(None).unshare(0x10000000)', 'import ctypes')
    expect(await run(unshare)).toEqual(evaluated('-1'))
  })

  test('memory is not had where no limit counts it', async () => {
    for (const call of ['shmget(0, 1 << 20, 0o1600)', 'msgget(0, 0o1600)', 'semget(0, 9, 0o1600)'])
      expect(await run(shown(`ctypes.CDLL(None).${call}`, 'import ctypes')), call).toEqual(
        evaluated('-1'),
      )
    const sockets = shown('[socket.socketpair() for _ in range(100)]', 'import socket')
    expect(await run(sockets)).toEqual(evaluated('OSError'))
  })

  test('killing all it can see ends no one else', async () => {
    expect(await run('import os\nos.kill(1, 9)\nos.kill(-1, 9)\ndef f(x): return x')).toMatchObject(
      {
        status: 'broken',
      },
    )
  })

  test('random and the order of sets are the same in every batch', async () => {
    const source = `import random\ndef f(x): return f"{random.random()} {set('abcdef')}"`
    const first = await run(source)
    expect(first).toEqual(evaluated(expect.stringContaining('0.') as never))
    expect(await run(source)).toEqual(first)
  })

  test('code cannot read its own comments, nor where it stands', async () => {
    const source = (text: string) => `${text}
import sys, traceback
def f(x):${text}
  frame, seen = sys._getframe(), []
  while frame:
    seen += [repr(value) for value in frame.f_locals.values() if value is not seen]
    frame = frame.f_back
  try: None.x
  except AttributeError: seen.append(traceback.format_exc())
  return str(["# 1,2,3" in text for text in seen]) + seen[-1] + str(f.__code__.co_firstlineno)`
    expect(await run(source('\n\n# 1,2,3\n'))).toEqual(await run(source('')))
  })

  test('any numbers come back as they went, in their order', async () => {
    const property = fc.asyncProperty(fc.array(fc.double(), { minLength: 100 }), async (inputs) => {
      expect(await numbers('f = lambda x: x', ...inputs)).toEqual({
        status: 'evaluated',
        got: inputs,
        trouble: null,
      })
    })
    await fc.assert(property, { numRuns: 10 })
  })

  test('any JSON comes back as it went, in its order', async () => {
    const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>
    const property = fc.asyncProperty(fc.array(value, { minLength: 100 }), async (inputs) => {
      // JSON has no -0.
      const got: Json[] = JSON.parse(JSON.stringify(inputs))
      expect(await json('f = lambda x: x', ...inputs)).toEqual({
        status: 'evaluated',
        got,
        trouble: null,
      })
    })
    await fc.assert(property, { numRuns: 10 })
  })

  test('any strings come back as they went, in their order', async () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
    const string = fc.oneof(
      fc.string({ unit }),
      fc.constantFrom('', '"', '\\', '\0', '\udc00\ud800'),
    )
    const property = fc.asyncProperty(fc.array(string, { minLength: 100 }), async (inputs) => {
      expect(await json('f = lambda x: x', ...inputs)).toEqual({
        status: 'evaluated',
        got: inputs,
        trouble: null,
      })
    })
    await fc.assert(property, { numRuns: 10 })
  })
})
